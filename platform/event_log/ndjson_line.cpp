// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/ndjson_line.hpp"

#include <openssl/evp.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "platform/json_writer.hpp"
#include "platform/utf8.hpp"

namespace platform::event_log {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t base64_group = 4;
constexpr std::size_t base64_group_bytes = 3;

std::string to_base64(std::string_view bytes) {
    // One more for the NUL that OpenSSL appends.
    std::string text((bytes.size() + 2) / base64_group_bytes * base64_group + 1, '\0');
    const int size = ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                       reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

// None for what to_base64() does not write.
std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / base64_group * base64_group_bytes, '\0');
    if (text.empty()) return bytes;
    const int size = ::EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()),
                                       static_cast<int>(text.size()));
    if (size != static_cast<int>(bytes.size())) return std::nullopt;
    // OpenSSL counts the padding as zero bytes.
    const auto padding = static_cast<std::size_t>(
        std::ranges::count(text.substr(text.size() - std::min(text.size(), std::size_t{2})), '='));
    bytes.resize(bytes.size() - padding);
    // It also takes white space around the text, and bits that no byte holds.
    if (to_base64(bytes) != text) return std::nullopt;
    return bytes;
}

// Whether the headers can be the members of a JSON object.
bool are_members(const Headers& headers) {
    std::set<std::string_view> names;
    return std::ranges::all_of(headers, [&](const auto& header) {
        return is_utf8(header.first) && is_utf8(header.second) && names.insert(header.first).second;
    });
}

void append_headers(JsonWriter& json, const Headers& headers) {
    if (are_members(headers)) {
        json.key("headers").begin_object();
        for (const auto& [name, value] : headers) json.key(name).string(value);
        json.end_object();
        return;
    }
    json.key("headers_base64").begin_array();
    for (const auto& [name, value] : headers)
        json.begin_array().string(to_base64(name)).string(to_base64(value)).end_array();
    json.end_array();
}

// The members that both forms of a line end with, and its end.
void append_record(JsonWriter& json, const Record& record) {
    if (is_utf8(record.key))
        json.key("key").string(record.key);
    else
        json.key("key_base64").string(to_base64(record.key));
    append_headers(json, record.headers);
    json.key("timestamp").integer(record.timestamp_ms);
    if (is_json_line(record.value))
        json.key("event").raw(record.value);
    else
        json.key("value_base64").string(to_base64(record.value));
    json.end_object();
}

std::optional<std::string> text_of(ondemand::value& value) {
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
    return std::string{text};
}

std::optional<std::string> bytes_of(ondemand::value& value) {
    const auto text = text_of(value);
    return text ? from_base64(*text) : std::nullopt;
}

