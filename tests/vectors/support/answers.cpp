// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/answers.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <utility>

#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/zone.hpp"

namespace tests::vectors {
namespace {

using boost::json::value;

constexpr std::array<std::string_view, 3> levels{"nation", "region", "department"};

// Where docs/api.md puts the cells of each table, in the order of columns_of().
constexpr std::array<std::string_view, 7> series_paths{
    "baseline",          "actual",          "target",         "comparable.annual",
    "comparable.global", "progress.annual", "progress.global"};
constexpr std::array<std::string_view, 10> latest_paths{
    "current.value",   "current.month",  "baseline.value",      "baseline.month",
    "target.value",    "target.month",   "annual_target.value", "annual_target.month",
    "progress.annual", "progress.global"};
constexpr std::array<std::string_view, 4> latest_parts{"current", "baseline", "target",
                                                       "annual_target"};
constexpr std::array<std::string_view, 5> figure_paths{"progress.annual", "progress.global",
                                                       "month", "reported", "expected"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> figure_days{
    {{"today", "today"}, {"previous", "prev_month"}}
};

template <std::size_t count>
std::vector<Cell> cells_at(const value& row, const std::array<std::string_view, count>& paths) {
    std::vector<Cell> cells;
    cells.reserve(count);
    for (const auto path : paths) cells.push_back(cell_at(row, path));
    return cells;
}

// Collects the rows of the answers of one catalogue.
class RowReader {
public:
    explicit RowReader(const Catalogue& catalogue) : catalogue_(catalogue) {}

    platform::Status read(const Answer& answer) {
        boost::json::monotonic_resource memory;
        const auto body = parse_json(answer.body, &memory);
        if (!body) return body.error();
        const auto* rows = member(*body, "rows");
        if (rows == nullptr || !rows->is_array()) {
            return failure(answer.question.target() + ": no rows");
        }
        for (const value& row : rows->get_array()) {
            const auto territory = text_member(row, "territory");
            if (territory.empty()) return failure(answer.question.target() + ": no territory");
            const std::string zone = zone_of(territory);
            if (catalogue_.zones && !catalogue_.zones->contains(zone)) continue;
            const auto read = read_row(answer.question, zone, row);
            if (!read) return read.error();
        }
        return {};
    }

    Rows take() { return std::move(rows_); }

private:
    platform::Status add(RowKey key, std::vector<Cell> cells) {
        const auto [place, added] = rows_.try_emplace(std::move(key), std::move(cells));
        if (added) return {};
        return failure("given twice: " + place->first.table + " " + place->first.id + " " +
                       place->first.zone + " " + place->first.at);
    }

    platform::Status read_row(const Question& question, const std::string& zone, const value& row) {
        switch (question.kind) {
            case Question::Kind::series:
                return read_month(question.id, zone, row);
            case Question::Kind::states:
                return read_state(question.id, zone, row);
            case Question::Kind::policy:
                return read_policy(question.id, zone, row);
        }
        return failure("unknown kind of question");
    }

    platform::Status read_month(const std::string& id, const std::string& zone, const value& row) {
        return add({std::string(series_table), id, zone, std::string(text_member(row, "month"))},
                   cells_at(row, series_paths));
    }

    platform::Status read_state(const std::string& id, const std::string& zone, const value& row) {
        auto weight = add({std::string(weights_table), id, zone, {}}, {cell_at(row, "weight")});
        if (!weight) return weight;
        const bool absent = std::ranges::all_of(latest_parts, [&row](std::string_view part) {
            const auto* found = member(row, part);
            return found != nullptr && found->is_null();
        });
        if (absent) return {};
        return add({std::string(latest_table), id, zone, {}}, cells_at(row, latest_paths));
    }

    platform::Status read_policy(const std::string& id, const std::string& zone, const value& row) {
        for (const auto& [ours, theirs] : figure_days) {
            const auto* figure = member(row, ours);
            if (figure == nullptr) return failure(id + ": no " + std::string(ours));
            if (figure->is_null()) continue;
            auto added = add({std::string(chantier_table), id, zone, std::string(theirs)},
                             cells_at(*figure, figure_paths));
            if (!added) return added;
        }
        return {};
    }

    const Catalogue& catalogue_;
    Rows rows_;
};

std::vector<Question> questions_about(const Catalogue& catalogue) {
    std::vector<Question> questions;
    for (const std::string_view level : levels) {
        for (const std::string& id : catalogue.indicators) {
            questions.push_back({Question::Kind::series, id, level});
            questions.push_back({Question::Kind::states, id, level});
        }
        for (const std::string& id : catalogue.policies) {
            questions.push_back({Question::Kind::policy, id, level});
        }
    }
    return questions;
}

}  // namespace

std::string Question::target() const {
    const std::string_view folder = kind == Kind::policy ? "/v1/policies/" : "/v1/indicators/";
    const std::string_view view = kind == Kind::series ? "/series?level=" : "/barometer?level=";
    return std::string(folder) + id + std::string(view) + std::string(level);
}

platform::Result<std::vector<Answer>> ask_all(Api& api, const Catalogue& catalogue,
                                              std::string_view parameters) {
    std::vector<Answer> answers;
    for (Question& question : questions_about(catalogue)) {
        auto body = api.get(question.target() + "&" + std::string(parameters));
        if (!body) return body.error();
        answers.push_back({std::move(question), std::move(*body)});
    }
    return answers;
}

platform::Result<Rows> read_rows(const std::vector<Answer>& answers, const Catalogue& catalogue) {
    RowReader reader(catalogue);
    for (const Answer& answer : answers) {
        const auto read = reader.read(answer);
        if (!read) return read.error();
    }
    return reader.take();
}

}  // namespace tests::vectors
