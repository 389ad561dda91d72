// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "cli/log_export.hpp"
#include "cli/log_verify.hpp"
#include "cli/site.hpp"
#include "cli/site_folder.hpp"
#include "domain/codec/json.hpp"
#include "platform/http/client.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::cli {
namespace {

namespace fs = std::filesystem;
using support::must;

void quiet(std::uint64_t, std::uint64_t) {}

std::string bytes_in(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write(const fs::path& path, std::string_view bytes) {
    std::ofstream{path, std::ios::binary} << bytes;
}

// A site with an indicator, a value and an edition, and what is exported of it.
class ExportedEditions : public testing::Test {
protected:
    ExportedEditions() { start(); }

    void start() {
        ::cli::SiteOptions options;
        options.data = data;
        options.port = 0;
        site = must(::cli::Site::start(options, [](const platform::Error&) {}));
        ASSERT_TRUE(site->wait_until_ready());
        client = std::make_unique<platform::http::Client>(
            must(platform::http::Client::open("http://127.0.0.1:" + std::to_string(site->port()))));
        post("fr.barometre.policy.defined.v1", support::policy_data("CH-001"));
        post("fr.barometre.indicator.defined.v1",
             support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum")));
        report("40");
    }

    void report(const std::string& value) {
        post("fr.barometre.measures.reported.v1",
             R"({"rows":[{"indicator":"IND-001","territory":"DEPT-35","kind":"actual",)"
             R"("date":"2023-12-31","value":")" +
                 value + R"("}]})");
    }

    void post(const std::string& type, const std::string& event_data) {
        const std::string id = std::to_string(++count);
        const auto answer = must(client->send({
            .method = "POST",
            .target = "/v1/events",
            .headers = {{"content-type", "application/cloudevents+json"}, {"prefer", "wait=30"}},
            .body = R"({"specversion":"1.0","source":"urn:test","id":")" + id + R"(","type":")" +
                    type + R"(","data":)" + event_data + "}"
        }));
        ASSERT_EQ(answer.status, 200) << answer.body;
    }

    std::string draft() {
        const auto answer = must(client->get("/v1/edition-draft?on=2024-10-23"));
        const auto json = must(domain::codec::parse_json(answer.body));
        return domain::codec::canonical(*json.member("manifest"));
    }

    void publish(const std::string& manifest) {
        post("fr.barometre.edition.published.v1", manifest);
    }

    void export_all() {
        client.reset();
        site->stop();
        site.reset();
        must(::cli::export_log({data, ::cli::signer_folder(data)}, folder, quiet));
    }

    std::string verdict() const {
        const auto found = ::cli::verify_export(folder, must(::cli::exported_keys(folder)), quiet);
        return found ? std::to_string(found->editions) + " fit" : found.error().detail;
    }

    const support::TemporaryDirectory made;
    const fs::path data = made.path() / "site";
    const fs::path folder = made.path() / "export";
    std::unique_ptr<::cli::Site> site;
    std::unique_ptr<platform::http::Client> client;
    int count = 0;
};

TEST_F(ExportedEditions, AreMadeAgainByWhoVerifies) {
    publish(draft());
    report("41");
    publish(draft());
    export_all();
    EXPECT_EQ(verdict(), "2 fit");
    const fs::path table = folder / "editions" / "4" / "IND-001.csv";
    EXPECT_NE(bytes_in(table).find("IND-001,D35,2023-12-01,DEPT,,40.0,,\n"), std::string::npos)
        << bytes_in(table);
    EXPECT_NE(bytes_in(folder / "editions" / "6" / "IND-001.csv").find(",41.0,"),
              std::string::npos);
}

TEST_F(ExportedEditions, ThatWereChangedAreNamed) {
    publish(draft());
    export_all();
    const fs::path table = folder / "editions" / "4" / "IND-001.csv";
    const std::string before = bytes_in(table);
    std::string changed = before;
    changed.replace(changed.find("40.0"), 4, "41.0");
    write(table, changed);
    EXPECT_EQ(verdict(),
              "edition 4 (draft): IND-001.csv is not what the records make; it was changed");
    write(table, before);
    const fs::path manifest = folder / "editions" / "4" / "manifest.json";
    write(manifest, bytes_in(manifest) + " ");
    EXPECT_EQ(verdict(),
              "edition 4 (draft): manifest.json is not what the records make; it was changed");
    fs::remove(manifest);
    EXPECT_NE(verdict().find("it is missing"), std::string::npos);
}

TEST_F(ExportedEditions, ThatNobodyPublishedAreNamed) {
    publish(draft());
    export_all();
    const fs::path forged = folder / "editions" / "99" / "IND-001.csv";
    fs::create_directories(forged.parent_path());
    write(forged, "");
    EXPECT_EQ(verdict(), "editions/99/IND-001.csv: it is of no edition in the log");
}

TEST_F(ExportedEditions, ThatSaidAnotherThingAreNamed) {
    std::string manifest = draft();
    const std::string name = R"("sha256":")";
    const auto digest = manifest.find(name) + name.size();
    manifest[digest] = manifest[digest] == '0' ? '1' : '0';
    publish(manifest);
    export_all();
    EXPECT_EQ(verdict(),
              "edition 4 (draft): the table of IND-001 is not what was published: the log says "
              "another");
}

TEST_F(ExportedEditions, OfAnotherLogAreNamed) {
    std::string manifest = draft();
    const std::string name = R"("root":")";
    const auto root = manifest.find(name) + name.size();
    manifest[root] = manifest[root] == '0' ? '1' : '0';
    publish(manifest);
    export_all();
    EXPECT_EQ(verdict(),
              "edition 4 (draft): the root of the log is not what was published: the log says "
              "another");
}

}  // namespace
}  // namespace tests::cli
