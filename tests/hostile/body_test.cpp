// SPDX-License-Identifier: EUPL-1.2
// Bodies and batches at their limits, and one beyond.
#include <string>
#include <string_view>

#include "tests/hostile/victim.hpp"

namespace tests::hostile {
namespace {

constexpr std::size_t batch_events_max = 500;
constexpr std::size_t body_bytes_max = 4 * 1024 * 1024;
constexpr std::size_t rows_max = 5'000;

std::string batch_text(std::string_view name, std::size_t events) {
    std::string text = "[";
    for (std::size_t i = 0; i < events; ++i) {
        if (i > 0) text += ',';
        text += event_text(std::string(name) + "-" + std::to_string(i));
    }
    return text + "]";
}

// An event of so many rows, each of a day of its own.
std::string wide_event(std::string_view id, std::size_t rows) {
    std::string event = event_with_row(id, R"("value":"0")");
    std::string more;
    for (std::size_t row = 1; row < rows; ++row) {
        const std::size_t month = row / 28;
        const auto two = [](std::size_t number) {
            return (number < 10 ? "0" : "") + std::to_string(number);
        };
        more += R"(,{"indicator":"IND-303","territory":"DEPT-22","kind":"actual","date":")" +
                std::to_string(1990 + month / 12) + '-' + two(1 + month % 12) + '-' +
                two(1 + row % 28) + R"(","value":"1"})";
    }
    event.insert(event.rfind(']'), more);
    return event;
}

class Body : public Hostile {
protected:
    platform::http::ClientResponse post_batch(std::string body) {
        return post("/v1/events",
                    {
                        {"content-type", std::string(batch_type)}
        },
                    std::move(body));
    }
};

TEST_F(Body, HoldsFiveHundredEventsAndNotOneMore) {
    expect_problem(post_batch(batch_text("more", batch_events_max + 1)), 413, "batch-too-large");
    const auto answer = post_batch(batch_text("most", batch_events_max));
    EXPECT_EQ(answer.status, 207) << answer.body;
    EXPECT_EQ(answer.body.find(R"("status":"refused")"), std::string::npos);
    stored(batch_events_max);
}

TEST_F(Body, HasFourMebibytesAndNotOneByteMore) {
    std::string body = event_text("padded");
    body.append(body_bytes_max - body.size(), ' ');
    expect_problem(post_event(body + ' '), 413, "body-too-large");
    const auto answer = post_event(body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    stored(1);
}

TEST_F(Body, OfAnEventHasFiveThousandRowsAndNotOneMore) {
    expect_problem(post_event(wide_event("wider", rows_max + 1)), 413, "rows-too-many");
    const auto answer = post_event(wide_event("wide", rows_max));
    EXPECT_EQ(answer.status, 200) << answer.body;
    stored(1);
}

TEST_F(Body, WithoutAnEventIsRefused) {
    expect_problem(post_batch("[]"), 422, "batch-empty");
    expect_problem(post_batch("{}"), 422, "batch-malformed");
    const auto answer = post_batch("[1,null,[],\"a\"]");
    EXPECT_EQ(answer.status, 207) << answer.body;
    EXPECT_EQ(answer.body.find(R"("status":"applied")"), std::string::npos) << answer.body;
}

TEST_F(Body, OfTheServicesOwnEventsIsRefused) {
    for (const char* type : {"log.opened", "engine.raised", "edition.retracted"}) {
        std::string event = event_text("reserved");
        const std::string_view sent = "measures.reported";
        event.replace(event.find(sent), sent.size(), type);
        EXPECT_EQ(post_event(event).status, 422) << type;
    }
    for (const char* attribute : {"recordedtime", "receivedtime", "authid"}) {
        std::string event = event_text("reserved");
        event.insert(1, "\"" + std::string(attribute) + "\":\"2024-01-01T00:00:00Z\",");
        EXPECT_EQ(post_event(event).status, 422) << attribute;
    }
}

}  // namespace
}  // namespace tests::hostile
