// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/golden_files.hpp"

#include <charconv>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "tests/vectors/support/csv.hpp"
#include "tests/vectors/support/definitions.hpp"
#include "tests/vectors/support/events.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::vectors {
namespace {

// The day of all measures is before "today" of the reference run (2024-10-23).
constexpr std::string_view definitions_recorded = "2024-10-21T08:00:00Z";
constexpr std::string_view measures_recorded = "2024-10-22T08:00:00Z";
constexpr std::string_view source = "urn:golden";

using Line = std::vector<std::string>;

// The parameters that params.csv shortens: departments are entered, the rest is rolled up alike for
// the three kinds, and the comparable value is the entered one (SOURCES.md).
PiloteIndicator indicator_of(const Line& line, const std::vector<std::size_t>& at) {
    const auto text = [&line, &at](std::size_t place) { return line[at[place]]; };
    PiloteIndicator indicator{
        .id = text(0),
        .chantier = text(1),
        .hidden = false,
        .applies_to = std::nullopt,
        .params = {{"tendance", text(3)},
                   {"poids_pourcent_dept_declaree", text(4)},
                   {"poids_pourcent_reg_declaree", text(5)},
                   {"poids_pourcent_nat_declaree", text(6)}}
    };
    for (const std::string kind : {"vi_", "va_", "vc_"}) {
        indicator.params[kind + "dept_from"] = text(7);
        indicator.params[kind + "dept_op"] = "_";
        indicator.params[kind + "reg_from"] = text(8);
        indicator.params[kind + "reg_op"] = text(2);
        indicator.params[kind + "nat_from"] = text(9);
        indicator.params[kind + "nat_op"] = text(2);
    }
    for (const auto& [prefix, operation] :
         {std::pair("param_vaca_", text(10)), std::pair("param_vacg_", text(11))}) {
        indicator.params[std::string(prefix) + "decumul_from"] = "_";
        indicator.params[std::string(prefix) + "partition_date"] = "_";
        indicator.params[std::string(prefix) + "op"] = operation;
    }
    return indicator;
}

platform::Result<std::string> definition_event(std::string_view type,
                                               platform::Result<boost::json::object> data) {
    if (!data) return data.error();
    const std::string id(data->at("id").as_string());
    return write_event({.source = std::string(source),
                        .id = "define-" + id,
                        .type = type,
                        .recorded = std::string(definitions_recorded),
                        .data = std::move(*data)});
}

platform::Status read_definitions(const std::string& directory, GoldenInputs& inputs) {
    const auto csv = read_csv(directory + "/params.csv");
    if (!csv) return csv.error();
    const auto at =
        csv->places({"indic_id", "chantier_id", "rollup_op", "tendance", "poids_dept", "poids_reg",
                     "poids_nat", "dept_from", "reg_from", "nat_from", "vaca_op", "vacg_op"});
    if (!at) return at.error();
    std::set<std::string> policies;
    for (const Line& line : csv->rows) policies.insert(line[(*at)[1]]);
    for (const std::string& id : policies) {
        auto event = definition_event(policy_defined, policy_definition({id, {}, {}}));
        if (!event) return event.error();
        inputs.definitions.push_back(std::move(*event));
        inputs.catalogue.policies.push_back(id);
    }
    for (const Line& line : csv->rows) {
        const auto indicator = indicator_of(line, *at);
        auto event = definition_event(indicator_defined, indicator_definition(indicator));
        if (!event) return event.error();
        inputs.definitions.push_back(std::move(*event));
        inputs.catalogue.indicators.push_back(indicator.id);
    }
    return {};
}

platform::Status read_measures(const std::string& directory, GoldenInputs& inputs) {
    const auto csv = read_csv(directory + "/mesures.csv.gz");
    if (!csv) return csv.error();
    const auto at =
        csv->places({"indic_id", "zone_id", "metric_date", "metric_type", "metric_value"});
    if (!at) return at.error();
    std::map<std::string_view, std::vector<FileMeasure>> by_indicator;
    for (const Line& line : csv->rows) {
        const auto text = [&line, &at](std::size_t place) {
            return std::string_view(line[(*at)[place]]);
        };
        by_indicator[text(0)].push_back({text(0), text(1), text(2), text(3), text(4)});
    }
    for (const auto& [indicator, measures] : by_indicator) {
        // Cutting inside an indicator would change regional baselines, so one that is too large is
        // an error here.
        auto data = measures_data(measures);
        if (!data) return data.error();
        auto event = write_event({.source = std::string(source),
                                  .id = "measures-" + std::string(indicator),
                                  .type = measures_reported,
                                  .recorded = std::string(measures_recorded),
                                  .data = std::move(*data)});
        if (!event) return event.error();
        inputs.events.push_back(std::move(*event));
    }
    inputs.measures = csv->rows.size();
    return {};
}

Cell number_cell(const std::string& text) {
    if (text.empty()) return NoValue{};
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return Malformed{};
    return number;
}

Cell month_cell(const std::string& text) {
    if (text.empty()) return NoValue{};
    return text.substr(0, 7);
}

// The cells at `at`, of which those in `months` are months and the others numbers.
std::vector<Cell> cells_of(const Line& line, const std::vector<std::size_t>& at,
                           const std::set<std::size_t>& months) {
    std::vector<Cell> cells;
    for (std::size_t place = 0; place < at.size(); ++place) {
        const std::string& text = line[at[place]];
        cells.push_back(months.contains(place) ? month_cell(text) : number_cell(text));
    }
    return cells;
}

// One file of outputs: where its key and its cells stand.
struct OutputFile {
    std::string_view name;
    std::string_view table;
    std::vector<std::string_view> key;
    std::vector<std::string_view> columns;
    std::set<std::size_t> months;
};

platform::Status read_output(const std::string& directory, const OutputFile& file, Rows& rows) {
    const auto csv = read_csv(directory + "/" + std::string(file.name));
    if (!csv) return csv.error();
    const auto key = csv->places(file.key);
    if (!key) return key.error();
    const auto at = csv->places(file.columns);
    if (!at) return at.error();
    for (const Line& line : csv->rows) {
        RowKey row{std::string(file.table), line[(*key)[0]], line[(*key)[1]], {}};
        if (key->size() > 2) row.at = line[(*key)[2]];
        auto cells = cells_of(line, *at, file.months);
        if (file.table == series_table) {
            row.at = row.at.substr(0, 7);
            // Only three of the seven columns of a series are in the file.
            cells = {NoValue{}, NoValue{}, NoValue{}, cells[0], NoValue{}, cells[1], cells[2]};
        }
        const auto [place, added] = rows.try_emplace(std::move(row), std::move(cells));
        if (!added) return failure(std::string(file.name) + ": given twice: " + place->first.id);
    }
    return {};
}

}  // namespace

