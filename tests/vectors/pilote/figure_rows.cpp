// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/pilote/figure_rows.hpp"

#include <boost/json/object.hpp>
#include <stdexcept>
#include <utility>

#include "domain/rules/comparable_value.hpp"
#include "domain/rules/freshness.hpp"
#include "domain/rules/policy_rate.hpp"
#include "domain/rules/progress.hpp"
#include "tests/support/must.hpp"
#include "tests/vectors/pilote/rows.hpp"

namespace tests::vectors::pilote {
namespace {

namespace json = boost::json;
using domain::Kind;
using domain::rules::MonthValue;

std::string_view type_of(Kind kind) {
    constexpr std::array<std::string_view, domain::kind_count> types{"vi", "va", "vc"};
    return types[static_cast<std::size_t>(kind)];
}

std::string first_day(domain::Month month) {
    return month.text() + "-01";
}

json::value date_of(const std::optional<MonthValue>& value) {
    if (!value) return nullptr;
    return json::value(first_day(value->month));
}

json::value value_of(const std::optional<MonthValue>& value) {
    if (!value) return nullptr;
    return number_of(value->value);
}

json::object row_of(domain::IndicatorId indicator, domain::Territory territory) {
    return {
        {"indic", indicator.text()},
        {"zone",  territory.zone()}
    };
}

domain::IndicatorDefinition definition_of(const support::MemoryPast& past, domain::IndicatorId id) {
    for (auto& definition : past.indicators())
        if (definition.id == id) return std::move(definition);
    throw std::runtime_error("no definition of " + id.text());
}

void add_month_rows(const support::MemoryPast& past, domain::IndicatorId id,
                    domain::Territory territory, domain::Date today, json::array& rows) {
    namespace rules = domain::rules;
    const auto definition = definition_of(past, id);
    const auto state = past.state(id, territory);
    const auto months = rules::series_months(past.cells(id, territory, Kind::baseline),
                                             past.cells(id, territory, Kind::actual),
                                             past.cells(id, territory, Kind::target));
    const auto annual = rules::comparable_values(definition.annual, definition.rules, months);
    const auto global = rules::comparable_values(definition.global, definition.rules, months);
    const auto current = rules::target_of_year(state.year_targets, today.month.year());
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (!months[i].actual) continue;
        const auto at_date = rules::target_of_year(state.year_targets, months[i].month.year());
        const auto rate = [&](domain::Trend trend, const std::optional<MonthValue>& target,
                              std::optional<domain::Decimal> comparable) {
            const auto number = [](const auto& of) {
                return of ? std::optional{of->value} : std::nullopt;
            };
            return number_of(
                rules::progress(trend, number(state.initial), number(target), comparable));
        };
        json::object row = row_of(id, territory);
        row["date"] = first_day(months[i].month);
        row["va"] = number_of(months[i].actual);
        row["vaca"] = number_of(annual[i]);
        row["vacg"] = number_of(global[i]);
        row["vig"] = value_of(state.initial);
        row["vca_courant"] = value_of(current);
        row["vcg"] = value_of(state.global_target);
        row["taa_courant"] = rate(definition.trend, current, annual[i]);
        row["taa_adate"] = rate(rules::trend_at_date(definition), at_date, annual[i]);
        row["tag"] = rate(definition.trend, state.global_target, global[i]);
        rows.push_back(std::move(row));
    }
}

// The indicators of a log, each with its state in one territory.
struct Contributions {
    Contributions(const support::MemoryPast& past, domain::Territory territory)
        : definitions(past.indicators()) {
        for (const auto& definition : definitions)
            states.push_back(past.state(definition.id, territory));
        for (std::size_t i = 0; i < definitions.size(); ++i)
            list.push_back({&definitions[i], &states[i]});
    }
    Contributions(const Contributions&) = delete;
    Contributions& operator=(const Contributions&) = delete;

    std::vector<domain::IndicatorDefinition> definitions;
    std::vector<domain::rules::State> states;
    std::vector<domain::rules::Contribution> list;
};

template <class ValueOf>
json::array state_rows(const support::MemoryPast& past, const std::string& name,
                       ValueOf value_of_state) {
    json::array rows;
    for (const auto& [key, state] : past.figures().states) {
        const std::optional<MonthValue> value = value_of_state(state);
        if (!value) continue;
        json::object row = row_of(key.first, key.second);
        row[name] = value_of(value);
        row[name + "_date"] = date_of(value);
        rows.push_back(std::move(row));
    }
    return rows;
}

json::object freshness_row(const domain::rules::Freshness& fresh, std::string_view maille) {
    json::object row{
        {"maille",      maille                      },
        {"last_va",     nullptr                     },
        {"next_va",     nullptr                     },
        {"next_update", nullptr                     },
        {"days",        nullptr                     },
        {"up_to_date",  fresh.up_to_date ? "t" : "f"}
    };
    const auto date_text = [](std::chrono::year_month_day date) {
        const auto of = domain::Date::of(static_cast<int>(date.year()),
                                         static_cast<int>(static_cast<unsigned>(date.month())),
                                         static_cast<int>(static_cast<unsigned>(date.day())));
        return support::must(of).text();
    };
    if (fresh.last) row["last_va"] = first_day(*fresh.last);
    if (fresh.next_value) row["next_va"] = date_text(*fresh.next_value / 1);
    if (fresh.next_update) row["next_update"] = date_text(*fresh.next_update);
    if (fresh.days) row["days"] = *fresh.days;
    return row;
}

}  // namespace

