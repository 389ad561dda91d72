// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_verify.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "cli/log_export.hpp"
#include "cli/log_opened.hpp"
#include "cli/site.hpp"
#include "cli/site_folder.hpp"
#include "domain/event.hpp"
#include "domain/merkle/checkpoint.hpp"
#include "platform/event_log/embedded_log.hpp"
#include "platform/event_log/ndjson_line.hpp"
#include "platform/http/client.hpp"
#include "projector/read_model/schema.hpp"
#include "projector/read_model/store.hpp"
#include "projector/signer_folder.hpp"
#include "projector/store_folder.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;
namespace merkle = domain::merkle;
using support::must;

constexpr std::size_t records = 270;
constexpr auto quiet = [](std::uint64_t, std::uint64_t) {};

std::string bytes_in(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write(const fs::path& path, std::string_view bytes) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

platform::event_log::Record policy(std::size_t n) {
    support::EventText text;
    text.type = domain::event_type::policy_defined;
    text.data = support::policy_data("CH-001", R"("title":"Title )" + std::to_string(n) + "\"");
    text.id = "e" + std::to_string(n);
    return {.key = "CH-001", .value = support::cloud_event(text), .headers = {}, .timestamp_ms = 5};
}

// An export of a site that signed three checkpoints, made once; each test spoils a copy of it.
class LogVerify : public testing::Test {
protected:
    static void SetUpTestSuite() {
        made = new support::TemporaryDirectory;
        const fs::path data = made->path() / "site";
        for (const std::size_t size : {std::size_t{100}, std::size_t{200}, records}) {
            grow(data, size);
            run(data);
        }
        must(cli::export_log({data, cli::signer_folder(data)}, made->path() / "export", quiet));
    }
    static void TearDownTestSuite() {
        delete made;
        made = nullptr;
    }

    LogVerify() { fs::copy(made->path() / "export", folder, fs::copy_options::recursive); }

    static void grow(const fs::path& data, std::size_t size) {
        fs::create_directories(data);
        const auto log =
            must(platform::event_log::EmbeddedLog::open(cli::log_folder(data).string()));
        for (std::size_t i = log->end(); i < size; ++i) {
            auto record = i == 0 ? cli::log_opened_record() : policy(i);
            log->append(std::move(record), [](const auto& place) { ASSERT_TRUE(place); });
        }
        while (log->end() < size) log->wait_beyond(log->end(), std::chrono::seconds{1});
    }

    // A site runs until everything is read; it signs before it ends. What is there at `source`
    // is answered.
    static void run(const fs::path& data, const std::string& target = "",
                    std::string* answer = nullptr) {
        cli::SiteOptions options;
        options.data = data;
        options.port = 0;
        const auto site = must(cli::Site::start(options, [](const platform::Error&) {}));
        ASSERT_TRUE(site->wait_until_ready());
        if (answer != nullptr) {
            auto client = must(
                platform::http::Client::open("http://127.0.0.1:" + std::to_string(site->port())));
            do *answer = must(client.get(target)).body;
            while (answer->find("not-signed") != std::string::npos);
        }
        site->stop();
    }

    // What verify says of the copy, or "everything fits".
    std::string verdict() const {
        const auto keys = cli::exported_keys(made->path() / "export");
        const auto found = cli::verify_export(folder, must(keys), quiet);
        return found ? "everything fits" : found.error().detail;
    }

    // The verdict with one file changed; the file is restored.
    std::string verdict_with(const std::string& name, std::string_view bytes) const {
        const std::string before = bytes_in(folder / name);
        write(folder / name, bytes);
        std::string found = verdict();
        write(folder / name, before);
        return found;
    }

    std::string flipped(const std::string& name, std::size_t at) const {
        std::string bytes = bytes_in(folder / name);
        bytes.at(at) ^= 1;
        return verdict_with(name, bytes);
    }

    std::vector<std::string> lines() const {
        std::ifstream file{folder / "records.ndjson"};
        std::vector<std::string> all;
        for (std::string line; std::getline(file, line);) all.push_back(line);
        return all;
    }

    // The records in another order or number, numbered anew, as somebody would who knows how.
    std::string verdict_of(const std::vector<std::string>& changed) const {
        std::string text;
        std::uint64_t sequence = 0;
        for (const auto& line : changed) {
            auto stored = must(platform::event_log::read_line(line));
            stored.sequence = sequence++;
            platform::event_log::append_line(text, stored);
            text.push_back('\n');
        }
        return verdict_with("records.ndjson", text);
    }

