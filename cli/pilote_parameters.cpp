// SPDX-License-Identifier: EUPL-1.2
#include "cli/pilote_parameters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "cli/csv_file.hpp"
#include "domain/codec/definition_json.hpp"

namespace cli {
namespace {

using domain::ComparableOperation;
using domain::Decumulation;
using domain::IndicatorDefinition;
using domain::Kind;
using domain::Level;
using domain::Periodicity;
using domain::RollUpOperation;
using domain::Source;
using domain::Trend;
using domain::ValueSchema;
using domain::Window;
using platform::Errc;
using platform::Error;

template <class T>
struct Word {
    std::string_view word;
    T meaning;
};

// The first word of each list stands for an empty cell.
constexpr std::array<Word<Source>, 5> sources{
    {{"_", Source::none},
     {"user_input", Source::entered},
     {"DEPT", Source::departments},
     {"REG", Source::regions},
     {"sub_indic", Source::sub_indicators}}
};
constexpr std::array<Word<RollUpOperation>, 4> operations{
    {{"_", RollUpOperation::none},
     {"sum", RollUpOperation::sum},
     {"avg", RollUpOperation::mean},
     {"moy", RollUpOperation::moy}}
};
constexpr std::array<Word<ComparableOperation>, 4> comparable_operations{
    {{"current_value", ComparableOperation::current},
     {"sum", ComparableOperation::sum},
     {"moy", ComparableOperation::mean},
     {"avg", ComparableOperation::mean}}
};
constexpr std::array<Word<Decumulation>, 3> decumulations{
    {{"_", Decumulation::none},
     {"from_year_start", Decumulation::year},
     {"from_custom_date", Decumulation::series}}
};
constexpr std::array<Word<Window>, 4> windows{
    {{"_", Window::none},
     {"from_year_start", Window::year},
     {"from_custom_date", Window::series},
     {"from_previous_month", Window::months}}
};
constexpr std::array<Word<Trend>, 4> trends{
    {{"HAUSSE", Trend::up},
     {"BAISSE", Trend::down},
     {"STABLE", Trend::stable},
     {"NULL", Trend::none}}
};
constexpr std::array<Word<ValueSchema>, 4> schemas{
    {{"sans-contraintes.json", ValueSchema::any},
     {"restrict-0-100.json", ValueSchema::percentage},
     {"restrict-dept.json", ValueSchema::departments_only},
     {"restrict-reg.json", ValueSchema::regions_only}}
};
constexpr std::array<Word<std::optional<Periodicity>>, 9> periodicities{
    {{"", std::nullopt},
     {"Mensuelle", Periodicity::monthly},
     {"Trimestrielle", Periodicity::quarterly},
     {"Semestrielle", Periodicity::half_yearly},
     {"Annuelle", Periodicity::yearly},
     {"Bi-annuelle", Periodicity::two_yearly},
     {"3 ans", Periodicity::three_yearly},
     {"6 ans", Periodicity::six_yearly},
     {"Autre/Inconnue", Periodicity::other}}
};
constexpr std::array<Word<bool>, 11> not_unless_said{
    {{"false", false},
     {"true", true},
     {"FALSE", false},
     {"TRUE", true},
     {"False", false},
     {"True", true},
     {"non", false},
     {"oui", true},
     {"0", false},
     {"1", true},
     {"t", true}}
};
constexpr std::array<Word<bool>, 11> said_unless_not{
    {{"true", true},
     {"false", false},
     {"TRUE", true},
     {"FALSE", false},
     {"True", true},
     {"False", false},
     {"oui", true},
     {"non", false},
     {"1", true},
     {"0", false},
     {"f", false}}
};

constexpr std::array<std::string_view, domain::kind_count> kind_words{"vi", "va", "vc"};
constexpr std::array<std::string_view, domain::level_count> level_words{"nat", "reg", "dept"};
constexpr std::string_view months_prefix = "from_previous_month::";
constexpr std::uint16_t months_max = 1'320;
constexpr std::uint16_t delay_max = 120;

// Reads the cells of one row and keeps the first thing that is wrong.
class Cells {
public:
    Cells(const std::map<std::string, std::size_t, std::less<>>& columns, const CsvRow& row,
          std::size_t number, std::set<std::size_t>& used)
        : columns_(columns), row_(row), number_(number), used_(used) {}

