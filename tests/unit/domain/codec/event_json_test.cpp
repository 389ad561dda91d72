// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/event_json.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/support/event_text.hpp"
#include "tests/support/values.hpp"

namespace {

namespace codec = domain::codec;
namespace event_type = domain::event_type;
using support::cloud_event;
using support::EventText;

std::string measures_event(std::string data) {
    EventText event;
    event.type = event_type::measures_reported;
    event.data = std::move(data);
    return cloud_event(event);
}

std::string measures_event(const std::vector<support::RowText>& rows) {
    return measures_event(support::measures_data(rows));
}

std::string event_of(std::string_view type, std::string data) {
    EventText event;
    event.type = type;
    event.data = std::move(data);
    return cloud_event(event);
}

// The error of an event: of its envelope, else of its data.
domain::Error error_of(std::string_view text) {
    const auto envelope = codec::decode_envelope(text);
    if (!envelope) return envelope.error();
    const auto data = codec::decode_data(*envelope);
    return data ? domain::Error{} : data.error();
}

template <class T>
T data_of(std::string_view text) {
    const auto envelope = support::must(codec::decode_envelope(text));
    return std::get<T>(support::must(codec::decode_data(envelope)));
}

std::vector<support::RowText> many_rows(std::size_t count) {
    std::vector<support::RowText> rows;
    for (std::size_t i = 0; i < count; ++i) {
        const auto month = domain::Month::from_index(static_cast<std::uint16_t>(i % 1'000));
        const auto territory = domain::Territory::from_index(static_cast<std::uint8_t>(i / 1'000));
        rows.push_back({std::string{territory.id()}, "actual", month.text() + "-01", "1"});
    }
    return rows;
}

TEST(Envelope, HoldsWhatEveryEventSays) {
    EventText text;
    text.type = "some.type";
    text.data = R"({"x":1})";
    text.id = "a-1";
    text.source = "urn:prefecture:35";
    text.recorded = "2024-01-01T01:00:00+01:00";
    text.received = "2024-06-01T00:00:00Z";
    const auto envelope = support::must(codec::decode_envelope(cloud_event(text)));
    EXPECT_EQ(envelope.identity, (domain::Identity{"urn:prefecture:35", "a-1"}));
    EXPECT_EQ(envelope.type, "some.type");
    EXPECT_EQ(envelope.recorded->text(), "2024-01-01T00:00:00Z");
    EXPECT_EQ(envelope.received->text(), "2024-06-01T00:00:00Z");
    EXPECT_EQ(codec::canonical(envelope.data), R"({"x":1})");
}

TEST(Envelope, IsRefusedWithThePointerOfTheCulprit) {
    const std::string rest = R"("data":{}})";
    const std::string start = R"({"specversion":"1.0","id":"1","source":"s","type":"t",)";
    struct Row {
        std::string text;
        const char* code;
        const char* pointer;
    };
    const Row rows[] = {
        Row("[]", "event-malformed", ""),
        Row("{}", "event-malformed", "/specversion"),
        Row("nothing", "json-malformed", ""),
        Row(R"({"specversion":"0.3","id":"1","source":"s","type":"t","data":{}})",
            "event-malformed", "/specversion"),
        Row(R"({"specversion":"1.0","source":"s","type":"t","data":{}})", "event-malformed", "/id"),
        Row(R"({"specversion":"1.0","id":"","source":"s","type":"t","data":{}})", "event-malformed",
            "/id"),
        Row(R"({"specversion":"1.0","id":1,"source":"s","type":"t","data":{}})", "event-malformed",
            "/id"),
        Row(R"({"specversion":"1.0","id":"1","type":"t","data":{}})", "event-malformed", "/source"),
        Row(R"({"specversion":"1.0","id":"1","source":"s","data":{}})", "event-malformed", "/type"),
        Row(R"({"specversion":"1.0","id":"1","source":"s","type":"t"})", "event-malformed",
            "/data"),
        Row(start + R"("data":[]})", "event-malformed", "/data"),
        Row(start + R"("data":"x"})", "event-malformed", "/data"),
        Row(start + R"("data":null})", "event-malformed", "/data"),
        Row(start + R"("data_base64":"e30="})", "event-malformed", "/data_base64"),
        Row(start + R"("datacontenttype":"text/csv",)" + rest, "event-malformed",
            "/datacontenttype"),
        Row(start + R"("Extension":"x",)" + rest, "event-malformed", ""),
        Row(start + R"("extra_name":"x",)" + rest, "event-malformed", ""),
        Row(start + R"("":"x",)" + rest, "event-malformed", ""),
        Row(start + R"("extension":{"x":1},)" + rest, "event-malformed", "/extension"),
        Row(start + R"("extension":[1],)" + rest, "event-malformed", "/extension"),
        Row(start + R"("recordedtime":"yesterday",)" + rest, "event-malformed", "/recordedtime"),
        Row(start + R"("recordedtime":1,)" + rest, "event-malformed", "/recordedtime"),
        Row(start + R"("receivedtime":"2024-01-01",)" + rest, "event-malformed", "/receivedtime"),
        Row(start + R"("time":"2024-01-01T25:00:00Z",)" + rest, "event-malformed", "/time"),
        Row(start + R"("id":"2",)" + rest, "json-duplicate-member", ""),
    };
    for (const auto& row : rows) {
        const auto error = error_of(row.text);
        EXPECT_EQ(error.code, row.code) << row.text;
        EXPECT_EQ(error.pointer, row.pointer) << row.text;
    }
    EXPECT_TRUE(codec::decode_envelope(
        start + R"("datacontenttype":"application/json","extension":"x","n":1,"b":true,)" + rest));
}

TEST(Envelope, HasAnIdentityOf512BytesAtMost) {
    EventText text;
    text.type = "t";
    text.data = "{}";
    text.id = std::string(domain::identity_bytes_max, 'i');
    text.source = std::string(domain::identity_bytes_max, 's');
    EXPECT_TRUE(codec::decode_envelope(cloud_event(text)));
    // Bytes, not characters.
    text.id = "é" + std::string(domain::identity_bytes_max - 2, 'i');
    EXPECT_TRUE(codec::decode_envelope(cloud_event(text)));
    text.id = "é" + std::string(domain::identity_bytes_max - 1, 'i');
    EXPECT_EQ(error_of(cloud_event(text)).pointer, "/id");
    text.id = "1";
    text.source += "s";
    const auto error = error_of(cloud_event(text));
    EXPECT_EQ(error.code, "event-malformed");
    EXPECT_EQ(error.pointer, "/source");
}

TEST(Envelope, IsOf896KiBAtMost) {
    std::string text = R"({"specversion":"1.0","id":"1","source":"s","type":"t","data":{"x":""}})";
    text.insert(text.size() - 3, std::string(domain::event_bytes_max - text.size(), 'x'));
    ASSERT_EQ(text.size(), domain::event_bytes_max);
    EXPECT_TRUE(codec::decode_envelope(text));
    const auto error = error_of(text + " ");
    EXPECT_EQ(error.code, "event-too-large");
    EXPECT_EQ(error.pointer, "");
}

TEST(Envelope, HasTheSameContentWhateverIngestAdds) {
    const auto content = [](const std::string& text) {
        return support::must(codec::decode_envelope(text)).content;
    };
    const auto plain =
        content(R"({"specversion":"1.0","id":"1","source":"s","type":"t","data":{"a":1,"b":[2]}})");
    EXPECT_EQ(plain, content(R"({ "data" : {"b":[2], "a":1}, "type":"t", "source":"s", "id":"1",
        "specversion":"1.0", "recordedtime":"2024-01-01T00:00:00Z",
        "receivedtime":"2024-01-02T00:00:00Z", "authid":"client-1", "traceparent":"00-ab",
        "tracestate":"x" })"));
    for (const char* other :
         {R"({"specversion":"1.0","id":"2","source":"s","type":"t","data":{"a":1,"b":[2]}})",
          R"({"specversion":"1.0","id":"1","source":"x","type":"t","data":{"a":1,"b":[2]}})",
          R"({"specversion":"1.0","id":"1","source":"s","type":"u","data":{"a":1,"b":[2]}})",
          R"({"specversion":"1.0","id":"1","source":"s","type":"t","data":{"a":1.0,"b":[2]}})",
          R"({"specversion":"1.0","id":"1","source":"s","type":"t",)"
          R"("data":{"a":1,"b":[2],"authid":"x"}})",
          R"({"specversion":"1.0","id":"1","source":"s","type":"t",)"
          R"("time":"2024-01-01T00:00:00Z","data":{"a":1,"b":[2]}})"})
        EXPECT_NE(plain, content(other)) << other;
}

TEST(Measures, AreReadRowByRow) {
    const auto event = measures_event(std::string{
        R"({"rows":[{"indicator":"IND-302","territory":"D35","kind":"actual",)"
        R"("date":"2024-09-30","value":"49.5"},)"
        R"({"indicator":"IND-0302","territory":"NAT-FR","kind":"target",)"
        R"("date":"2023-06-31","value":null,"expected_revision":812}],)"
        R"("reason":"recount","corrects":{"source":"urn:x","id":"7"},"file_sha256":"ab"})"});
    const auto data = data_of<domain::MeasuresReported>(event);
    ASSERT_EQ(data.rows.size(), 2U);
    EXPECT_EQ(data.rows[0].indicator.text(), "IND-302");
    EXPECT_EQ(data.rows[0].territory.id(), "DEPT-35");
    EXPECT_EQ(data.rows[0].kind, domain::Kind::actual);
    EXPECT_EQ(data.rows[0].date.text(), "2024-09-30");
    EXPECT_EQ(data.rows[0].value, support::decimal("49.5"));
    EXPECT_FALSE(data.rows[0].expected_revision);
    EXPECT_EQ(data.rows[1].date.text(), "2023-06-30");
    EXPECT_FALSE(data.rows[1].value);
    EXPECT_EQ(data.rows[1].expected_revision, 812U);
    EXPECT_EQ(data.reason, "recount");
    EXPECT_EQ(data.corrects, (domain::Identity{"urn:x", "7"}));
    EXPECT_EQ(data.file_sha256, "ab");
}

TEST(Measures, AreRefusedWithThePointerOfTheCulprit) {
    const struct {
        const char* data;
        const char* code;
        const char* pointer;
    } rows[] = {
        {"{}",                                       "data-malformed", "/data/rows"           },
        {R"({"rows":{}})",                           "data-malformed", "/data/rows"           },
        {R"({"rows":[]})",                           "rows-none",      "/data/rows"           },
        {R"({"rows":[1]})",                          "data-malformed", "/data/rows/0"         },
        {R"({"rows":[],"other":1})",                 "member-unknown", "/data/other"          },
        {R"({"rows":[],"a/b~c":1})",                 "member-unknown", "/data/a~1b~0c"        },
        {R"({"rows":[],"reason":1})",                "data-malformed", "/data/reason"         },
        {R"({"rows":[],"corrects":"x"})",            "data-malformed", "/data/corrects"       },
        {R"({"rows":[],"corrects":{"source":"s"}})", "data-malformed", "/data/corrects/id"    },
        {R"({"rows":[],"corrects":{"x":1}})",        "data-malformed", "/data/corrects/source"},
    };
    for (const auto& row : rows) {
        const auto error = error_of(measures_event(std::string{row.data}));
        EXPECT_EQ(error.code, row.code) << row.data;
        EXPECT_EQ(error.pointer, row.pointer) << row.data;
    }
}

// Measures of two rows, the second with `member` as JSON text in place of its own, or without it
// where that is empty.
std::string second_row_with(const std::string& member, const std::string& text) {
    std::map<std::string, std::string> members{
        {"indicator", R"("IND-001")"   },
        {"territory", R"("D35")"       },
        {"kind",      R"("actual")"    },
        {"date",      R"("2024-01-02")"},
        {"value",     R"("1")"         }
    };
    members[member] = text;
    std::string row;
    for (const auto& [name, value] : members)
        if (!value.empty())
            row.append(row.empty() ? "\"" : ",\"").append(name).append("\":").append(value);
    return R"({"rows":[{"indicator":"IND-001","territory":"D35","kind":"actual",)"
           R"("date":"2024-01-01","value":"1"},{)" +
           row + "}]}";
}

TEST(MeasureRow, IsRefusedWithThePointerOfTheCulprit) {
    const struct {
        const char* member;
        const char* text;
        const char* code;
    } rows[] = {
        {"indicator",         "",                      "data-malformed"         },
        {"indicator",         "null",                  "data-malformed"         },
        {"indicator",         "1",                     "data-malformed"         },
        {"indicator",         R"("IND-1")",            "indicator-bad-format"   },
        {"territory",         "",                      "data-malformed"         },
        {"territory",         R"("D99")",              "territory-unknown"      },
        {"kind",              "",                      "data-malformed"         },
        {"kind",              R"("va")",               "kind-unknown"           },
        {"date",              "",                      "data-malformed"         },
        {"date",              R"("2024-1-2")",         "date-bad-format"        },
        {"date",              R"("2023-02-29")",       "date-not-in-calendar"   },
        {"date",              R"("1989-12-31")",       "date-out-of-range"      },
        {"date",              R"("2100-01-01")",       "date-out-of-range"      },
        {"value",             "",                      "data-malformed"         },
        {"value",             "1",                     "data-malformed"         },
        {"value",             R"("")",                 "value-bad-format"       },
        {"value",             R"("1,5")",              "value-bad-format"       },
        {"value",             R"("1.1234567891")",     "value-too-many-decimals"},
        {"value",             R"("1000000000000001")", "value-out-of-range"     },
        {"expected_revision", "-1",                    "data-malformed"         },
        {"expected_revision", "1.0",                   "data-malformed"         },
        {"expected_revision", R"("1")",                "data-malformed"         },
        {"expected_revision", "9007199254740992",      "data-malformed"         },
        {"note",              R"("x")",                "member-unknown"         },
    };
    for (const auto& row : rows) {
        const auto error = error_of(measures_event(second_row_with(row.member, row.text)));
        EXPECT_EQ(error.code, row.code) << row.member << " " << row.text;
        EXPECT_EQ(error.pointer, std::string{"/data/rows/1/"} + row.member) << row.text;
    }
    EXPECT_EQ(error_of(measures_event(second_row_with("value", "null"))).code, "");
    EXPECT_EQ(
        error_of(measures_event(second_row_with("expected_revision", "9007199254740991"))).code,
        "");
}

TEST(Measures, AreRefusedWhereARowIsRepeated) {
    auto error = error_of(measures_event(second_row_with("date", R"("2024-01-01")")));
    EXPECT_EQ(error.code, "row-repeated");
    EXPECT_EQ(error.pointer, "/data/rows/1");
    // An alias names the same territory.
    auto data = second_row_with("date", R"("2024-01-01")");
    data.replace(data.rfind("D35"), 3, "DEPT-35");
    error = error_of(measures_event(data));
    EXPECT_EQ(error.code, "row-repeated");
    EXPECT_EQ(error_of(measures_event(second_row_with("kind", R"("target")"))).code, "");
}

TEST(Measures, TakeJune31Of2023AndThe30thAsOneDay) {
    const auto error = error_of(measures_event(std::vector<support::RowText>{
        {"D35", "actual", "2023-06-31", "1"},
        {"D35", "actual", "2023-06-30", "2"}
    }));
    EXPECT_EQ(error.code, "row-repeated");
    EXPECT_EQ(error.pointer, "/data/rows/1");
}

TEST(Measures, AreOfOneRowTo5000) {
    EXPECT_EQ(error_of(measures_event(many_rows(1))).code, "");
    const auto most = measures_event(many_rows(domain::rows_max));
    EXPECT_EQ(data_of<domain::MeasuresReported>(most).rows.size(), domain::rows_max);
    const auto error = error_of(measures_event(many_rows(domain::rows_max + 1)));
    EXPECT_EQ(error.code, "rows-too-many");
    EXPECT_EQ(error.pointer, "/data/rows");
}

TEST(Measures, HaveAReasonOf500CharactersAtMost) {
    const auto with_reason = [](const std::string& reason) {
        auto data = support::measures_data({
            {"D35", "actual", "2024-01-01", "1"}
        });
        data.insert(data.size() - 1, R"(,"reason":")" + reason + "\"");
        return measures_event(data);
    };
    std::string reason;
    for (std::size_t i = 0; i < domain::reason_characters_max; ++i) reason += "é";
    EXPECT_EQ(error_of(with_reason(reason)).code, "");
    const auto error = error_of(with_reason(reason + "."));
    EXPECT_EQ(error.code, "text-too-long");
    EXPECT_EQ(error.pointer, "/data/reason");
}

TEST(OtherEvents, AreReadOrRefusedWithThePointerOfTheCulprit) {
    const auto withdrawn = data_of<domain::MeasuresWithdrawn>(
        event_of(event_type::measures_withdrawn, R"({"source":"s","id":"1","reason":"typo"})"));
    EXPECT_EQ(withdrawn.of, (domain::Identity{"s", "1"}));
    EXPECT_EQ(withdrawn.reason, "typo");
    EXPECT_EQ(data_of<domain::EngineRaised>(event_of(event_type::engine_raised, R"({"engine":7})"))
                  .engine,
              7U);
    const auto opened = data_of<domain::LogOpened>(support::log_opened_event());
    EXPECT_EQ(opened.log_id, "test");
    EXPECT_EQ(opened.engine, 1U);
    EXPECT_EQ(opened.territories, domain::territories_name);

    struct Row {
        std::string_view type;
        const char* data;
        const char* code;
        const char* pointer;
    };
    const Row rows[] = {
        Row("fr.barometre.measures.reported.v2", "{}", "type-unknown", "/type"),
        Row("fr.barometre.edition.retracted.v1", "{}", "type-unknown", "/type"),
        Row(event_type::measures_withdrawn, R"({"id":"1"})", "data-malformed", "/data/source"),
        Row(event_type::measures_withdrawn, R"({"source":"s"})", "data-malformed", "/data/id"),
        Row(event_type::measures_withdrawn, R"({"source":"s","id":"1","x":1})", "member-unknown",
            "/data/x"),
        Row(event_type::engine_raised, "{}", "data-malformed", "/data/engine"),
        Row(event_type::engine_raised, R"({"engine":-1})", "data-malformed", "/data/engine"),
        Row(event_type::engine_raised, R"({"engine":4294967296})", "data-malformed",
            "/data/engine"),
        Row(event_type::engine_raised, R"({"engine":1,"x":1})", "member-unknown", "/data/x"),
        Row(event_type::log_opened, R"({"log_id":"x"})", "data-malformed", "/data/territories"),
    };
    for (const auto& row : rows) {
        const auto error = error_of(event_of(row.type, row.data));
        EXPECT_EQ(error.code, row.code) << row.data;
        EXPECT_EQ(error.pointer, row.pointer) << row.data;
    }
}

TEST(Origin, HasAName) {
    const struct {
        domain::Origin origin;
        const char* name;
    } rows[] = {
        {domain::Origin::entered,                "entered"               },
        {domain::Origin::rolled_up,              "rolled-up"             },
        {domain::Origin::rule_544,               "rule-544"              },
        {domain::Origin::replicated_from_region, "replicated-from-region"},
        {domain::Origin::replicated_from_nation, "replicated-from-nation"},
    };
    for (const auto& row : rows) EXPECT_EQ(codec::name_of(row.origin), row.name);
}

TEST(OutcomeKind, HasAName) {
    EXPECT_EQ(domain::name_of(domain::OutcomeKind::applied), "applied");
    EXPECT_EQ(domain::name_of(domain::OutcomeKind::duplicate), "duplicate");
    EXPECT_EQ(domain::name_of(domain::OutcomeKind::conflict), "conflict");
    EXPECT_EQ(domain::name_of(domain::OutcomeKind::rejected), "rejected");
}

}  // namespace
