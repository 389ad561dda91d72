// SPDX-License-Identifier: EUPL-1.2
// The log as replicas publish it, checked with what was fetched alone.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "domain/codec/event_json.hpp"
#include "domain/merkle/checkpoint.hpp"
#include "domain/merkle/tile.hpp"
#include "platform/event_log/memory_log.hpp"
#include "platform/http/client.hpp"
#include "projector/signer_folder.hpp"
#include "query-api/replica.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::query {
namespace {

namespace merkle = domain::merkle;
using platform::event_log::MemoryLog;
using platform::http::ClientResponse;
using query_api::Replica;
using query_api::ReplicaOptions;
using support::must;

constexpr std::size_t records = 300;

std::string value_of(std::size_t sequence, const std::string& title = "A title") {
    if (sequence == 0) return domain::codec::encode_log_opened("one");
    support::EventText text;
    text.type = domain::event_type::policy_defined;
    text.data = support::policy_data("CH-001", R"("title":")" + title + "\"");
    text.id = "e" + std::to_string(sequence);
    return support::cloud_event(text);
}

void fill(MemoryLog& log, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
        log.append({.key = "test", .value = value_of(i), .headers = {}, .timestamp_ms = 0},
                   [](const auto& place) { ASSERT_TRUE(place); });
}

std::string entry_at(std::size_t sequence) {
    const auto digest = domain::sha256(value_of(sequence));
    return std::string{merkle::bytes_of(digest)};
}

class PublishedLog : public testing::Test {
protected:
    PublishedLog() { fill(log, 0, records); }

    ReplicaOptions signing() const {
        ReplicaOptions options = following("");
        options.data = folder.path() / "signing";
        options.signer = folder.path() / "signer";
        options.origin = "example.org";
        return options;
    }

    ReplicaOptions following(const std::string& url) const {
        ReplicaOptions options;
        options.data = folder.path() / "following";
        options.port = options.admin_port = 0;
        options.checkpoints_from = url;
        return options;
    }

    static platform::Result<std::unique_ptr<Replica>> start(const ReplicaOptions& options,
                                                            MemoryLog& of) {
        return Replica::start(options,
                              {.log = of,
                               .log_answers = [] { return true; },
                               .publish = [](const auto&, const auto&, auto done) { done({}); }},
                              [](const platform::Error&) {});
    }

    static std::string url_of(const Replica& replica) {
        return "http://127.0.0.1:" + std::to_string(replica.port());
    }

    static ClientResponse get(const Replica& replica, const std::string& target) {
        auto client = must(platform::http::Client::open(url_of(replica)));
        return must(client.get(target));
    }

    std::vector<merkle::VerifierKey> keys() const {
        return must(projector::signer_verifiers(folder.path() / "signer" / "one"));
    }