    // Empty where there is no such column.
    std::string_view text(std::string_view column) {
        const auto found = columns_.find(column);
        if (found == columns_.end()) return {};
        used_.insert(found->second);
        return cell(row_, found->second);
    }

    // Of a column that must be there.
    std::string_view parameter(std::string_view column) {
        if (!columns_.contains(column)) wrong(column, "the column is missing");
        return text(column);
    }

    template <class T, std::size_t n>
    T word(std::string_view column, std::string_view text, const std::array<Word<T>, n>& words) {
        if (text.empty()) return words.front().meaning;
        for (const auto& [word, meaning] : words)
            if (word == text) return meaning;
        std::string expected = "expected one of";
        for (const auto& [word, meaning] : words) expected.append(" ").append(word);
        wrong(column, expected + ", not \"" + std::string{text} + "\"");
        return words.front().meaning;
    }

    std::uint16_t integer(std::string_view column, std::string_view text, std::uint16_t max) {
        std::uint16_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value > max)
            wrong(column, "expected a whole number up to " + std::to_string(max));
        return value;
    }

    template <class T>
    std::optional<T> parsed(std::string_view column, std::string_view text,
                            domain::Result<T> (*parse)(std::string_view)) {
        const auto value = parse(text);
        if (value) return *value;
        wrong(column, value.error().detail + ", not \"" + std::string{text} + "\"");
        return std::nullopt;
    }

    void wrong(std::string_view column, const std::string& why) {
        if (!wrong_)
            wrong_ = Error{Errc::invalid, "row " + std::to_string(number_) + ", column " +
                                              std::string{column} + ": " + why};
    }

    const std::optional<Error>& wrong() const { return wrong_; }

private:
    const std::map<std::string, std::size_t, std::less<>>& columns_;
    const CsvRow& row_;
    std::size_t number_;
    std::set<std::size_t>& used_;
    std::optional<Error> wrong_;
};

std::string joined(std::string_view a, std::string_view b, std::string_view c) {
    return std::string{a} + "_" + std::string{b} + "_" + std::string{c};
}

void read_roll_up(Cells& cells, IndicatorDefinition& into) {
    for (const Kind kind : domain::all_kinds)
        for (const Level level : domain::all_levels) {
            const auto k = static_cast<std::size_t>(kind);
            const auto l = static_cast<std::size_t>(level);
            const std::string from = joined(kind_words[k], level_words[l], "from");
            const std::string operation = joined(kind_words[k], level_words[l], "op");
            into.roll_up[k][l] = {cells.word(from, cells.parameter(from), sources),
                                  cells.word(operation, cells.parameter(operation), operations)};
        }
}

// A custom date is the same for a whole series: only its presence counts (pilote.md §3.3).
std::string_view before_colons(std::string_view text) {
    return text.substr(0, text.find("::"));
}

domain::ComparableRule read_comparable(Cells& cells, const std::string& prefix) {
    const std::string decumulate = prefix + "_decumul_from";
    const std::string window = prefix + "_partition_date";
    const std::string operation = prefix + "_op";
    domain::ComparableRule rule;
    rule.decumulate =
        cells.word(decumulate, before_colons(cells.parameter(decumulate)), decumulations);
    const auto of_window = cells.parameter(window);
    rule.window = cells.word(window, before_colons(of_window), windows);
    if (rule.window == Window::months)
        rule.months = cells.integer(
            window, of_window.substr(std::min(months_prefix.size(), of_window.size())), months_max);
    rule.operation = cells.word(operation, cells.parameter(operation), comparable_operations);
    return rule;
}

// "25.0" of a table is 25.
domain::Result<domain::Decimal> parse_declared_weight(std::string_view text) {
    const auto value = domain::Decimal::parse(text.empty() ? "0" : text);
    if (!value) return value.error();
    return domain::codec::parse_weight(value->text());
}

std::optional<domain::TerritorySet> read_zones(Cells& cells, std::string_view column) {
    auto text = cells.text(column);
    if (text.empty()) return std::nullopt;
    domain::TerritorySet set;
    if (text == "aucune") return set;
    constexpr std::string_view separators = " ,|";
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(separators), text.size());
        if (end > 0)
            if (const auto zone =
                    cells.parsed(column, text.substr(0, end), &domain::Territory::parse))
                set.set(zone->index());
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return set;
}

