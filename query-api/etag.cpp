// SPDX-License-Identifier: EUPL-1.2
#include "query-api/etag.hpp"

#include <algorithm>

namespace query_api {
namespace {

// The characters between the quotes: those of an entity tag, no spaces.
std::string opaque(const TagParts& parts) {
    std::string text = std::string{parts.log_id} + "." + std::to_string(parts.sequence) + "." +
                       std::string{parts.variant};
    if (parts.finality == Finality::final) text += ".final";
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c <= ' ' || c == '"' || c > '~'; }, '.');
    return '"' + text + '"';
}

std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::string strong_etag(const TagParts& parts) {
    return opaque(parts);
}
std::string weak_etag(const TagParts& parts) {
    return "W/" + opaque(parts);
}

bool matches(std::string_view if_none_match, std::string_view etag) {
    const std::string_view wanted = without_weakness(etag);
    while (!if_none_match.empty()) {
        std::string_view item = if_none_match.substr(0, if_none_match.find(','));
        if_none_match.remove_prefix(std::min(if_none_match.size(), item.size() + 1));
        item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        item = item.substr(0, item.find_last_not_of(" \t") + 1);
        if (without_weakness(item) == wanted) return true;
    }
    return false;
}

}  // namespace query_api
