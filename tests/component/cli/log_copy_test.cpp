// SPDX-License-Identifier: EUPL-1.2
// `barometre log copy` as its users meet it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/component/cli/program.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

using cli_tests::run;
namespace fs = std::filesystem;

constexpr int ok = 0;
constexpr int failed = 1;
constexpr int usage = 2;

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string contents(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

// What follows `name` on its line of `text`.
std::string field(const std::string& text, const std::string& name) {
    const auto at = text.find('\n' + name + ' ');
    const auto begin = text.find_first_not_of(' ', at + name.size() + 2);
    return text.substr(begin, text.find_first_of(" \n", begin) - begin);
}

TEST(LogCopy, MovesASiteThroughAFileWithoutMovingOneFigure) {
    const support::TemporaryDirectory folder;
    cli_tests::Site site{{"--demo"}};
    site.stop();
    const auto from = "embedded:" + site.data() + "/log";
    const auto file = folder / "demo.ndjson";
    const auto there = run({"log", "copy", "--from", from, "--to", file});
    ASSERT_EQ(there.code, ok) << there.err;
    EXPECT_EQ(field(there.out, "source"), field(there.out, "target")) << there.out;
    const auto back =
        run({"log", "copy", "--from", file, "--to", "embedded:" + (folder / "new/log")});
    ASSERT_EQ(back.code, ok) << back.err;
    EXPECT_EQ(field(back.out, "target"), field(there.out, "source"));
    EXPECT_EQ(contents(file).substr(0, 13), R"({"sequence":0)");

    const auto rebuilt = run({"rebuild", "--data", folder / "new"});
    ASSERT_EQ(rebuilt.code, ok) << rebuilt.err;
    EXPECT_EQ(field(rebuilt.out, "digest"),
              field(run({"digest", "--data", site.data()}).out, "digest"));
}

TEST(LogCopy, EndsWithACodeAndAWordOfAdvice) {
    const support::TemporaryDirectory folder;
    const cli_tests::Site site;
    const auto file = folder / "a.ndjson";
    EXPECT_EQ(run({"log"}).code, usage);
    EXPECT_EQ(run({"log", "copy", "--from", file}).code, usage);
    const auto running =
        run({"log", "copy", "--from", "embedded:" + site.data() + "/log", "--to", file});
    EXPECT_EQ(running.code, failed);
    EXPECT_TRUE(contains(running.err, "stop that process")) << running.err;
    EXPECT_FALSE(fs::exists(file));
    const auto folder_of_site =
        run({"log", "copy", "--from", "embedded:" + site.data(), "--to", file});
    EXPECT_TRUE(contains(folder_of_site.err, "its log is embedded:")) << folder_of_site.err;
    const auto itself = run({"log", "copy", "--from", file, "--to", file});
    EXPECT_TRUE(contains(itself.err, "source and target are one")) << itself.err;
    std::ofstream{file} << "";
    const auto empty = run({"log", "copy", "--from", file, "--to", folder / "b.ndjson"});
    EXPECT_EQ(empty.code, failed);
    EXPECT_TRUE(contains(empty.err, "holds no record")) << empty.err;
    EXPECT_FALSE(fs::exists(folder / "b.ndjson"));
    EXPECT_TRUE(contains(run({"log", "copy", "--from", "x", "--to", "y"}).err, "embedded:FOLDER"));
}

}  // namespace