json::array entered_rows(const support::MemoryPast& past) {
    json::array rows;
    for (const auto& [key, series] : past.figures().cells) {
        const auto& [indicator, territory, kind] = key;
        for (const auto& [month, cell] : series) {
            if (cell.origin != domain::Origin::entered) continue;
            json::object row = row_of(indicator, territory);
            row["metric_date"] = first_day(month);
            row["type"] = type_of(kind);
            row["value"] = number_of(cell.value);
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

json::array cell_rows(const support::MemoryPast& past) {
    json::array rows;
    for (const auto& [key, series] : past.figures().cells) {
        const auto& [indicator, territory, kind] = key;
        for (const auto& [month, cell] : series) {
            json::object row = row_of(indicator, territory);
            row["date"] = first_day(month);
            row["type"] = type_of(kind);
            row["value"] = number_of(cell.value);
            row["value_text"] = row["value"];
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

json::array month_rows(const support::MemoryPast& past, domain::Date today) {
    json::array rows;
    for (const auto& [key, series] : past.figures().cells) {
        const auto& [indicator, territory, kind] = key;
        if (kind == Kind::actual) add_month_rows(past, indicator, territory, today, rows);
    }
    return rows;
}

json::array initial_rows(const support::MemoryPast& past) {
    return state_rows(past, "vig", [](const auto& state) { return state.initial; });
}

json::array global_target_rows(const support::MemoryPast& past) {
    return state_rows(past, "vcg", [](const auto& state) { return state.global_target; });
}

json::array year_target_rows(const support::MemoryPast& past) {
    json::array rows;
    for (const auto& [key, state] : past.figures().states) {
        for (const MonthValue& target : state.year_targets) {
            json::object row = row_of(key.first, key.second);
            row["year"] = target.month.year();
            row["vca"] = number_of(target.value);
            row["vca_date"] = first_day(target.month);
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

json::array policy_rows(const support::MemoryPast& past, domain::Territory territory,
                        domain::Date today) {
    const Contributions indicators{past, territory};
    const auto figure =
        domain::rules::policy_figure(indicators.list, territory, today.month.year());
    json::array rows;
    for (const auto& [name, rate] : {
             std::pair{"today",      figure.today   },
             std::pair{"prev_month", figure.previous}
    }) {
        if (!rate) continue;
        rows.push_back(json::object{
            {"zone",       territory.zone()                                           },
            {"valid_on",   name                                                       },
            {"n",          rate->reported                                             },
            {"n_expected", rate->expected                                             },
            {"taa",        number_of(rate->rates.annual)                              },
            {"tag",        number_of(rate->rates.global)                              },
            {"date_ta",
             rate->month ? json::value(first_day(*rate->month)) : json::value(nullptr)}
        });
    }
    return rows;
}

json::array weight_rows(const support::MemoryPast& past, domain::Territory territory) {
    const Contributions indicators{past, territory};
    const auto real = domain::rules::real_weights(indicators.list, territory);
    json::array rows;
    for (std::size_t i = 0; i < indicators.definitions.size(); ++i) {
        const auto& definition = indicators.definitions[i];
        json::object row = row_of(definition.id, territory);
        row["applicable"] = definition.applies(territory) ? "t" : "f";
        row["declared"] =
            number_of(definition.weights[static_cast<std::size_t>(territory.level())]);
        row["applied"] = number_of(domain::rules::applied_weight(definition, territory));
        row["real"] = number_of(real[i]);
        rows.push_back(std::move(row));
    }
    return rows;
}

json::array freshness_rows(const support::MemoryPast& past, domain::Date today) {
    constexpr std::array<std::string_view, domain::level_count> mailles{"NAT", "REG", "DEPT"};
    const auto definition = past.indicators().front();
    const auto policy = past.policies().front();
    json::array rows;
    for (const auto level : domain::all_levels) {
        if (!domain::rules::freshness_is_told(policy, definition, level)) continue;
        const auto fresh =
            domain::rules::freshness(definition, past.last_month(definition.id, level), today);
        rows.push_back(freshness_row(fresh, mailles[static_cast<std::size_t>(level)]));
    }
    return rows;
}

}  // namespace tests::vectors::pilote