platform::Result<IndicatorDefinition> read_indicator(Cells cells) {
    const auto id =
        cells.parsed("indic_id", cells.parameter("indic_id"), &domain::IndicatorId::parse);
    auto chantier = cells.text("indic_parent_ch");
    if (chantier.empty()) chantier = cells.text("chantier_id");
    const auto policy = cells.parsed("indic_parent_ch", chantier, &domain::PolicyId::parse);
    if (!id || !policy) return *cells.wrong();

    IndicatorDefinition indicator{*id, *policy};
    const auto name = cells.text("indic_nom");
    indicator.name = name.empty() ? id->text() : std::string{name};
    if (const auto unit = cells.text("indic_unite"); !unit.empty()) indicator.unit = unit;
    read_roll_up(cells, indicator);
    indicator.annual = read_comparable(cells, "param_vaca");
    indicator.global = read_comparable(cells, "param_vacg");
    for (const Level level : domain::all_levels) {
        const auto l = static_cast<std::size_t>(level);
        const std::string column = joined("poids_pourcent", level_words[l], "declaree");
        indicator.weights[l] = cells.parsed(column, cells.parameter(column), &parse_declared_weight)
                                   .value_or(domain::Decimal{});
    }
    indicator.trend = cells.word("tendance", cells.parameter("tendance"), trends);
    indicator.applies_to = read_zones(cells, "zone_applicable");
    indicator.periodicity = cells.word("periodicite", cells.text("periodicite"), periodicities);
    if (const auto delay = cells.text("delai_disponibilite"); !delay.empty())
        indicator.publication_delay_months = cells.integer("delai_disponibilite", delay, delay_max);
    indicator.hidden =
        cells.word("indic_hidden_pilote", cells.text("indic_hidden_pilote"), not_unless_said);
    indicator.value_schema = cells.word("indic_schema", cells.text("indic_schema"), schemas);
    indicator.territorial =
        cells.word("indic_territorialise", cells.text("indic_territorialise"), said_unless_not);
    if (cells.wrong()) return *cells.wrong();
    return indicator;
}

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

}  // namespace

bool is_pilote_parameters(std::string_view text) {
    return first_line(text).find("indic_id") != std::string_view::npos &&
           first_line(text).find('{') == std::string_view::npos;
}

platform::Result<PiloteParameters> parse_pilote_parameters(std::string_view text) {
    const char separator = first_line(text).find(';') == std::string_view::npos ? ',' : ';';
    const auto table = parse_csv(text, separator);
    if (!table) return table.error();
    std::map<std::string, std::size_t, std::less<>> columns;
    for (std::size_t i = 0; i < table->header.size(); ++i) columns.emplace(table->header[i], i);

    PiloteParameters parameters;
    std::set<std::size_t> used;
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        if (table->rows[i] == CsvRow{""}) continue;  // An empty line.
        auto indicator = read_indicator(Cells{columns, table->rows[i], i + 2, used});
        if (!indicator) return indicator.error();
        parameters.indicators.push_back(std::move(*indicator));
    }
    for (const auto& [name, place] : columns)
        if (!used.contains(place)) parameters.unused_columns.push_back(name);
    return parameters;
}

}  // namespace cli