    // The checkpoint of `size`, once it is shown.
    merkle::Checkpoint await(const Replica& replica, std::uint64_t size) const {
        for (;;) {
            const auto answer = get(replica, "/log/checkpoint");
            if (answer.status == 200) {
                const auto checkpoint = must(merkle::open_checkpoint(answer.body, keys()));
                if (checkpoint.size >= size) return checkpoint;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    }

    const support::TemporaryDirectory folder;
    MemoryLog log;
};

TEST_F(PublishedLog, IsVerifiedFromItsTilesAndProofs) {
    const auto replica = must(start(signing(), log));
    const auto checkpoint = await(*replica, records);
    EXPECT_EQ(checkpoint.origin, "example.org/log/one");

    const auto read_tile = [&](const merkle::Tile& tile) {
        const auto answer = get(*replica, "/log/" + merkle::path(tile));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("content-type"), "application/octet-stream");
        EXPECT_EQ(answer.header("cache-control"), "public, max-age=31536000, immutable");
        std::vector<merkle::Hash> hashes;
        for (std::size_t at = 0; at < answer.body.size(); at += sizeof(merkle::Hash))
            hashes.push_back(merkle::hash_of_bytes(
                                 std::string_view{answer.body}.substr(at, sizeof(merkle::Hash)))
                                 .value());
        return hashes;
    };
    merkle::TiledNodes nodes{records, read_tile};
    EXPECT_EQ(merkle::root(records, [&](merkle::Node node) { return nodes(node); }),
              checkpoint.root);

    const auto bundle = get(*replica, "/log/tile/entries/000");
    EXPECT_EQ(merkle::bundle_entries(bundle.body).value()[7], entry_at(7));
    for (const std::size_t sequence : {1U, 255U, 256U, 299U}) {
        const auto proof =
            get(*replica, "/v1/event/proof?source=urn:test&id=e" + std::to_string(sequence));
        EXPECT_EQ(proof.header("content-type"), "text/plain; charset=utf-8");
        const auto parsed = must(merkle::parse_log_proof(proof.body));
        EXPECT_EQ(parsed.index, sequence);
        EXPECT_TRUE(merkle::open_log_proof(parsed, entry_at(sequence), keys()));
        EXPECT_FALSE(merkle::open_log_proof(parsed, entry_at(sequence - 1), keys()));
    }
}

TEST_F(PublishedLog, ShowsOnlyWhatIsSigned) {
    const auto replica = must(start(signing(), log));
    await(*replica, records);
    for (const auto* there : {"0/000", "0/001.p/44", "0/001.p/1", "0/000.p/3", "1/000.p/1",
                              "entries/000", "entries/001.p/44"})
        EXPECT_EQ(get(*replica, std::string{"/log/tile/"} + there).status, 200) << there;
    for (const auto* missing :
         {"0/001", "0/001.p/45", "0/002.p/1", "1/000", "1/000.p/2", "2/000.p/1", "entries/001",
          "entries/001.p/45", "0/x000/000", "64/000", "-1/000", "0/abc", "0/x001/x001/x001"})
        EXPECT_EQ(get(*replica, std::string{"/log/tile/"} + missing).status, 404) << missing;
    EXPECT_EQ(get(*replica, "/log/checkpoint?a=b").status, 400);
    EXPECT_EQ(get(*replica, "/v1/event/proof?source=urn:test").status, 400);
    EXPECT_EQ(get(*replica, "/v1/event/proof?source=urn:test&id=e1&id=e2").status, 400);
    EXPECT_EQ(get(*replica, "/v1/event/proof?source=urn:test&id=none").status, 404);
}

TEST_F(PublishedLog, IsNotPublishedWhereNobodySigns) {
    const auto replica = must(start(following(""), log));
    EXPECT_EQ(get(*replica, "/log/checkpoint").status, 404);
    EXPECT_EQ(get(*replica, "/log/tile/0/000").status, 404);
}

TEST_F(PublishedLog, IsShownByAnotherReplicaThatHasChecked) {
    const auto signer = must(start(signing(), log));
    await(*signer, records);
    ReplicaOptions options = following(url_of(*signer));
    options.log_vkeys = {keys().front().text()};
    const auto follower = must(start(options, log));
    const auto checkpoint = await(*follower, records);
    EXPECT_EQ(checkpoint, await(*signer, records));
    fill(log, records, records + 1);
    EXPECT_EQ(await(*follower, records + 1), await(*signer, records + 1));
}

TEST_F(PublishedLog, IsNotShownByAReplicaOfOtherRecords) {
    const auto signer = must(start(signing(), log));
    await(*signer, records);
    MemoryLog other;
    fill(other, 0, records - 1);
    other.append({.key = "test",
                  .value = value_of(records - 1, "Another title"),
                  .headers = {},
                  .timestamp_ms = 0},
                 [](const auto&) {});
    ReplicaOptions options = following(url_of(*signer));
    options.log_vkeys = {keys().front().text()};
    const auto follower = must(start(options, other));
    for (;;) {
        const auto answer = get(*follower, "/log/checkpoint");
        ASSERT_EQ(answer.status, 503);
        EXPECT_EQ(answer.header("retry-after"), "1");
        if (answer.body.find("signed over other records") != std::string::npos) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

TEST_F(PublishedLog, IsFollowedWithItsVkeyAlone) {
    EXPECT_FALSE(start(following("http://127.0.0.1:1"), log));
    ReplicaOptions options = following("http://127.0.0.1:1");
    options.log_vkeys = {"none"};
    EXPECT_FALSE(start(options, log));
}

}  // namespace
}  // namespace tests::query
