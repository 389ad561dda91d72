// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/event_json.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "domain/codec/edition_json.hpp"
#include "domain/codec/reader.hpp"
#include "domain/sha256.hpp"

namespace domain::codec {
namespace {

Error malformed(std::string pointer, std::string detail) {
    return {"event-malformed", std::move(pointer), std::move(detail)};
}

// CloudEvents 1.0.2 §3.1: lower-case letters and digits.
bool is_attribute_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

bool is_attribute_value(const Json& value) {
    return value.object() == nullptr && value.array() == nullptr;
}

std::optional<Error> check_attributes(const JsonObject& members) {
    for (const auto& [name, value] : members) {
        if (name == "data") continue;
        if (name == "data_base64") return malformed("/data_base64", "data must be a JSON object");
        if (!is_attribute_name(name)) return malformed("", "an attribute name is not a-z, 0-9");
        if (!is_attribute_value(value)) return malformed("/" + name, "expected a simple value");
    }
    return std::nullopt;
}

std::string identity_part(Reader& reader, std::string_view name, Problem& problem) {
    std::string text = reader.required_string(name);
    if (text.size() > identity_bytes_max)
        problem.found(malformed("/" + std::string{name}, "at most 512 bytes"));
    return text;
}

std::optional<Instant> time_attribute(Reader& reader, std::string_view name) {
    const Json* found = reader.take(name);
    return found == nullptr ? std::nullopt : reader.parsed(*found, name, &Instant::parse);
}

Result<Date> parse_row_date(std::string_view text) {
    return Date::parse(text, Date::Lenient::june_31);
}

std::optional<MeasureRow> read_row(const Json& value, std::string pointer, Problem& problem) {
    Reader reader{value, std::move(pointer), problem};
    const auto indicator = reader.required("indicator", &IndicatorId::parse);
    const auto territory = reader.required("territory", &Territory::parse);
    const auto kind = reader.required("kind", &parse_kind);
    const auto date = reader.required("date", &parse_row_date);
    if (value.member("value") == nullptr) reader.wrong("value", "required; null erases the month");
    const Json* text = reader.take("value");
    const auto figure =
        text == nullptr ? std::nullopt : reader.parsed(*text, "value", &Decimal::parse);
    constexpr std::uint64_t sequence_max = 9'007'199'254'740'991;
    const auto revision = reader.integer("expected_revision", sequence_max);
    reader.finish();
    if (!indicator || !territory || !kind || !date) return std::nullopt;
    return MeasureRow{*indicator, *territory, *kind, *date, figure, revision};
}

std::optional<Error> find_repeated(const std::vector<MeasureRow>& rows) {
    std::vector<std::size_t> order(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto key = [&rows](std::size_t i) {
        return std::tie(rows[i].indicator, rows[i].territory, rows[i].kind, rows[i].date);
    };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::tuple_cat(key(a), std::tie(a)) < std::tuple_cat(key(b), std::tie(b));
    });
    const auto twice = std::adjacent_find(order.begin(), order.end(),
                                          [&](auto a, auto b) { return key(a) == key(b); });
    if (twice == order.end()) return std::nullopt;
    return Error{"row-repeated", "/data/rows/" + std::to_string(*(twice + 1)),
                 "the same indicator, territory, kind and date as row " + std::to_string(*twice)};
}

Result<EventData> decode_measures(const Json& data) {
    Problem problem;
    Reader reader{data, "/data", problem};
    MeasuresReported reported;
    const Json* rows = reader.require("rows");
    if (rows != nullptr && rows->array() == nullptr) reader.wrong("rows", "expected a list");
    reported.reason = reader.optional_string("reason", reason_characters_max);
    reported.file_sha256 = reader.optional_string("file_sha256", 64);
    if (const Json* corrected = reader.take("corrects"); corrected != nullptr) {
        Reader of{*corrected, "/data/corrects", problem};
        reported.corrects = Identity{of.required_string("source"), of.required_string("id")};
        of.finish();
    }
    reader.finish();
    if (problem.any()) return problem.first();

    const JsonArray& list = *rows->array();
    if (list.empty()) return Error{"rows-none", "/data/rows", "at least one row"};
    if (list.size() > rows_max) return Error{"rows-too-many", "/data/rows", "at most 5000 rows"};
    reported.rows.reserve(list.size());
    for (const Json& row : list) {
        const auto pointer = "/data/rows/" + std::to_string(reported.rows.size());
        auto read = read_row(row, pointer, problem);
        if (problem.any()) return problem.first();
        reported.rows.push_back(std::move(*read));
    }
    if (const auto repeated = find_repeated(reported.rows)) return *repeated;
    return EventData{std::move(reported)};
}

Result<EventData> decode_withdrawn(const Json& data) {
    Problem problem;
    Reader reader{data, "/data", problem};
    MeasuresWithdrawn withdrawn{
        {reader.required_string("source"), reader.required_string("id")},
        reader.optional_string("reason", reason_characters_max)
    };
    reader.finish();
    if (problem.any()) return problem.first();
    return EventData{std::move(withdrawn)};
}

Result<EventData> decode_log_opened(const Json& data) {
    Problem problem;
    Reader reader{data, "/data", problem};
    LogOpened opened;
    opened.log_id = reader.required_string("log_id");
    opened.engine = static_cast<std::uint32_t>(reader.integer("engine", UINT32_MAX).value_or(0));
    opened.territories = reader.required_string("territories");
    opened.territories_sha256 = reader.required_string("territories_sha256");
    reader.finish();
    if (problem.any()) return problem.first();
    return EventData{std::move(opened)};
}

Result<EventData> decode_engine_raised(const Json& data) {
    Problem problem;
    Reader reader{data, "/data", problem};
    const auto engine = reader.integer("engine", UINT32_MAX);
    if (!engine) reader.wrong("engine", "required");
    reader.finish();
    if (problem.any()) return problem.first();
    return EventData{EngineRaised{static_cast<std::uint32_t>(*engine)}};
}

template <class Definition>
Result<EventData> as_data(Result<Definition> definition) {
    if (!definition) return definition.error();
    return EventData{std::move(*definition)};
}

}  // namespace

