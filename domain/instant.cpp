// SPDX-License-Identifier: EUPL-1.2
#include "domain/instant.hpp"

#include <chrono>
#include <optional>

namespace domain {
namespace {

constexpr std::int64_t microseconds_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

// Takes text from the front; every take fails for good once one has failed.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    int number(std::size_t digits) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (text_.empty() || text_[0] < '0' || text_[0] > '9') return fail();
            value = value * 10 + (text_[0] - '0');
            text_.remove_prefix(1);
        }
        return value;
    }
    void one_of(std::string_view choices) {
        if (text_.empty() || choices.find(text_[0]) == std::string_view::npos)
            fail();
        else
            text_.remove_prefix(1);
    }
    bool next_is(char c) const { return text_.starts_with(c); }
    bool next_is_digit() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
    bool done() const { return ok_ && text_.empty(); }

private:
    int fail() {
        ok_ = false;
        text_ = {};
        return 0;
    }

    std::string_view text_;
    bool ok_ = true;
};

std::int64_t read_fraction(Reader& reader) {
    if (!reader.next_is('.')) return 0;
    reader.one_of(".");
    std::int64_t fraction = reader.number(1) * (microseconds_per_second / 10);
    for (std::int64_t unit = microseconds_per_second / 100; reader.next_is_digit(); unit /= 10)
        fraction += reader.number(1) * unit;
    return fraction;
}

std::int64_t read_offset_minutes(Reader& reader) {
    if (reader.next_is('Z') || reader.next_is('z')) {
        reader.one_of("Zz");
        return 0;
    }
    const int sign = reader.next_is('-') ? -1 : 1;
    reader.one_of("+-");
    const int hours = reader.number(2);
    reader.one_of(":");
    const int minutes = reader.number(2);
    return hours > 23 || minutes > 59 ? 24 * 60 : sign * (hours * 60 + minutes);
}

}  // namespace

Result<Instant> Instant::parse(std::string_view text) {
    const auto bad = [] { return Error{"time-bad-format", "", "expected RFC 3339"}; };
    Reader reader{text};
    const int year = reader.number(4);
    reader.one_of("-");
    const int month = reader.number(2);
    reader.one_of("-");
    const int day = reader.number(2);
    reader.one_of("Tt ");
    const int hour = reader.number(2);
    reader.one_of(":");
    const int minute = reader.number(2);
    reader.one_of(":");
    const int second = reader.number(2);
    const std::int64_t fraction = read_fraction(reader);
    const std::int64_t offset = read_offset_minutes(reader);
    if (!reader.done()) return bad();

    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || year < 1970 || year > Month::last_year) return bad();
    if (hour > 23 || minute > 59 || second > 59 || offset >= 24 * 60) return bad();
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t seconds =
        days * seconds_per_day + hour * 3600 + minute * 60 + second - offset * 60;
    if (seconds < 0) return bad();
    return Instant{seconds * microseconds_per_second + fraction};
}

std::string Instant::text() const {
    const auto pad = [](std::int64_t value, std::size_t width) {
        std::string digits = std::to_string(value);
        return std::string(width - std::min(width, digits.size()), '0') + digits;
    };
    const std::int64_t seconds = microseconds_ / microseconds_per_second;
    const std::int64_t fraction = microseconds_ % microseconds_per_second;
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{seconds / seconds_per_day}}};
    const std::int64_t in_day = seconds % seconds_per_day;
    std::string text = pad(static_cast<int>(date.year()), 4) + "-" +
                       pad(static_cast<unsigned>(date.month()), 2) + "-" +
                       pad(static_cast<unsigned>(date.day()), 2) + "T" + pad(in_day / 3600, 2) +
                       ":" + pad(in_day / 60 % 60, 2) + ":" + pad(in_day % 60, 2);
    if (fraction % 1000 != 0)
        text += "." + pad(fraction, 6);
    else if (fraction != 0)
        text += "." + pad(fraction / 1000, 3);
    return text + "Z";
}

Date Instant::date() const {
    const std::chrono::year_month_day date{std::chrono::sys_days{
        std::chrono::days{microseconds_ / microseconds_per_second / seconds_per_day}}};
    const auto found = Date::of(static_cast<int>(date.year()),
                                static_cast<int>(static_cast<unsigned>(date.month())),
                                static_cast<int>(static_cast<unsigned>(date.day())));
    if (found) return *found;
    return static_cast<int>(date.year()) < Month::first_year
               ? Date{Month::from_index(0), 1}
               : Date{Month::from_index(Month::count - 1), 31};
}

}  // namespace domain
