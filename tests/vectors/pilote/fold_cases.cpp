// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/pilote/fold_cases.hpp"

#include <boost/json/array.hpp>
#include <set>
#include <string>

#include "tests/support/must.hpp"
#include "tests/vectors/pilote/figure_rows.hpp"
#include "tests/vectors/pilote/fold_inputs.hpp"
#include "tests/vectors/pilote/rows.hpp"

namespace tests::vectors::pilote {
namespace {

namespace json = boost::json;

bool has_rate(const json::object& row) {
    return !row.at("taa_courant").is_null() || !row.at("taa_adate").is_null() ||
           !row.at("tag").is_null();
}

bool first_has(const json::array& expected, std::string_view column) {
    return !expected.empty() && expected.front().as_object().contains(column);
}

std::set<std::string> measured_zones(const json::object& inputs) {
    std::set<std::string> zones;
    for (const Measure& measure : measures_of(inputs)) zones.insert(measure.zone);
    return zones;
}

// The territory of rows that name none: the only one measured, or the region of those measured.
std::string default_zone(const json::object& inputs) {
    const auto zones = measured_zones(inputs);
    const auto first = support::must(domain::Territory::parse(*zones.begin()));
    return std::string{zones.size() == 1 ? first.zone() : first.parent().zone()};
}

json::array rows_of(std::string_view table, const json::array& expected,
                    const support::MemoryPast& past, domain::Date today) {
    const auto ain = support::must(domain::Territory::parse("D01"));
    if (table == "SEL") return entered_rows(past);
    if (table == "AGG") return cell_rows(past);
    if (table == "VIG") return initial_rows(past);
    if (table == "VC")
        return first_has(expected, "year") ? year_target_rows(past) : global_target_rows(past);
    if (table == "CH")
        return first_has(expected, "valid_on") ? policy_rows(past, ain, today)
                                               : weight_rows(past, ain);
    if (table == "FR") return freshness_rows(past, today);
    return month_rows(past, today);
}

// Some cases do not list every territory that they enter: rows of those say nothing. Rows of all
// others are listed, and an empty list is of no row at all.
json::array listed(const json::array& actual, const json::array& expected,
                   const json::object& inputs) {
    auto silent = measured_zones(inputs);
    for (const json::value& row : expected) silent.erase(std::string{row.at("zone").as_string()});
    json::array rows;
    for (const json::value& row : actual)
        if (expected.empty() || !silent.contains(std::string{row.at("zone").as_string()}))
            rows.push_back(row);
    return rows;
}

// {"rows":0}: no valid measure, no baseline, no rate.
Verdict judge_absence(std::string_view table, const json::array& actual) {
    std::size_t found = 0;
    for (const json::value& row : actual)
        if (table != "TA" || has_rate(row.as_object())) ++found;
    return Verdict::unless(found == 0 ? "" : std::to_string(found) + " rows, expected none");
}

}  // namespace

Verdict judge_fold_case(std::string_view table, const json::object& of) {
    const auto& inputs = of.at("inputs").as_object();
    json::array expected = of.at("expected").as_array();
    support::FoldedLog log;
    fold_inputs(inputs, log);

    const auto today = support::must(domain::Date::parse(inputs.at("as_of").as_string()));
    json::array actual = rows_of(table, expected, log.past(), today);
    if (first_has(expected, "rows")) return judge_absence(table, actual);

    if (table == "AGG") actual = listed(actual, expected, inputs);
    const bool by_territory = table != "AGG" && table != "CH" && table != "FR";
    if (by_territory && !first_has(expected, "zone")) {
        const std::string zone = default_zone(inputs);
        actual = rows_where(actual, "zone", zone);
        for (json::value& row : expected) row.as_object()["zone"] = zone;
    }
    // VIG names the territories that it is about, AGG-14 the one cell.
    const bool partial = table == "VIG" || first_has(expected, "value_text");
    return Verdict::unless(difference(expected, actual, partial ? Others::ignored : Others::none));
}

}  // namespace tests::vectors::pilote
