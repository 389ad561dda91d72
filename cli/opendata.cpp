// SPDX-License-Identifier: EUPL-1.2
#include "cli/opendata.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/csv_file.hpp"
#include "domain/codec/pilote_csv.hpp"

namespace cli {
namespace {

using domain::IndicatorDefinition;
using domain::IndicatorId;
using domain::Kind;
using domain::PolicyId;
using platform::Errc;
using platform::Error;

constexpr char separator = ',';

Error wrong(const std::string& file, std::size_t row, const domain::Error& error) {
    return {Errc::invalid,
            file + ": row " + std::to_string(row) + ": " + error.code + ": " + error.detail};
}

// Rows of a file as the cells of the columns asked for.
template <std::size_t n>
platform::Result<std::vector<std::array<std::string, n>>> read_columns(
    const std::string& file, const std::array<std::string_view, n>& names) {
    const auto table = read_csv(file, separator);
    if (!table) return table.error();
    const auto places = table->columns(names);
    if (!places) return Error{Errc::invalid, file + ": " + places.error().detail};
    std::vector<std::array<std::string, n>> rows;
    for (const auto& row : table->rows)
        for (std::size_t i = 0; i < n; ++i) {
            if (i == 0) rows.emplace_back();
            rows.back()[i] = cell(row, (*places)[i]);
        }
    return rows;
}

// The texts of one column by those of another.
platform::Result<std::map<std::string, std::string>> read_names(const std::string& file,
                                                                std::string_view key,
                                                                std::string_view name) {
    const auto rows = read_columns<2>(file, {key, name});
    if (!rows) return rows.error();
    std::map<std::string, std::string> names;
    for (const auto& [of, is] : *rows) names.emplace(of, is);
    return names;
}

IndicatorDefinition entered_everywhere(IndicatorId id, PolicyId policy) {
    IndicatorDefinition indicator{id, policy};
    for (auto& of_kind : indicator.roll_up)
        of_kind.fill({domain::Source::entered, domain::RollUpOperation::none});
    indicator.weights.fill(domain::Decimal::from_integer(100));
    return indicator;
}

class Folder {
public:
    explicit Folder(std::string path) : path_(std::move(path)) {}

    platform::Result<OpenData> read() {
        if (auto status = read_policies(); !status) return status.error();
        if (auto status = read_indicators(); !status) return status.error();
        if (auto status = read_all_values(); !status) return status.error();
        define_orphans();
        return std::move(data_);
    }

private:
    std::string metadata(std::string_view name) const {
        return path_ + "/metadata/" + std::string{name};
    }

    platform::Status read_policies() {
        const auto axes =
            read_names(metadata("meta_engagement.csv"), "engagement_short", "engagement_name");
        if (!axes) return axes.error();
        const std::string file = metadata("meta_chantiers.csv");
        const auto rows = read_columns<3>(file, {"chantier_id", "ch_nom", "engagement_short"});
        if (!rows) return rows.error();
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const auto& [id, title, axis] = (*rows)[i];
            const auto policy = PolicyId::parse(id);
            if (!policy) return wrong(file, i + 2, policy.error());
            domain::PolicyDefinition definition{*policy};
            definition.title = title.empty() ? id : title;
            if (const auto name = axes->find(axis); name != axes->end())
                definition.axis = name->second;
            data_.definitions.policies.push_back(std::move(definition));
        }
        return {};
    }

    platform::Status read_indicators() {
        const auto units = read_names(path_ + "/units.csv", "indic_id", "unite_courte");
        if (!units) return units.error();
        const std::string file = metadata("meta_indicateurs.csv");
        const auto rows = read_columns<5>(
            file, {"indic_id", "indic_parent_ch", "indic_nom", "indic_nom_baro", "tendance"});
        if (!rows) return rows.error();
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const auto& [id, policy, name, public_name, trend] = (*rows)[i];
            const auto of = IndicatorId::parse(id);
            if (!of) return wrong(file, i + 2, of.error());
            const auto parent = PolicyId::parse(policy);
            if (!parent) return wrong(file, i + 2, parent.error());
            auto definition = entered_everywhere(*of, *parent);
            definition.name = !name.empty() ? name : !public_name.empty() ? public_name : id;
            if (const auto unit = units->find(id); unit != units->end() && !unit->second.empty())
                definition.unit = unit->second;
            if (trend != "hausse" && trend != "baisse")
                return wrong(file, i + 2, {"trend-unknown", "", "expected hausse or baisse"});
            definition.trend = trend == "hausse" ? domain::Trend::up : domain::Trend::down;
            data_.definitions.indicators.push_back(std::move(definition));
        }
        return {};
    }

