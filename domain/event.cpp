// SPDX-License-Identifier: EUPL-1.2
#include "domain/event.hpp"

namespace domain {

std::string_view name_of(OutcomeKind kind) {
    constexpr std::array<std::string_view, 4> names{"applied", "duplicate", "conflict", "rejected"};
    return names[static_cast<std::size_t>(kind)];
}

}  // namespace domain
