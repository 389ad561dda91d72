// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <random>

#include "platform/event_log/ndjson_line.hpp"
#include "projector/read_model/view.hpp"
#include "tests/component/http/raw_connection.hpp"
#include "tests/component/query/test_api.hpp"
#include "tests/support/must.hpp"

namespace tests::query {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        lines.push_back(text.substr(begin, end - begin));
        if (end == std::string::npos) break;
        begin = end + 1;
    }
    return lines;
}

// The sequences of the lines of a replay.
std::vector<std::uint64_t> sequences_of(const std::string& text) {
    std::vector<std::uint64_t> sequences;
    for (const auto& line : lines_of(text))
        sequences.push_back(support::must(platform::event_log::read_line(line)).sequence);
    return sequences;
}

class Replay : public TestApi {
protected:
    Replay() {
        define_policy("CH-001");
        define_indicator("IND-001", "CH-001", houses());
        for (const char* territory : {"DEPT-35", "DEPT-22", "DEPT-35"})
            measure(figures(territory, "1", "2", "3"));
        report("fr.barometre.nothing.v1", "{}");
    }
};

using Sequences = std::vector<std::uint64_t>;

TEST_F(Replay, HasEachRecordByteForByte) {
    const std::string all = body("/v1/events");
    EXPECT_EQ(sequences_of(all), (Sequences{0, 1, 2, 3, 4, 5, 6}));
    const projector::read_model::View view{store()};
    for (const auto& line : lines_of(all)) {
        const auto read = support::must(platform::event_log::read_line(line));
        EXPECT_EQ(read.record, view.record(read.sequence)->record);
        EXPECT_TRUE(line.ends_with(R"("event":)" + read.record.value + "}"));
    }
    EXPECT_TRUE(all.starts_with(
        R"({"sequence":0,"time":"1970-01-01T00:00:00Z","outcome":"applied","key":"log")"))
        << all.substr(0, 100);
}

TEST_F(Replay, TakesFiltersTogether) {
    EXPECT_EQ(sequences_of(body("/v1/events?indicator=IND-001")), (Sequences{2, 3, 4, 5}));
    EXPECT_EQ(sequences_of(body("/v1/events?policy=CH-001")), (Sequences{1, 2, 3, 4, 5}));
    EXPECT_EQ(sequences_of(body("/v1/events?territory=DEPT-35&indicator=IND-001&type="
                                "measures.reported.v1&source=urn:test&outcome=applied")),
              (Sequences{3, 5}));
    EXPECT_EQ(sequences_of(body("/v1/events?outcome=rejected")), (Sequences{6}));
    EXPECT_EQ(sequences_of(body("/v1/events?outcome=applied&after=4")), (Sequences{5}));
    EXPECT_EQ(body("/v1/events?actor=nobody"), "");
}

TEST_F(Replay, GoesOnAtAnyPlaceWithTheSameBytes) {
    const std::string all = body("/v1/events");
    const auto lines = lines_of(all);
    std::string rest = all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        rest.erase(0, lines[i].size() + 1);
        EXPECT_EQ(body("/v1/events?after=" + std::to_string(i)), rest);
        EXPECT_EQ(body("/v1/events?after=test." + std::to_string(i)), rest);
    }
    EXPECT_EQ(body("/v1/events?after=1&limit=2"), lines[2] + "\n" + lines[3] + "\n");
}

