// SPDX-License-Identifier: EUPL-1.2
// The subcommands of `barometre-projector` as they are typed.
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "projector/store_folder.hpp"
#include "projector/tool/commands.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

namespace fs = std::filesystem;
namespace tool = ::projector::tool;

struct Ran {
    tool::ExitCode code = tool::ExitCode::ok;
    std::string out;
    std::string err;
};

Ran run(std::vector<std::string> words) {
    CLI::App app;
    tool::Exit exit;
    tool::register_rebuild(app, exit);
    tool::register_digest(app, exit);
    tool::register_compare(app, exit);
    tool::register_backup(app, exit);
    tool::register_restore(app, exit);
    std::reverse(words.begin(), words.end());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Ran ran;
    try {
        app.parse(words);
        ran.code = exit.code;
    } catch (const CLI::ParseError&) {
        ran.code = tool::ExitCode::usage;
    }
    ran.out = testing::internal::GetCapturedStdout();
    ran.err = testing::internal::GetCapturedStderr();
    return ran;
}

class Tool : public testing::Test {
protected:
    void SetUp() override {
        std::mt19937_64 random{5};
        log = make_log(folder.path() / "log", random_events(random, 100));
        digest = support::must(make_store(data() / "read-model", *log)->digest());
    }

    fs::path data() const { return folder.path() / "data"; }

    support::TemporaryDirectory folder;
    std::unique_ptr<platform::event_log::EmbeddedLog> log;
    std::string digest;
};

TEST_F(Tool, PrintsPositionAndDigest) {
    const std::string wanted = "position test.100\ndigest   " + digest + "\n";
    EXPECT_EQ(run({"digest", data().string()}).out, wanted);
    EXPECT_EQ(run({"digest", (data() / "read-model").string()}).out, wanted);
    EXPECT_EQ(run({"digest", data().string(), "--json"}).out,
              R"({"position":"test.100","digest":")" + digest + "\"}\n");
}

TEST_F(Tool, ComparesTwoFolders) {
    make_store(folder.path() / "again", *log);
    const auto equal = run({"compare", data().string(), folder / "again"});
    EXPECT_EQ(equal.code, tool::ExitCode::ok) << equal.err;
    EXPECT_EQ(equal.out, "position test.100\nresult   equal\n");
    append(*log, "{}");
    make_store(folder.path() / "again", *log);
    const auto refused = run({"compare", data().string(), folder / "again"});
    EXPECT_EQ(refused.code, tool::ExitCode::failed);
    EXPECT_NE(refused.err.find("two positions"), std::string::npos) << refused.err;
}

TEST_F(Tool, BacksUpAndRestoresForTheOwnerToTake) {
    const auto backup = run({"backup", data().string(), folder / "backup"});
    EXPECT_EQ(backup.code, tool::ExitCode::ok) << backup.err;
    EXPECT_EQ(backup.out, "position test.100\nbackup   " + folder / "backup" + "\n");
    EXPECT_EQ(run({"backup", data().string(), folder / "backup"}).code, tool::ExitCode::failed);

    const std::string other = folder / "other";
    EXPECT_EQ(run({"restore", folder / "backup", "--data", other}).code, tool::ExitCode::ok);
    const auto twice = run({"restore", folder / "backup", "--data", other});
    EXPECT_EQ(twice.code, tool::ExitCode::failed);
    EXPECT_NE(twice.err.find("waits to be taken"), std::string::npos) << twice.err;
    const auto store = support::must(::projector::open_owned_store(other, *log));
    EXPECT_EQ(support::must(store->digest()), digest);
}

TEST_F(Tool, RestoresNothingThatIsNoReadModel) {
    const std::string other = folder / "other";
    EXPECT_EQ(run({"restore", folder / "none", "--data", other}).code, tool::ExitCode::failed);
    log.reset();
    const auto a_log = run({"restore", folder / "log", "--data", other});
    EXPECT_EQ(a_log.code, tool::ExitCode::failed);
    EXPECT_FALSE(fs::exists(::projector::rebuilt_folder(other)));
    EXPECT_TRUE(fs::is_empty(other));
}

TEST_F(Tool, RefusesAFolderInUseAndNamesTheAdminPort) {
    const auto live = make_store(data() / "read-model", *log);
    for (const auto& words : {
             std::vector<std::string>{"digest", data().string()},
             {"compare", data().string(), data().string()},
             {"backup", data().string(), folder / "backup"}
    }) {
        const auto refused = run(words);
        EXPECT_EQ(refused.code, tool::ExitCode::failed);
        EXPECT_NE(refused.err.find("http://127.0.0.1:9082"), std::string::npos) << refused.err;
    }
    EXPECT_FALSE(fs::exists(folder / "backup"));
}

TEST_F(Tool, RefusesWhatCannotBeMeant) {
    EXPECT_EQ(run({"backup", folder / "only-one"}).code, tool::ExitCode::usage);
    EXPECT_EQ(run({"backup", "--admin-url", "http://127.0.0.1:1", "a", "b"}).code,
              tool::ExitCode::usage);
    EXPECT_EQ(run({"digest", "a", "--admin-url", "http://127.0.0.1:1"}).code,
              tool::ExitCode::usage);
    EXPECT_EQ(run({"digest"}).code, tool::ExitCode::failed);
    EXPECT_EQ(run({"rebuild", "--data", "d"}).code, tool::ExitCode::usage);
    const auto wrong = run({"rebuild", "--data", "d", "--bootstrap", "nowhere"});
    EXPECT_EQ(wrong.code, tool::ExitCode::failed);
    EXPECT_NE(wrong.err.find("barometre-projector: "), std::string::npos);
}

}  // namespace
}  // namespace tests::projector
