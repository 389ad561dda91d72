// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/flat_fields.hpp"

namespace query_api::history {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    platform::append_json_string(out, text);
    return out;
}

void add_members(Flat& flat, const std::string& prefix, const domain::codec::Json& object) {
    for (const auto& [name, value] : *object.object()) {
        if (value.object() != nullptr)
            add_members(flat, prefix + name + ".", value);
        else if (!value.is_null())
            flat.emplace(prefix + name, domain::codec::canonical(value));
    }
}

}  // namespace

void FlatFields::text(std::string_view name, std::string_view value) {
    put(name, quoted(value));
}

void FlatFields::number(std::string_view name, std::string_view digits) {
    put(name, std::string{digits});
}

void FlatFields::flag(std::string_view name, bool value) {
    put(name, value ? "true" : "false");
}

void FlatFields::list(std::string_view name, const List& list) {
    std::string joined;
    for (std::size_t i = 0; i < list.size; ++i) {
        if (i > 0) joined += ' ';
        joined += list.text(i);
    }
    put(name, quoted(joined));
}

bool FlatFields::enter(std::string_view name, Presence) {
    prefix_.append(name).append(".");
    return true;
}

void FlatFields::leave() {
    prefix_.pop_back();
    const auto dot = prefix_.rfind('.');
    prefix_.resize(dot == std::string::npos ? 0 : dot + 1);
}

void FlatFields::put(std::string_view name, std::string json) {
    flat_.insert_or_assign(prefix_ + std::string{name}, std::move(json));
}

Flat flat_of(const domain::codec::Json& object) {
    Flat flat;
    if (object.object() != nullptr) add_members(flat, "", object);
    return flat;
}

}  // namespace query_api::history
