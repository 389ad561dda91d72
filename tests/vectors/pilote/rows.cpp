// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/pilote/rows.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace tests::vectors::pilote {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 8> key_columns{"indic", "zone",     "date",   "metric_date",
                                                      "type",  "valid_on", "maille", "year"};
constexpr std::string_view tolerance_column = "tolerance";

bool is_key(std::string_view column) {
    return std::find(key_columns.begin(), key_columns.end(), column) != key_columns.end();
}

bool matches(const json::object& expected, const json::object& actual) {
    return std::all_of(expected.begin(), expected.end(), [&](const auto& member) {
        if (!is_key(member.key())) return true;
        const auto* found = actual.if_contains(member.key());
        return found != nullptr && same(member.value(), *found, std::nullopt);
    });
}

std::string difference(const json::object& expected, const json::object& actual) {
    std::optional<double> tolerance;
    if (const auto* given = expected.if_contains(tolerance_column))
        tolerance = given->to_number<double>();
    for (const auto& [column, value] : expected) {
        if (column == tolerance_column) continue;
        const auto* found = actual.if_contains(column);
        if (found != nullptr && same(value, *found, tolerance)) continue;
        return std::string{column} + " is " +
               (found == nullptr ? "missing" : json::serialize(*found)) + ", expected " +
               json::serialize(value);
    }
    return {};
}

}  // namespace

json::value number_of(std::optional<domain::Decimal> value) {
    if (!value) return nullptr;
    return std::strtod(value->text().c_str(), nullptr);
}

std::string decimal_text(const json::value& number) {
    std::array<char, 64> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(),
                                       number.to_number<double>(), std::chars_format::fixed);
    return {text.data(), written.ptr};
}

bool same(const json::value& expected, const json::value& actual, std::optional<double> tolerance) {
    if (!expected.is_number() || !actual.is_number()) return expected == actual;
    const auto wanted = expected.to_number<double>();
    const auto allowed = tolerance.value_or(1e-9 * std::max(1.0, std::abs(wanted)));
    return std::abs(wanted - actual.to_number<double>()) <= allowed;
}

std::string difference(const json::array& expected, const json::array& actual, Others others) {
    for (const json::value& wanted : expected) {
        const json::object* found = nullptr;
        for (const json::value& row : actual) {
            if (!matches(wanted.as_object(), row.as_object())) continue;
            if (found != nullptr) return "two rows for " + json::serialize(wanted);
            found = &row.as_object();
        }
        if (found == nullptr) return "no row for " + json::serialize(wanted);
        auto differs = difference(wanted.as_object(), *found);
        if (!differs.empty()) return differs + " in " + json::serialize(*found);
    }
    if (others == Others::none && actual.size() != expected.size())
        return "not expected: " + json::serialize(actual);
    return {};
}

json::array rows_where(const json::array& rows, const std::string& column,
                       const std::string& text) {
    json::array kept;
    for (const json::value& row : rows) {
        const auto* found = row.as_object().if_contains(column);
        if (found != nullptr && *found == json::value(text)) kept.push_back(row);
    }
    return kept;
}

}  // namespace tests::vectors::pilote
