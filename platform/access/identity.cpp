// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/identity.hpp"

#include <algorithm>

namespace platform::access {

std::string_view name_of(Right right) {
    return named_rights[static_cast<std::size_t>(right)].name;
}

std::optional<Right> right_named(std::string_view name) {
    const auto found = std::find_if(named_rights.begin(), named_rights.end(),
                                    [name](const NamedRight& named) { return named.name == name; });
    if (found == named_rights.end()) return std::nullopt;
    return found->right;
}

std::string Rights::text(char separator) const {
    std::string text;
    for (const NamedRight& named : named_rights) {
        if (!has(named.right)) continue;
        if (!text.empty()) text.push_back(separator);
        text.append(named.name);
    }
    return text;
}

bool Identity::may_use(std::string_view source) const {
    return std::any_of(sources.begin(), sources.end(), [source](const std::string& allowed) {
        return allowed == any_source || allowed == source;
    });
}

Identity local_identity() {
    return {std::string{local_name}, all_rights(), {std::string{any_source}}};
}

}  // namespace platform::access