std::optional<Headers> members_of(ondemand::value& value) {
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return std::nullopt;
    Headers headers;
    for (auto field : object) {
        std::string_view name;
        std::string_view text;
        if (field.unescaped_key().get(name) != simdjson::SUCCESS) return std::nullopt;
        std::string kept{name};
        if (field.value().get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
        headers.emplace_back(std::move(kept), text);
    }
    return headers;
}

std::optional<std::pair<std::string, std::string>> pair_of(ondemand::array& pair) {
    std::vector<std::string> parts;
    for (auto element : pair) {
        ondemand::value part;
        if (element.get(part) != simdjson::SUCCESS) return std::nullopt;
        auto bytes = bytes_of(part);
        if (!bytes) return std::nullopt;
        parts.push_back(std::move(*bytes));
    }
    if (parts.size() != 2) return std::nullopt;
    return std::pair{std::move(parts.front()), std::move(parts.back())};
}

std::optional<Headers> pairs_of(ondemand::value& value) {
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return std::nullopt;
    Headers headers;
    for (auto element : array) {
        ondemand::array pair;
        if (element.get_array().get(pair) != simdjson::SUCCESS) return std::nullopt;
        auto header = pair_of(pair);
        if (!header) return std::nullopt;
        headers.push_back(std::move(*header));
    }
    return headers;
}

// What a line holds so far; a member that comes twice, or in two forms, is refused.
struct Members {
    std::optional<std::uint64_t> sequence;
    std::optional<std::string> key;
    std::optional<Headers> headers;
    std::optional<std::int64_t> timestamp_ms;
    std::optional<std::string> value;

    template <class Value>
    static bool set(std::optional<Value>& member, std::optional<Value> value) {
        if (member || !value) return false;
        member = std::move(value);
        return true;
    }
};

std::optional<std::uint64_t> sequence_of(ondemand::value& value) {
    std::uint64_t number = 0;
    if (value.get_uint64().get(number) != simdjson::SUCCESS) return std::nullopt;
    return number;
}

std::optional<std::int64_t> timestamp_of(ondemand::value& value) {
    std::int64_t number = 0;
    if (value.get_int64().get(number) != simdjson::SUCCESS) return std::nullopt;
    return number;
}

// Everything between the colon before `value` and the brace that ends the line, spaces included:
// the stored value byte for byte. None if that is not JSON, as where "event" is not the last
// member.
std::optional<std::string> event_of(ondemand::value& value, std::string_view line) {
    const std::string_view token = value.raw_json_token();
    const char* begin = token.data();
    while (begin[-1] != ':') --begin;
    const std::string_view event{begin, static_cast<std::size_t>(&line.back() - begin)};
    if (!is_json_line(event)) return std::nullopt;
    return std::string{event};
}

// Takes one member in. `line` is what the parser reads.
bool take(Members& members, std::string_view name, ondemand::value& value, std::string_view line) {
    if (name == "sequence") return Members::set(members.sequence, sequence_of(value));
    if (name == "key") return Members::set(members.key, text_of(value));
    if (name == "key_base64") return Members::set(members.key, bytes_of(value));
    if (name == "headers") return Members::set(members.headers, members_of(value));
    if (name == "headers_base64") return Members::set(members.headers, pairs_of(value));
    if (name == "timestamp") return Members::set(members.timestamp_ms, timestamp_of(value));
    if (name == "event") return Members::set(members.value, event_of(value, line));
    if (name == "value_base64") return Members::set(members.value, bytes_of(value));
    return name == "time" || name == "outcome";
}

Error invalid(std::string_view what) {
    return {Errc::invalid, std::string{what}};
}

}  // namespace

bool is_json_line(std::string_view text) {
    // Some versions of the parser pass over a byte order mark.
    if (text.starts_with("\xEF\xBB\xBF") || text.find_first_of("\r\n") != std::string_view::npos)
        return false;
    simdjson::dom::parser parser;
    return parser.parse(text.data(), text.size()).error() == simdjson::SUCCESS;
}

void append_line(std::string& out, const StoredRecord& stored) {
    JsonWriter json{out};
    json.begin_object().key("sequence").unsigned_integer(stored.sequence);
    append_record(json, stored.record);
}

void append_line(std::string& out, const StoredRecord& stored, const Judged& judged) {
    JsonWriter json{out};
    json.begin_object().key("sequence").unsigned_integer(stored.sequence);
    json.key("time").string(judged.time).key("outcome").string(judged.outcome);
    append_record(json, stored.record);
}
Result<StoredRecord> read_line(std::string_view line) {
    if (line.size() > line_bytes_max) return invalid("the line is too long");
    if (!line.starts_with('{') || !line.ends_with('}')) return invalid("it is not a JSON object");
    const simdjson::padded_string padded{line};
    const std::string_view text{padded.data(), padded.size()};
    ondemand::parser parser;
    ondemand::document document;
    ondemand::object object;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS)
        return invalid("it is not a JSON object");
    Members members;
    for (auto field : object) {
        std::string_view read;
        ondemand::value value;
        if (field.unescaped_key().get(read) != simdjson::SUCCESS)
            return invalid("it is not a JSON object");
        const std::string name{read};
        if (field.value().get(value) != simdjson::SUCCESS || !take(members, name, value, text))
            return invalid("its member \"" + name + "\" is wrong, unknown or there twice");
    }
    if (document.current_location().error() == simdjson::SUCCESS)
        return invalid("it goes on after its object");
    if (!members.sequence || !members.key || !members.headers || !members.timestamp_ms ||
        !members.value)
        return invalid(
            "it lacks one of sequence, key, headers, timestamp and event (or their other forms)");
    return StoredRecord{
        *members.sequence,
        {.key = std::move(*members.key),
                          .value = std::move(*members.value),
                          .headers = std::move(*members.headers),
                          .timestamp_ms = *members.timestamp_ms}
    };
}

}  // namespace platform::event_log