platform::Result<GoldenInputs> read_golden_inputs(const std::string& directory) {
    GoldenInputs inputs;
    const auto defined = read_definitions(directory, inputs);
    if (!defined) return defined.error();
    const auto measured = read_measures(directory, inputs);
    if (!measured) return measured.error();
    return inputs;
}

platform::Result<Rows> read_golden_outputs(const std::string& directory) {
    const std::vector<OutputFile> files{
        {"indicateur_zone.csv.gz",
         latest_table,   {"indic_id", "zone_id"},
         {"vaca", "va_date", "vig", "vig_date", "vcg", "vcg_date", "vca", "vca_date", "taa", "tag"},
         {1, 3, 5, 7}},
        {"indicateur_zone_date.csv.gz",
         series_table,   {"indic_id", "zone_id", "metric_date"},
         {"vaca", "taa", "tag"},
         {}          },
        {"chantier_zone.csv.gz",
         chantier_table, {"chantier_id", "zone_id", "valid_on"},
         {"taa", "tag", "date_ta", "n_indic_in_ta", "n_indic_in_ta_expected"},
         {2}         }
    };
    Rows rows;
    for (const OutputFile& file : files) {
        const auto read = read_output(directory, file, rows);
        if (!read) return read.error();
    }
    return rows;
}

}  // namespace tests::vectors
