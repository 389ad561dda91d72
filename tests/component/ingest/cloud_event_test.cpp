// SPDX-License-Identifier: EUPL-1.2
#include "ingest/cloud_event.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ingest {
namespace {

using platform::http::Request;

Request request(std::vector<std::pair<std::string, std::string>> headers, std::string body) {
    Request request;
    request.headers = std::move(headers);
    request.body = std::move(body);
    return request;
}

Request of_type(std::string type, std::string body) {
    return request(
        {
            {"content-type", std::move(type)}
    },
        std::move(body));
}

std::string code(const Request& request) {
    const auto events = read_events(request);
    return events ? "read" : events.error().code;
}

std::string only_event(const Request& request) {
    const auto events = read_events(request);
    if (!events) return events.error().code;
    return domain::codec::canonical(events->events.at(0));
}

TEST(CloudEvent, IsReadInStructuredMode) {
    EXPECT_EQ(only_event(of_type("application/cloudevents+json", R"({"b": 1.50, "a":"x"})")),
              R"({"a":"x","b":1.50})");
    EXPECT_EQ(code(of_type("Application/CloudEvents+JSON; charset=UTF-8", "{}")), "read");
}

TEST(CloudEvent, IsReadInBatches) {
    const auto events =
        read_events(of_type("application/cloudevents-batch+json", R"([{"id":"1"},{"id":"2"}])"));

    ASSERT_TRUE(events);
    EXPECT_EQ(events->form, Form::batch);
    EXPECT_EQ(events->events.size(), 2U);
}

TEST(CloudEvent, ComesInBatchesOfOneToFiveHundred) {
    const auto batch = [](std::size_t count) {
        std::string body = "[";
        for (std::size_t i = 0; i < count; ++i) body += i == 0 ? "{}" : ",{}";
        return code(of_type("application/cloudevents-batch+json", body + "]"));
    };

    EXPECT_EQ(batch(0), "batch-empty");
    EXPECT_EQ(batch(1), "read");
    EXPECT_EQ(batch(500), "read");
    EXPECT_EQ(batch(501), "batch-too-large");
    EXPECT_EQ(code(of_type("application/cloudevents-batch+json", "{}")), "batch-malformed");
}

TEST(CloudEvent, IsReadInBinaryMode) {
    const auto read = only_event(request(
        {
            {"content-type",   "application/json; charset=utf-8"},
            {"host",           "x"                              },
            {"ce-specversion", "1.0"                            },
            {"ce-id",          "Euro %E2%82%AC %22%25"          },
            {"ce-source",      "\"quoted \\\"source\\\" a+b\""  },
            {"ce-type",        "t"                              },
    },
        R"({"rows":[]})"));

    EXPECT_EQ(read, R"({"data":{"rows":[]},"datacontenttype":"application/json",)"
                    R"("id":"Euro € \"%","source":"quoted \"source\" a+b","specversion":"1.0",)"
                    R"("type":"t"})");
}

TEST(CloudEvent, SaysInBinaryModeEachThingOnce) {
    const auto with = [](std::string name, std::string value, std::string body = "{}") {
        return code(request(
            {
                {"content-type",   "application/json"},
                {"ce-specversion", "1.0"             },
                {"ce-id",          "1"               },
                {std::move(name),  std::move(value)  }
        },
            std::move(body)));
    };

    EXPECT_EQ(with("ce-source", "x"), "read");
    EXPECT_EQ(with("ce-datacontenttype", "application/json"), "attribute-reserved");
    EXPECT_EQ(with("ce-data", "x"), "attribute-reserved");
    EXPECT_EQ(with("ce-id", "2"), "json-duplicate-member");
    EXPECT_EQ(with("ce-source", "%"), "header-malformed");
    EXPECT_EQ(with("ce-source", "%4"), "header-malformed");
    EXPECT_EQ(with("ce-source", "%00"), "header-malformed");
    EXPECT_EQ(with("ce-source", "%FF"), "header-malformed");
    EXPECT_EQ(with("ce-source", "%E2%80%AE"), "text-forbidden-character");
    EXPECT_EQ(with("ce-source", "x", ""), "json-malformed");
    EXPECT_EQ(with("ce-source", "x", "{},\"id\":\"2\""), "json-malformed");
    EXPECT_EQ(with("ce-source", "x", "1"), "json-malformed");
}

TEST(CloudEvent, OfOtherMediaTypesIsNotRead) {
    for (const std::string type :
         {"", "application/json", "text/json", "application/cloudevents+avro",
          "application/cloudevents", "application/cloudevents-batch", "text/csv",
          "application/cloudevents+json; charset=iso-8859-1"})
        EXPECT_EQ(code(of_type(type, "{}")), "media-type-unsupported") << type;
}

TEST(EventId, IsARandomUuid) {
    std::set<std::string> ids;
    for (int i = 0; i < 1'000; ++i) {
        const std::string id = make_event_id();
        ASSERT_EQ(id.size(), 36U);
        EXPECT_EQ(id[8], '-');
        EXPECT_EQ(id[14], '4');
        EXPECT_NE(std::string{"89ab"}.find(id[19]), std::string::npos);
        ids.insert(id);
    }
    EXPECT_EQ(ids.size(), 1'000U);
}

}  // namespace
}  // namespace ingest