TEST_F(Replay, IsOfOnePosition) {
    const auto then = get("/v1/events?at=test.4");
    EXPECT_EQ(sequences_of(then.body), (Sequences{0, 1, 2, 3, 4}));
    EXPECT_EQ(then.header("barometre-position"), "test.4");
    EXPECT_EQ(then.header("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(then.header("content-type"), "application/x-ndjson");
    EXPECT_EQ(get("/v1/events").header("barometre-position"), "test.6");
}

TEST_F(Replay, RefusesWhatCannotBeMeant) {
    EXPECT_EQ(problem("/v1/events?indicator=IND-1"), "400 filter-bad-format");
    EXPECT_EQ(problem("/v1/events?territory=DEPT-99"), "400 filter-bad-format");
    EXPECT_EQ(problem("/v1/events?outcome=fine"), "400 filter-bad-format");
    EXPECT_EQ(problem("/v1/events?limit=0"), "400 number-bad-format");
    EXPECT_EQ(problem("/v1/events?after=x"), "400 position-bad-format");
    EXPECT_EQ(problem("/v1/events?after=other.1"), "400 position-other-log");
    EXPECT_EQ(problem("/v1/events?after=7"), "400 position-unknown");
    EXPECT_EQ(problem("/v1/events?after=18446744073709551615"), "400 position-unknown");
    EXPECT_EQ(problem("/v1/events?format=csv"), "400 format-unknown");
    EXPECT_EQ(problem("/v1/events?from=1"), "400 parameter-unknown");
    EXPECT_EQ(problem("/v1/stream?at=test.1"), "400 parameter-unknown");
    EXPECT_EQ(problem("/v1/stream?after=other.1"), "400 position-other-log");
}

// A reader of server-sent events on a socket of its own.
class EventReader {
public:
    EventReader(const std::string& url, const std::string& target, const std::string& last = {})
        : connection_(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)))) {
        connection_.send("GET " + target + " HTTP/1.0\r\nHost: a\r\n" +
                         (last.empty() ? "" : "Last-Event-ID: " + last + "\r\n") + "\r\n");
        block();
    }

    // The next event with data: its lines.
    std::string next() {
        for (;;) {
            std::string event = block();
            if (event.empty() || event.find("data: ") != std::string::npos) return event;
        }
    }

private:
    std::string block() { return connection_.up_to("\n\n"); }

    RawConnection connection_;
};

std::string id_of(const std::string& event) {
    const auto begin = event.find("id: ") + 4;
    return event.substr(begin, event.find('\n', begin) - begin);
}

class Stream : public Replay {};

TEST_F(Stream, CatchesUpThenGoesOnWithoutGapOrRepetition) {
    std::mt19937_64 random{7};
    for (int round = 0; round < 8; ++round) {
        const auto last = store().published()->position();
        const auto from = std::uniform_int_distribution<std::uint64_t>{0, last}(random);
        EventReader reader{url(), "/v1/stream?after=0", "test." + std::to_string(from)};
        for (int i = 0; i < 5; ++i) measure(figures("DEPT-35", "1", std::to_string(i), "3"));
        const std::string replayed = body("/v1/events?after=" + std::to_string(from));
        for (const auto& line : lines_of(replayed)) {
            const std::string event = reader.next();
            const auto sequence = support::must(platform::event_log::read_line(line)).sequence;
            EXPECT_EQ(event, "id: test." + std::to_string(sequence) + "\ndata: " + line + "\n\n");
        }
    }
}

TEST_F(Stream, BeginsWithWhatComesNext) {
    EventReader reader{url(), "/v1/stream"};
    const auto sequence = measure(figures("DEPT-35", "1", "2", "3"));
    EXPECT_EQ(id_of(reader.next()), "test." + std::to_string(sequence));
}

TEST_F(Stream, GivesOnlyWhatPassesItsFilter) {
    EventReader reader{url(), "/v1/stream?territory=DEPT-22"};
    measure(figures("DEPT-35", "1", "2", "3"));
    const auto sequence = measure(figures("DEPT-22", "1", "2", "3"));
    EXPECT_EQ(id_of(reader.next()), "test." + std::to_string(sequence));
}

TEST_F(Stream, TellsHowFarItHasLookedInSilence) {
    streams.heartbeat = std::chrono::milliseconds{200};
    serve();
    EventReader reader{url(), "/v1/stream?territory=DEPT-22"};
    const auto sequence = measure(figures("DEPT-35", "1", "2", "3"));
    const std::string seen = "test." + std::to_string(sequence);
    std::string event = reader.next();
    while (!event.empty() && id_of(event) != seen) event = reader.next();
    EXPECT_EQ(event,
              "event: position\nid: " + seen + "\ndata: {\"position\":\"" + seen + "\"}\n\n");
}

TEST_F(Stream, IsRefusedWhereTooManyAreOpen) {
    streams.open_max = 1;
    serve();
    EventReader reader{url(), "/v1/stream"};
    EXPECT_EQ(problem("/v1/stream"), "503 streams-full");
    EXPECT_EQ(problem("/v1/events"), "503 streams-full");
}

TEST_F(Stream, EndsWithTheServer) {
    EventReader reader{url(), "/v1/stream"};
    stop_serving();
    EXPECT_EQ(reader.next(), "");
}

}  // namespace
}  // namespace tests::query
