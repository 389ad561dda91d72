// SPDX-License-Identifier: EUPL-1.2
#include "tests/support/event_text.hpp"

#include "domain/codec/json.hpp"
#include "domain/event.hpp"
#include "domain/sha256.hpp"
#include "domain/territory.hpp"

namespace support {
namespace {

std::string json_string(std::string_view text) {
    std::string out;
    domain::codec::append_quoted(out, text);
    return out;
}

std::string member(std::string_view name, std::string_view text) {
    return json_string(name) + ":" + json_string(text);
}

std::string object(std::string first, std::string_view rest) {
    std::string text = "{" + std::move(first);
    if (!rest.empty()) text.append(",").append(rest);
    return text + "}";
}

}  // namespace

std::string cloud_event(const EventText& event) {
    std::string text = "{" + member("specversion", "1.0") + "," + member("id", event.id) + "," +
                       member("source", event.source) + "," + member("type", event.type);
    if (!event.recorded.empty()) text += "," + member("recordedtime", event.recorded);
    if (!event.received.empty()) text += "," + member("receivedtime", event.received);
    return text + ",\"data\":" + event.data + "}";
}

std::string log_opened_event() {
    EventText event;
    event.type = domain::event_type::log_opened;
    event.source = "urn:log";
    event.id = "opened";
    event.recorded.clear();
    event.data =
        "{" + member("log_id", "test") + ",\"engine\":1," +
        member("territories", domain::territories_name) + "," +
        member("territories_sha256", domain::hex(domain::sha256(domain::territories_text()))) + "}";
    return cloud_event(event);
}

std::string measures_data(const std::vector<RowText>& rows) {
    std::string text;
    for (const RowText& row : rows) {
        text += text.empty() ? "{\"rows\":[{" : ",{";
        text += member("indicator", row.indicator) + "," + member("territory", row.territory) +
                "," + member("kind", row.kind) + "," + member("date", row.date) +
                ",\"value\":" + (row.value ? json_string(*row.value) : "null");
        if (row.expected_revision)
            text += ",\"expected_revision\":" + std::to_string(*row.expected_revision);
        text += "}";
    }
    return text + "]}";
}

std::string withdrawal_data(std::string_view id) {
    return "{" + member("source", EventText{}.source) + "," + member("id", id) + "}";
}

std::string policy_data(std::string_view id, std::string_view members) {
    return object(member("id", id), members);
}

std::string indicator_data(std::string_view id, std::string_view policy, std::string_view members) {
    return object(member("id", id) + "," + member("policy", policy), members);
}

std::string rolled_up_members(std::string_view operation) {
    const std::string of_level =
        R"({"department":{"from":"entered"},"region":{"from":"departments","operation":)" +
        json_string(operation) + R"(},"nation":{"from":"regions","operation":)" +
        json_string(operation) + "}}";
    return R"("roll_up":{"baseline":)" + of_level + R"(,"actual":)" + of_level + R"(,"target":)" +
           of_level + "}";
}

}  // namespace support
