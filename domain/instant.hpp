// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/error.hpp"
#include "domain/month.hpp"

namespace domain {

// A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
class Instant {
public:
    constexpr Instant() = default;
    static constexpr Instant from_microseconds(std::int64_t value) { return Instant{value}; }

    // Reads RFC 3339 (`2024-10-23T08:11:02.123456Z`, any offset); digits after the sixth of the
    // fraction are dropped. Years 1970 to 2099.
    // Errors: time-bad-format.
    static Result<Instant> parse(std::string_view text);

    constexpr std::int64_t microseconds() const { return microseconds_; }
    // RFC 3339 in UTC with as many of 0, 3 or 6 fractional digits as the value needs.
    std::string text() const;
    // The UTC day, held inside 1990..2099.
    Date date() const;

    friend constexpr auto operator<=>(const Instant&, const Instant&) = default;

private:
    explicit constexpr Instant(std::int64_t value) : microseconds_(value) {}

    std::int64_t microseconds_ = 0;
};

}  // namespace domain
