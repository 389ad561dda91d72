// SPDX-License-Identifier: EUPL-1.2
#include "cli/answer.hpp"

namespace cli {

using domain::codec::Json;
using domain::codec::JsonArray;

namespace {

// The value at the end of a path of members, null if the path ends before.
const Json* at(const Json& json, std::initializer_list<std::string_view> path) {
    const Json* found = &json;
    for (const auto name : path) {
        if (found == nullptr) return nullptr;
        found = found->member(name);
    }
    return found;
}

}  // namespace

std::string text(const Json& json, std::initializer_list<std::string_view> path) {
    const Json* found = at(json, path);
    if (found == nullptr) return {};
    if (found->string() != nullptr) return *found->string();
    if (found->number() != nullptr) return found->number()->text;
    if (const auto* flag = std::get_if<bool>(&found->value)) return *flag ? "yes" : "no";
    return {};
}

const JsonArray& list(const Json& json, std::string_view name) {
    static const JsonArray none;
    const Json* found = json.member(name);
    return found != nullptr && found->array() != nullptr ? *found->array() : none;
}

std::string what_it_stands_for(const Json& answer) {
    std::string line = "as of " + text(answer, {"as_of"}) + ", on " + text(answer, {"on"}) +
                       ", position " + text(answer, {"position"});
    if (text(answer, {"final"}) == "no") line += ", not final";
    return line + "\n";
}

}  // namespace cli
