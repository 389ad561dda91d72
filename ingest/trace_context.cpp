// SPDX-License-Identifier: EUPL-1.2
#include "ingest/trace_context.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace ingest {
namespace {

constexpr std::string_view parent_name = "traceparent";
constexpr std::string_view state_name = "tracestate";
constexpr std::size_t state_members_max = 32;

// "00-" and 32, 16 and 2 hexadecimal digits, joined by hyphens.
constexpr std::size_t parent_length = 55;
constexpr std::size_t trace_id_at = 3;
constexpr std::size_t trace_id_length = 32;
constexpr std::size_t span_id_at = 36;
constexpr std::size_t span_id_length = 16;
constexpr std::size_t flags_at = 53;

bool is_hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_zero(std::string_view text) {
    return text.find_first_not_of('0') == std::string_view::npos;
}

std::string sound_parent(std::string_view text) {
    if (text.size() < parent_length) return {};
    const auto version = text.substr(0, 2);
    if (!is_hex(version) || version == "ff") return {};
    // Later versions may say more.
    if (text.size() > parent_length && (version == "00" || text[parent_length] != '-')) return {};
    const auto trace_id = text.substr(trace_id_at, trace_id_length);
    const auto span_id = text.substr(span_id_at, span_id_length);
    if (text[trace_id_at - 1] != '-' || text[span_id_at - 1] != '-' || text[flags_at - 1] != '-')
        return {};
    if (!is_hex(trace_id) || is_zero(trace_id) || !is_hex(span_id) || is_zero(span_id)) return {};
    if (!is_hex(text.substr(flags_at, 2))) return {};
    return "00" + std::string{text.substr(2, parent_length - 2)};
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

// "key=value": a key of lower-case letters, digits and _-*/@, a value of printable ASCII.
bool is_sound_member(std::string_view member) {
    constexpr std::size_t length_max = 256;
    const auto equals = member.find('=');
    if (equals == std::string_view::npos || equals == 0) return false;
    const auto key = member.substr(0, equals);
    const auto value = member.substr(equals + 1);
    if (key.size() > length_max || value.empty() || value.size() > length_max) return false;
    constexpr std::string_view key_characters = "abcdefghijklmnopqrstuvwxyz0123456789_-*/@";
    if (key.find_first_not_of(key_characters) != std::string_view::npos) return false;
    return std::all_of(value.begin(), value.end(),
                       [](char c) { return c >= ' ' && c <= '~' && c != '='; });
}

std::string sound_state(std::string_view text) {
    if (text.size() > trace_state_bytes_max) return {};
    std::string state;
    std::size_t members = 0;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(',', begin), text.size());
        const auto member = trimmed(text.substr(begin, end - begin));
        begin = end + 1;
        if (member.empty()) continue;
        if (!is_sound_member(member) || ++members > state_members_max) return {};
        state.append(state.empty() ? "" : ",").append(member);
    }
    return state;
}

TraceContext sound(std::string_view parent, std::string_view state) {
    TraceContext trace{sound_parent(trimmed(parent)), {}};
    if (!trace.parent.empty()) trace.state = sound_state(state);
    return trace;
}

std::string_view text_of(const domain::codec::Json& event, std::string_view name) {
    const auto* member = event.member(name);
    return member != nullptr && member->string() != nullptr ? *member->string()
                                                            : std::string_view{};
}

}  // namespace

void TraceContext::add_to(platform::event_log::Headers& headers) const {
    if (!parent.empty()) headers.emplace_back(parent_name, parent);
    if (!state.empty()) headers.emplace_back(state_name, state);
}

TraceContext trace_of(const platform::http::Request& request) {
    std::string_view parent;
    std::size_t parents = 0;
    std::string state;
    for (const auto& [name, value] : request.headers) {
        if (name == parent_name) {
            parent = value;
            ++parents;
        }
        // Several are one list.
        if (name == state_name) state.append(state.empty() ? "" : ",").append(value);
    }
    if (parents != 1) return {};
    return sound(parent, state);
}

TraceContext trace_of(const domain::codec::Json& event) {
    return sound(text_of(event, parent_name), text_of(event, state_name));
}

}  // namespace ingest
