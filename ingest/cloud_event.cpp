// SPDX-License-Identifier: EUPL-1.2
#include "ingest/cloud_event.hpp"

#include <array>
#include <cstdint>
#include <random>

#include "ingest/header_values.hpp"
#include "platform/http/query.hpp"

namespace ingest {
namespace {

using domain::Error;
using domain::Result;
using domain::codec::Json;
using domain::codec::JsonArray;
using domain::codec::JsonObject;
using platform::http::Request;

constexpr std::string_view structured_type = "application/cloudevents+json";
constexpr std::string_view batch_type = "application/cloudevents-batch+json";
constexpr std::string_view data_type = "application/json";
constexpr std::string_view attribute_prefix = "ce-";

Result<ReceivedEvents> read_structured(const Request& request) {
    auto event = domain::codec::parse_json(request.body);
    if (!event) return event.error();
    ReceivedEvents received;
    received.events.push_back(std::move(*event));
    return received;
}

Result<ReceivedEvents> read_batch(const Request& request) {
    auto batch = domain::codec::parse_json(request.body);
    if (!batch) return batch.error();
    auto* events = std::get_if<JsonArray>(&batch->value);
    if (events == nullptr) return Error{"batch-malformed", "", "expected a JSON array"};
    if (events->empty()) return Error{"batch-empty", "", ""};
    if (events->size() > batch_events_max)
        return Error{"batch-too-large", "", "at most " + std::to_string(batch_events_max)};
    return ReceivedEvents{Form::batch, std::move(*events)};
}

// Double quotes and backslashes of RFC 9110 §5.6.4 are taken off before percent-decoding.
std::string unquoted(std::string_view text) {
    const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    if (!quoted) return std::string{text};
    std::string out;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size()) ++i;
        out.push_back(text[i]);
    }
    return out;
}

Result<std::vector<std::pair<std::string, std::string>>> read_attributes(const Request& request) {
    std::vector<std::pair<std::string, std::string>> attributes;
    for (const auto& [name, value] : request.headers) {
        if (!name.starts_with(attribute_prefix)) continue;
        std::string attribute = name.substr(attribute_prefix.size());
        if (attribute == "datacontenttype" || attribute == "data")
            return Error{"attribute-reserved", "/" + attribute,
                         "in binary mode the Content-Type and the body say it"};
        auto decoded =
            platform::http::percent_decode(unquoted(value), platform::http::Plus::literal);
        if (!decoded) return Error{"header-malformed", "", name + " is not percent-encoded UTF-8"};
        attributes.emplace_back(std::move(attribute), std::move(*decoded));
    }
    return attributes;
}

Result<ReceivedEvents> read_binary(const Request& request) {
    const auto attributes = read_attributes(request);
    if (!attributes) return attributes.error();
    auto data = domain::codec::parse_json(request.body);
    if (!data) return data.error();
    auto members = make_object(*attributes);
    if (!members) return members.error();
    members->push_back({"datacontenttype", Json{std::string{data_type}}});
    members->push_back({"data", std::move(*data)});
    ReceivedEvents received;
    received.events.push_back(Json{std::move(*members)});
    return received;
}

}  // namespace

Result<ReceivedEvents> read_events(const Request& request) {
    const MediaType type = parse_media_type(request.header("content-type"));
    if (type.is_utf8()) {
        if (type.name == batch_type) return read_batch(request);
        if (type.name == structured_type) return read_structured(request);
        if (type.name == data_type && !request.header("ce-specversion").empty())
            return read_binary(request);
    }
    return Error{"media-type-unsupported", "",
                 "application/cloudevents+json, application/cloudevents-batch+json, or "
                 "application/json with ce- headers, in UTF-8"};
}

Result<JsonObject> make_object(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string text;
    for (const auto& [name, value] : members) {
        text.push_back(text.empty() ? '{' : ',');
        domain::codec::append_quoted(text, name);
        text.push_back(':');
        domain::codec::append_quoted(text, value);
    }
    // Read again rather than built, so that texts are judged as those of every other event.
    auto object = domain::codec::parse_json(text.empty() ? "{}" : text + "}");
    if (!object) return object.error();
    return std::move(std::get<JsonObject>(object->value));
}

Result<Json> make_event(const std::vector<std::pair<std::string, std::string>>& attributes,
                        Json data) {
    auto members = make_object(attributes);
    if (!members) return members.error();
    members->push_back({"specversion", Json{std::string{"1.0"}}});
    members->push_back({"datacontenttype", Json{std::string{data_type}}});
    members->push_back({"data", std::move(data)});
    return Json{std::move(*members)};
}

std::string make_event_id() {
    constexpr std::string_view digits = "0123456789abcdef";
    // 8, 4, 4, 4 and 12 digits; the version and the variant have theirs.
    constexpr std::string_view form = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
    thread_local std::random_device device;
    std::string id;
    std::uint32_t random = 0;
    std::size_t left = 0;
    for (const char c : form) {
        if (left == 0) {
            random = device();
            left = 8;
        }
        const std::uint32_t digit = random & 15U;
        if (c == 'x' || c == 'v') {
            id.push_back(digits[c == 'x' ? digit : 8U | (digit & 3U)]);
            random >>= 4U;
            --left;
        } else {
            id.push_back(c);
        }
    }
    return id;
}

}  // namespace ingest