    platform::Status read_all_values() {
        std::error_code error;
        std::vector<std::string> files;
        for (auto entry = std::filesystem::directory_iterator{path_ + "/data", error};
             !error && entry != std::filesystem::directory_iterator{}; entry.increment(error))
            if (entry->path().extension() == ".csv") files.push_back(entry->path().string());
        if (error) return Error{Errc::not_found, path_ + "/data: " + error.message()};
        std::sort(files.begin(), files.end());
        for (const auto& file : files)
            if (auto status = read_values(file); !status) return status.error();
        return {};
    }

    platform::Status read_values(const std::string& file) {
        const auto rows =
            read_columns<7>(file, {"indic_id", "enforce_zone_id", "metric_enforce_date", "indic_vi",
                                   "indic_va", "indic_vc", "indic_ta"});
        if (!rows) return rows.error();
        std::map<std::pair<IndicatorId, domain::Territory>, domain::Month> latest;
        for (std::size_t i = 0; i < rows->size(); ++i)
            if (const auto error = read_row((*rows)[i], latest)) return wrong(file, i + 2, *error);
        return {};
    }

    std::optional<domain::Error> read_row(
        const std::array<std::string, 7>& row,
        std::map<std::pair<IndicatorId, domain::Territory>, domain::Month>& latest) {
        const auto& [id, zone, day, baseline, actual, target, rate] = row;
        const std::array values{&baseline, &actual, &target};
        if (day.empty() && rate.empty() &&
            std::all_of(values.begin(), values.end(), [](auto* text) { return text->empty(); }))
            return std::nullopt;
        const auto indicator = IndicatorId::parse(id);
        if (!indicator) return indicator.error();
        const auto territory = domain::Territory::parse(zone);
        if (!territory) return territory.error();
        const auto date = domain::Date::parse(day);
        if (!date) return date.error();

        PublishedIndicator& published = data_.indicators[*indicator];
        for (const Kind kind : domain::all_kinds) {
            const auto& text = *values[static_cast<std::size_t>(kind)];
            if (text.empty()) continue;
            const auto value = domain::codec::parse_published_value(text);
            if (!value) return value.error();
            const PublishedPlace place{*territory, kind, date->month};
            const auto [known, is_new] = published.values.emplace(place, *value);
            if (!is_new && known->second != *value)
                return domain::Error{"value-repeated", "", "another value for the same place"};
        }
        if (rate.empty()) return std::nullopt;
        const auto value = domain::codec::parse_published_value(rate);
        if (!value) return value.error();
        const auto [known, is_new] = latest.emplace(std::pair{*indicator, *territory}, date->month);
        if (!is_new && date->month < known->second) return std::nullopt;
        known->second = date->month;
        published.rates.insert_or_assign(*territory, *value);
        return std::nullopt;
    }

    // Indicators and policies that have figures or indicators, and no metadata.
    void define_orphans() {
        auto& [policies, indicators] = data_.definitions;
        const auto add_policy = [&policies](PolicyId id) {
            if (std::any_of(policies.begin(), policies.end(),
                            [id](const auto& policy) { return policy.id == id; }))
                return;
            domain::PolicyDefinition policy{id};
            policy.title = id.text();
            policies.push_back(std::move(policy));
        };
        for (const auto& [id, published] : data_.indicators) {
            if (std::any_of(indicators.begin(), indicators.end(),
                            [&id](const auto& indicator) { return indicator.id == id; }))
                continue;
            auto definition = entered_everywhere(id, *PolicyId::parse(policy_of_orphans));
            definition.name = id.text();
            indicators.push_back(std::move(definition));
        }
        for (const auto& indicator : indicators) add_policy(indicator.policy);
    }

    std::string path_;
    OpenData data_;
};

}  // namespace

std::size_t OpenData::value_count() const {
    std::size_t count = 0;
    for (const auto& [id, published] : indicators) count += published.values.size();
    return count;
}

platform::Result<OpenData> read_opendata(const std::string& folder) {
    return Folder{folder}.read();
}

}  // namespace cli