const std::vector<std::string_view>& attributes_outside_content() {
    static const std::vector<std::string_view> names{"recordedtime", "receivedtime", "authid",
                                                     "traceparent", "tracestate"};
    return names;
}

Result<Envelope> decode_envelope(Json event) {
    if (event.object() == nullptr) return malformed("", "expected an object");
    if (auto wrong = check_attributes(*event.object())) return *wrong;

    Problem problem;
    Reader reader{event, "", problem};
    Envelope envelope;
    if (reader.required_string("specversion") != "1.0")
        problem.found(malformed("/specversion", "expected 1.0"));
    envelope.identity.source = identity_part(reader, "source", problem);
    envelope.identity.id = identity_part(reader, "id", problem);
    envelope.type = reader.required_string("type");
    const auto content_type = reader.optional_string("datacontenttype", identity_bytes_max);
    if (content_type && *content_type != "application/json")
        problem.found(malformed("/datacontenttype", "expected application/json"));
    envelope.recorded = time_attribute(reader, "recordedtime");
    envelope.received = time_attribute(reader, "receivedtime");
    time_attribute(reader, "time");
    if (const Json* actor = reader.take("authid"); actor != nullptr && actor->string() != nullptr)
        envelope.actor = *actor->string();
    const Json* data = reader.require("data");
    if (data != nullptr && data->object() == nullptr)
        problem.found(malformed("/data", "expected an object"));
    if (problem.any()) return malformed(problem.first().pointer, problem.first().detail);
    envelope.content = sha256(canonical(event, attributes_outside_content()));
    auto& members = std::get<JsonObject>(event.value);
    const auto of_data = std::find_if(members.begin(), members.end(), [](const JsonMember& member) {
        return member.name == "data";
    });
    envelope.data = std::move(of_data->value);
    return envelope;
}

Result<Envelope> decode_envelope(std::string_view bytes) {
    if (bytes.size() > event_bytes_max)
        return Error{"event-too-large", "", "at most 896 KiB as stored"};
    auto event = parse_json(bytes);
    if (!event) return event.error();
    return decode_envelope(std::move(*event));
}

Result<EventData> decode_data(const Envelope& envelope) {
    const std::string_view type = envelope.type;
    if (type == event_type::measures_reported) return decode_measures(envelope.data);
    if (type == event_type::measures_withdrawn) return decode_withdrawn(envelope.data);
    if (type == event_type::indicator_defined)
        return as_data(decode_indicator(envelope.data, "/data"));
    if (type == event_type::policy_defined) return as_data(decode_policy(envelope.data, "/data"));
    if (type == event_type::edition_published)
        return as_data(decode_edition(envelope.data, "/data"));
    if (type == event_type::log_opened) return decode_log_opened(envelope.data);
    if (type == event_type::engine_raised) return decode_engine_raised(envelope.data);
    return Error{"type-unknown", "/type", "no event of engine 1 has this type"};
}

std::string encode_log_opened(std::string_view log_id) {
    std::string event = R"({"specversion":"1.0","source":"urn:barometre:log","id":)";
    append_quoted(event, log_id);
    event += R"(,"type":)";
    append_quoted(event, event_type::log_opened);
    event += R"(,"datacontenttype":"application/json","data":{"log_id":)";
    append_quoted(event, log_id);
    event += R"(,"engine":)" + std::to_string(engine_max) + R"(,"territories":)";
    append_quoted(event, territories_name);
    event += R"(,"territories_sha256":)";
    append_quoted(event, hex(sha256(territories_text())));
    return event + "}}";
}

std::string_view name_of(Origin origin) {
    constexpr std::array<std::string_view, 5> names{
        "entered", "rolled-up", "rule-544", "replicated-from-region", "replicated-from-nation"};
    return names[static_cast<std::size_t>(origin)];
}

}  // namespace domain::codec
