// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/decimal.hpp"
#include "domain/ids.hpp"
#include "domain/month.hpp"
#include "domain/territory.hpp"
#include "tests/support/must.hpp"

// Values of the domain from their texts, for tests. Errors: all throw where the text is malformed.
namespace support {

inline domain::Decimal decimal(std::string_view text) {
    return must(domain::Decimal::parse(text));
}

// "YYYY-MM-DD".
inline domain::Date date(std::string_view text) {
    return must(domain::Date::parse(text));
}

// "YYYY-MM".
inline domain::Month month(std::string_view text) {
    return date(std::string{text} + "-01").month;
}

inline domain::Territory territory(std::string_view id) {
    return must(domain::Territory::parse(id));
}

// The text of a figure, "null" where there is none.
inline std::string text_of(std::optional<domain::Decimal> value) {
    return value ? value->text() : "null";
}

}  // namespace support
