// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/pilote/published_cases.hpp"

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "domain/codec/pilote_csv.hpp"
#include "domain/event.hpp"
#include "tests/support/must.hpp"
#include "tests/vectors/pilote/figure_rows.hpp"
#include "tests/vectors/pilote/fold_inputs.hpp"
#include "tests/vectors/pilote/rows.hpp"

namespace tests::vectors::pilote {
namespace {

namespace json = boost::json;

constexpr std::string_view policy_id = "CH-001";
constexpr const char* first_import = "1";
constexpr const char* second_import = "2";

// Where an indicator's figures of a level come from.
enum class Roll { none, regions, departments };

std::string text(const json::value& value) {
    return std::string{value.as_string()};
}

json::object level_rules(Roll roll) {
    const json::object entered{
        {"from", "entered"}
    };
    const json::object summed_regions{
        {"from",      "regions"},
        {"operation", "sum"    }
    };
    const json::object summed_departments{
        {"from",      "departments"},
        {"operation", "sum"        }
    };
    return {
        {"department", entered                                                 },
        {"region",     roll == Roll::departments ? summed_departments : entered},
        {"nation",     roll == Roll::none ? entered : summed_regions           }
    };
}

void define(const json::object& inputs, Roll roll, support::FoldedLog& log) {
    const bool down = inputs.contains("tendance") && inputs.at("tendance") == "BAISSE";
    fold_definition(domain::event_type::policy_defined,
                    {
                        {"id", policy_id}
    },
                    log);
    const json::object rules = level_rules(roll);
    fold_definition(domain::event_type::indicator_defined,
                    {
                        {"id",      inputs.at("indic")                                         },
                        {"policy",  policy_id                                                  },
                        {"trend",   down ? "down" : "up"                                       },
                        {"roll_up", {{"baseline", rules}, {"actual", rules}, {"target", rules}}}
    },
                    log);
}

Measure measure(const json::object& inputs, const std::string& zone, const std::string& type,
                std::string date, std::string value) {
    return {first_import, text(inputs.at("indic")), zone, std::move(date), type, std::move(value)};
}

// The values of several territories for one day, summed above.
std::vector<Measure> measures_by_zone(const json::object& inputs, const json::object& by_zone) {
    std::vector<Measure> measures;
    for (const auto& [zone, value] : by_zone)
        measures.push_back(
            measure(inputs, std::string{zone}, "va", text(inputs.at("date")), decimal_text(value)));
    return measures;
}

std::string cell_difference(const support::MemoryPast& past, const std::string& zone,
                            const json::value& value) {
    const json::array expected{
        json::object{{"zone", zone}, {"value", value}}
    };
    return difference(expected, rows_where(cell_rows(past), "zone", zone), Others::none);
}

Verdict judge_sum(const json::object& inputs, const json::object& expected, Roll roll) {
    support::FoldedLog log;
    define(inputs, roll, log);
    const auto* name = roll == Roll::departments ? "departments" : "regions";
    fold_measures(measures_by_zone(inputs, inputs.at(name).as_object()), log);
    return Verdict::unless(
        cell_difference(log.past(), text(expected.at("zone")), expected.at("value")));
}

Verdict judge_rate(const json::object& inputs, json::object expected) {
    support::FoldedLog log;
    define(inputs, Roll::none, log);
    const std::string zone = text(inputs.at("zone"));
    std::vector<Measure> measures;
    for (const std::string type : {"vi", "va", "vc"})
        measures.push_back(measure(inputs, zone, type, text(inputs.at(type + "_date")),
                                   decimal_text(inputs.at(type))));
    fold_measures(measures, log);
    const auto today = support::must(domain::Date::parse(text(inputs.at("va_date"))));
    expected["zone"] = zone;
    return Verdict::unless(
        difference({std::move(expected)}, month_rows(log.past(), today), Others::none));
}

// Two departments and their region, all three rates.
Verdict judge_region_rate(const json::object& inputs, const json::object& expected) {
    const std::string day = "2024-04-01";
    support::FoldedLog log;
    define(inputs, Roll::departments, log);
    std::vector<Measure> measures;
    for (const std::string zone : {"D2A", "D2B"}) {
        const auto& values = inputs.at(zone).as_object();
        measures.push_back(
            measure(inputs, zone, "vi", "2021-12-31", decimal_text(values.at("vi"))));
        measures.push_back(measure(inputs, zone, "va", day, decimal_text(values.at("va"))));
        measures.push_back(
            measure(inputs, zone, "vc", "2026-12-31", decimal_text(values.at("vc"))));
    }
    fold_measures(measures, log);

    const auto& tolerance = expected.at("tolerance");
    const auto& region = expected.at("R94").as_object();
    json::array rates;
    for (const std::string zone : {"D2A", "D2B"})
        rates.push_back({
            {"zone",      zone             },
            {"tag",       expected.at(zone)},
            {"tolerance", tolerance        }
        });
    rates.push_back({
        {"zone",      "R94"           },
        {"vig",       region.at("vi") },
        {"va",        region.at("va") },
        {"vcg",       region.at("vc") },
        {"tag",       region.at("tag")},
        {"tolerance", tolerance       }
    });
    const auto today = support::must(domain::Date::parse(day));
    return Verdict::unless(difference(rates, month_rows(log.past(), today), Others::ignored));
}

// A correction: what is believed before it, and after.
Verdict judge_correction(const json::object& inputs, const json::object& expected) {
    support::FoldedLog log;
    define(inputs, Roll::departments, log);
    const auto judge = [&](const char* import, const json::object& entered,
                           const json::value& region) {
        auto measures = measures_by_zone(inputs, entered);
        for (Measure& one : measures) one.imported = import;
        fold_measures(measures, log);
        for (const auto& [zone, value] : entered) {
            auto differs = cell_difference(log.past(), std::string{zone}, value);
            if (!differs.empty()) return differs;
        }
        return cell_difference(log.past(), "R94", region);
    };
    const auto& before = inputs.at("before").as_object();
    if (before != expected.at("as_of_before_2024_04_26").as_object())
        return Verdict::failed("the case states two pasts");
    auto differs = judge(first_import, before, expected.at("R94_before"));
    if (differs.empty())
        differs = judge(second_import, inputs.at("after").as_object(), expected.at("R94_after"));
    return Verdict::unless(differs);
}

// Two editions of one figure whose digits float sums have moved.
Verdict judge_editions(const json::object& inputs, const json::object& expected) {
    for (const char* edition : {"edition_1", "edition_2"}) {
        const auto value =
            support::must(domain::codec::parse_published_value(inputs.at(edition).as_string()));
        support::FoldedLog log;
        define(inputs, Roll::none, log);
        const std::string zone = text(inputs.at("zone"));
        fold_measures(
            {measure(inputs, zone, text(inputs.at("type")), text(inputs.at("date")), value.text())},
            log);
        const auto id = support::must(domain::IndicatorId::parse(text(inputs.at("indic"))));
        const auto territory = support::must(domain::Territory::parse(zone));
        const auto cells = log.past().cells(id, territory, domain::Kind::target);
        const auto kept = cells.empty() || !cells.front().cell.value
                              ? std::string{"nothing"}
                              : cells.front().cell.value->text();
        if (kept != text(expected.at("value")))
            return Verdict::failed(std::string{edition} + " is kept as " + kept);
    }
    return Verdict::passed();
}

}  // namespace

Verdict judge_published_case(const json::object& of) {
    const auto& inputs = of.at("inputs").as_object();
    const auto& expected = of.at("expected").is_array()
                               ? of.at("expected").as_array().front().as_object()
                               : of.at("expected").as_object();
    if (inputs.contains("departments")) return judge_sum(inputs, expected, Roll::departments);
    if (inputs.contains("regions")) return judge_sum(inputs, expected, Roll::regions);
    if (inputs.contains("vi_date")) return judge_rate(inputs, expected);
    if (inputs.contains("D2A")) return judge_region_rate(inputs, expected);
    if (inputs.contains("before")) return judge_correction(inputs, expected);
    if (inputs.contains("edition_1")) return judge_editions(inputs, expected);
    return Verdict::failed("a published case of no known shape");
}

}  // namespace tests::vectors::pilote
