// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/message.hpp"

#include <algorithm>

namespace platform::http {
namespace {

auto find_name(const std::vector<std::pair<std::string, std::string>>& pairs,
               std::string_view name) {
    return std::find_if(pairs.begin(), pairs.end(),
                        [&](const auto& pair) { return pair.first == name; });
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
    const auto found = find_name(headers, name);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
    const auto found = find_name(query, name);
    if (found == query.end()) return std::nullopt;
    return found->second;
}

}  // namespace platform::http
