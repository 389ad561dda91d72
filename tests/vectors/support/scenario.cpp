// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/scenario.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <charconv>
#include <chrono>
#include <exception>
#include <map>
#include <optional>
#include <string_view>

#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/definitions.hpp"
#include "tests/vectors/support/events.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/zone.hpp"

namespace tests::vectors {
namespace {

using boost::json::value;

// "2018-06-27T13:23:24Z" becomes "2018-06-26T13:23:24Z". Edge: any text that does not start with a
// day comes back unchanged and is refused by the server.
std::string day_before(const std::string& instant) {
    if (instant.size() < 10) return instant;
    const auto number = [&instant](std::size_t from, std::size_t count) {
        int parsed = 0;
        std::from_chars(instant.data() + from, instant.data() + from + count, parsed);
        return parsed;
    };
    using namespace std::chrono;
    const year_month_day day{sys_days{year{number(0, 4)} / number(5, 2) / number(8, 2)} - days{1}};
    const auto two_digits = [](unsigned figure) {
        return std::string(figure < 10 ? "-0" : "-") + std::to_string(figure);
    };
    return std::to_string(static_cast<int>(day.year())) +
           two_digits(static_cast<unsigned>(day.month())) +
           two_digits(static_cast<unsigned>(day.day())) + instant.substr(10);
}

// Weights are written with at most two decimals and no more than they need; the shortest text of
// the parsed double could have more, for the parser is not exact.
std::string param_text(const value& param) {
    if (const auto* text = param.if_string()) return std::string(*text);
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                   param.to_number<double>(), std::chars_format::fixed, 2)
                         .ptr;
    std::string written{digits.data(), end};
    written.erase(written.find_last_not_of('0') + 1);
    if (written.ends_with('.')) written.pop_back();
    return written;
}

// Where no department names the nation as its direct parent, the reference replicates nothing
// (differential.md §6).
bool departments_name_the_nation(const value& line) {
    return std::ranges::any_of(line.at("territories").as_array(), [](const value& territory) {
        const auto& parents = territory.at("parents").as_array();
        return text_member(territory, "maille") == "DEPT" &&
               std::ranges::find(parents, value("FRANCE")) != parents.end();
    });
}

PiloteChantier chantier_of(const value& line, const value& chantier) {
    PiloteChantier found{
        .id = std::string(text_member(chantier, "id")),
        .replicate_val_reg_to = std::string(text_member(chantier, "replicate_val_reg_to")),
        .replicate_val_nat_to = std::string(text_member(chantier, "replicate_val_nat_to"))};
    if (found.replicate_val_nat_to == "DEPT" && !departments_name_the_nation(line)) {
        found.replicate_val_nat_to.clear();
    }
    return found;
}

PiloteIndicator indicator_of(const value& line, const value& indicator) {
    PiloteIndicator found{.id = std::string(text_member(indicator, "id")),
                          .chantier = std::string(text_member(indicator, "chantier")),
                          .hidden = indicator.at("hidden").as_bool(),
                          .applies_to = std::nullopt,
                          .params = {}};
    for (const auto& [name, param] : indicator.at("params").as_object()) {
        found.params.emplace(name, param_text(param));
    }
    if (indicator.at("zone_group").is_null()) return found;
    // A group that is not listed has no member.
    found.applies_to.emplace();
    const auto* members =
        member(line.at("zone_groups"), std::string_view(indicator.at("zone_group").as_string()));
    if (members == nullptr) return found;
    for (const value& zone : members->as_array()) {
        found.applies_to->push_back(territory_of(std::string_view(zone.as_string())));
    }
    return found;
}

FileMeasure measure_of(const value& row) {
    const auto& cells = row.as_array();
    const auto text = [&cells](std::size_t place) {
        return std::string_view(cells.at(place).as_string());
    };
    return {text(1), text(2), text(3), text(4), text(5)};
}

// Writes the events of one line; throws what Boost.JSON throws on a line of another shape.
class ScenarioReader {
public:
    explicit ScenarioReader(const value& line) : line_(line) {}

    platform::Result<Scenario> read() {
        scenario_.id = std::string(text_member(line_, "id"));
        scenario_.as_of = std::string(text_member(line_, "as_of"));
        scenario_.catalogue.zones.emplace();
        for (const value& territory : line_.at("territories").as_array()) {
            scenario_.catalogue.zones->emplace(text_member(territory, "zone"));
        }
        const auto imported = read_imports();
        if (!imported) return imported.error();
        const auto defined = read_definitions();
        if (!defined) return defined.error();
        return std::move(scenario_);
    }

private:
    platform::Status define(std::string_view type, platform::Result<boost::json::object> data) {
        if (!data) return data.error();
        auto event = write_event({.source = source(),
                                  .id = "define-" + std::string(data->at("id").as_string()),
                                  .type = type,
                                  .recorded = day_before(scenario_.imports.front().recorded),
                                  .data = std::move(*data)});
        if (!event) return event.error();
        scenario_.definitions.push_back(std::move(*event));
        return {};
    }

    platform::Status read_definitions() {
        for (const value& chantier : line_.at("chantiers").as_array()) {
            const auto found = chantier_of(line_, chantier);
            auto defined = define(policy_defined, policy_definition(found));
            if (!defined) return defined;
            scenario_.catalogue.policies.push_back(found.id);
        }
        for (const value& indicator : line_.at("indicators").as_array()) {
            const auto found = indicator_of(line_, indicator);
            auto defined = define(indicator_defined, indicator_definition(found));
            if (!defined) return defined;
            auto& ids = found.hidden ? scenario_.hidden_indicators : scenario_.catalogue.indicators;
            ids.push_back(found.id);
        }
        return {};
    }

    platform::Status read_imports() {
        const auto& measures = line_.at("measures").as_array();
        if (measures.empty()) return failure(scenario_.id + ": no measure");
        std::vector<FileMeasure> rows;
        std::string recorded;
        for (const value& measure : measures) {
            const std::string_view time(measure.as_array().at(0).as_string());
            if (time < recorded) return failure(scenario_.id + ": import times decrease");
            if (time != recorded && !rows.empty()) {
                auto added = add_import(recorded, rows);
                if (!added) return added;
                rows.clear();
            }
            recorded = time;
            rows.push_back(measure_of(measure));
        }
        return add_import(recorded, rows);
    }

    platform::Status add_import(const std::string& recorded, const std::vector<FileMeasure>& rows) {
        auto data = measures_data(rows);
        if (!data) return data.error();
        auto event = write_event({.source = source(),
                                  .id = "import-" + std::to_string(scenario_.imports.size() + 1),
                                  .type = measures_reported,
                                  .recorded = recorded,
                                  .data = std::move(*data)});
        if (!event) return event.error();
        scenario_.imports.push_back({recorded, std::move(*event)});
        return {};
    }

    std::string source() const { return "urn:differential:" + scenario_.id; }

    const value& line_;
    Scenario scenario_;
};

}  // namespace

platform::Result<Scenario> read_scenario(const value& line) {
    try {
        return ScenarioReader(line).read();
    } catch (const std::exception& error) {
        return failure("scenario " + std::string(text_member(line, "id")) + ": " + error.what());
    }
}

}  // namespace tests::vectors