    static void expect_says(const std::string& found, std::string_view text) {
        EXPECT_NE(found.find(text), std::string::npos) << found;
    }

    static support::TemporaryDirectory* made;
    const support::TemporaryDirectory copied;
    const fs::path folder = copied.path() / "export";
};

support::TemporaryDirectory* LogVerify::made = nullptr;

TEST_F(LogVerify, FindsThatEverythingFits) {
    EXPECT_EQ(verdict(), "everything fits");
    const auto found = must(cli::verify_export(folder, must(cli::exported_keys(folder)), quiet));
    EXPECT_EQ(found.records, records);
    EXPECT_EQ(found.signed_records, records);
    EXPECT_GE(found.checkpoints, 3U);
    EXPECT_EQ(found.tiles, 2U + 2U + 1U);
}

TEST_F(LogVerify, NamesTheRecordWhoseValueWasChanged) {
    std::string text = bytes_in(folder / "records.ndjson");
    const auto title = text.find("Title 137");
    text[title] = 't';
    expect_says(verdict_with("records.ndjson", text), "record 137: its value is not that");
}

TEST_F(LogVerify, TellsAnyByteOfARecordThatWasFlipped) {
    const auto all = lines();
    std::size_t at = 0;
    for (std::size_t i = 0; i < 42; ++i) at += all[i].size() + 1;
    for (std::size_t i = 0; i < all[42].size(); i += 3)
        EXPECT_NE(flipped("records.ndjson", at + i), "everything fits") << "byte " << i;
}

TEST_F(LogVerify, NamesTheRecordThatWasDroppedOrSwapped) {
    auto dropped = lines();
    dropped.erase(dropped.begin() + 50);
    expect_says(verdict_of(dropped), "record 269: export.json tells of 270 records, 269 are there");
    auto swapped = lines();
    std::swap(swapped[60], swapped[61]);
    expect_says(verdict_of(swapped), "record 60: its value is not that of its entry");
    auto doubled = lines();
    doubled[70] = doubled[69];
    expect_says(verdict_of(doubled), "record 70: its value is not that of its entry");
}

TEST_F(LogVerify, NamesTheRecordThatIsMissingAtTheEnd) {
    auto cut = lines();
    cut.resize(250);
    expect_says(verdict_of(cut), "record 250: ");
}

TEST_F(LogVerify, NamesTheTileThatWasChanged) {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator{folder / "tile"}) {
        if (!entry.is_regular_file()) continue;
        const std::string name = fs::relative(entry.path(), folder).string();
        const std::size_t size = fs::file_size(entry.path());
        for (const std::size_t at : {std::size_t{0}, size / 2, size - 1})
            expect_says(flipped(name, at), name);
        names.insert(name);
    }
    EXPECT_EQ(names, (std::set<std::string>{"tile/0/000", "tile/0/001.p/14", "tile/1/000.p/1",
                                            "tile/entries/000", "tile/entries/001.p/14"}));
    fs::remove(folder / "tile/0/000");
    expect_says(verdict(), "tile/0/000: it is missing");
}

TEST_F(LogVerify, TellsAnyByteOfACheckpointThatWasFlipped) {
    const std::size_t size = bytes_in(folder / "checkpoints").size();
    // Folding is most of the time: a byte of each kind.
    for (std::size_t at = 0; at < size; at += 41)
        expect_says(flipped("checkpoints", at), "checkpoint");
    for (std::size_t at = 0; at < fs::file_size(folder / "checkpoint"); at += 41)
        expect_says(flipped("checkpoint", at), "checkpoint");
}

TEST_F(LogVerify, TellsAnOldCheckpointInThePlaceOfTheNewest) {
    const std::string history = bytes_in(folder / "checkpoints");
    const auto notes = projector::split_notes(history).notes;
    expect_says(verdict_with("checkpoint", notes.front()), "an old one");
    expect_says(verdict_with("checkpoints", history + std::string{notes.front()} + "\n"),
                "it is an old one");
    expect_says(verdict_with("checkpoints", history.substr(0, history.size() - 9)), "is cut");
    expect_says(verdict_with("checkpoints", ""), "there is none");
}

// A row of the read model, which nothing reads again until somebody asks.
TEST_F(LogVerify, NamesTheRecordThatWasChangedInTheStore) {
    namespace read_model = projector::read_model;
    const support::TemporaryDirectory other;
    const fs::path site = made->path() / "site";
    fs::copy(site, other.path() / "site", fs::copy_options::recursive);
    {
        const auto store = must(
            read_model::Store::open(projector::read_model_folder(other.path() / "site").string()));
        const std::string key = read_model::key::sequence(121);
        auto row = must(store->database().get(read_model::family::records, key)).value();
        row[row.find("Title 121")] = 't';
        platform::rocks::WriteBatch batch{store->database()};
        batch.put(read_model::family::records, key, row);
        ASSERT_TRUE(store->database().write(batch, platform::rocks::Sync::yes));
    }
    must(cli::export_log({other.path() / "site", cli::signer_folder(site)}, other.path() / "export",
                         quiet));
    const auto found =
        cli::verify_export(other.path() / "export", must(cli::exported_keys(folder)), quiet);
    ASSERT_FALSE(found);
    expect_says(found.error().detail, "record 121: its value is not that of its entry");
}

// Whoever changes records, tiles, digest and catalogue alike is told by the signatures.
TEST_F(LogVerify, TellsALogThatWasMadeAgainAroundAChange) {
    const support::TemporaryDirectory other;
    const fs::path data = other.path() / "site";
    fs::create_directories(data);
    {
        const auto log =
            must(platform::event_log::EmbeddedLog::open(cli::log_folder(data).string()));
        std::size_t i = 0;
        for (const auto& line : lines()) {
            auto record = must(platform::event_log::read_line(line)).record;
            if (i++ == 150) record = policy(9'999);
            log->append(std::move(record), [](const auto&) {});
        }
        while (log->end() < records) log->wait_beyond(log->end(), std::chrono::seconds{1});
    }
    run(data);
    must(cli::export_log({data, cli::signer_folder(data)}, other.path() / "export", quiet));
    for (const auto* name : {"checkpoints", "checkpoint", "vkeys"})
        fs::copy_file(folder / name, other.path() / "export" / name,
                      fs::copy_options::overwrite_existing);
    const auto found =
        cli::verify_export(other.path() / "export", must(cli::exported_keys(folder)), quiet);
    ASSERT_FALSE(found);
    expect_says(found.error().detail,
                "it was signed over other records; the first that does not "
                "fit is between record ");
}

TEST_F(LogVerify, TellsAnotherDigestAndAnotherCatalogue) {
    const std::string about = bytes_in(folder / "export.json");
    expect_says(flipped("export.json", about.find("digest") + 12), "another digest");
    expect_says(flipped("catalogue.ndjson", 12), "catalogue.ndjson");
    std::string text = bytes_in(folder / "records.ndjson");
    text[text.find("\"timestamp\":5") + 12] = '6';
    expect_says(verdict_with("records.ndjson", text), "timestamp of a record");
}

TEST_F(LogVerify, ChecksTheProofOfOneEvent) {
    const support::TemporaryDirectory other;
    std::string proof;
    run(made->path() / "site", "/v1/event/proof?source=urn:test&id=e33", &proof);
    write(other.path() / "proof", proof);
    write(other.path() / "value", policy(33).value);
    write(other.path() / "line", lines()[33] + "\n");
    write(other.path() / "other", policy(34).value);
    const auto keys = must(cli::exported_keys(folder));
    EXPECT_EQ(must(cli::verify_event(other.path() / "proof", other.path() / "value", keys)).index,
              33U);
    EXPECT_TRUE(cli::verify_event(other.path() / "proof", other.path() / "line", keys));
    EXPECT_FALSE(cli::verify_event(other.path() / "proof", other.path() / "other", keys));
    for (std::size_t at = 0; at < proof.size(); ++at) {
        std::string changed = proof;
        changed[at] ^= 1;
        write(other.path() / "changed", changed);
        EXPECT_FALSE(cli::verify_event(other.path() / "changed", other.path() / "value", keys))
            << "byte " << at;
    }
}

// The read model is made again from the log, and the signer goes on.
TEST_F(LogVerify, FindsThatEverythingFitsAfterTheStoreWasDeleted) {
    const fs::path data = made->path() / "site";
    fs::remove_all(data / "read-model");
    run(data);
    const support::TemporaryDirectory other;
    must(cli::export_log({data, cli::signer_folder(data)}, other.path() / "export", quiet));
    EXPECT_EQ(bytes_in(other.path() / "export" / "checkpoints"), bytes_in(folder / "checkpoints"));
    EXPECT_TRUE(
        cli::verify_export(other.path() / "export", must(cli::exported_keys(folder)), quiet));
}

TEST_F(LogVerify, DoesNotWriteOverAnExport) {
    const auto again = cli::export_log({made->path() / "site", made->path()}, folder, quiet);
    ASSERT_FALSE(again);
    expect_says(again.error().detail, "it exists already");
}

}  // namespace
