// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/figures.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>

#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::torture {
namespace {

constexpr std::array<std::string_view, 3> levels{"department", "region", "nation"};
constexpr std::string_view nation = "NAT-FR";
constexpr std::size_t shown_differences_max = 5;

std::string in_words(const Shown& shown) {
    return (shown.value ? std::to_string(*shown.value) : "null") + " of " +
           std::to_string(shown.revision);
}

// Edge: a number that is not whole is none of ours, so it reads as one that nobody wrote.
std::optional<std::int64_t> whole_number(const boost::json::value* value) {
    if (value == nullptr || value->is_null()) return std::nullopt;
    boost::system::error_code code;
    const auto number = value->to_number<std::int64_t>(code);
    return code ? std::int64_t{-1} : number;
}

Shown shown_in(const boost::json::value& row) {
    Shown shown;
    shown.value = whole_number(vectors::member(row, "actual"));
    if (const auto* revisions = vectors::member(row, "revision")) {
        shown.revision = static_cast<std::uint64_t>(
            whole_number(vectors::member(*revisions, "actual")).value_or(0));
    }
    return shown;
}

// What a month shows whose days these are.
Shown month_of(const std::array<std::optional<Shown>, days>& entered) {
    Shown month;
    bool erased = false;
    for (const auto& day : entered) {
        if (!day) continue;
        erased = erased || !day->value;
        if (day->revision > month.revision) month = *day;
    }
    if (erased) month.value.reset();
    return month;
}

// Where the two differ; a cell that is nowhere shown is one without value.
std::string difference(const Level& expected, const Level& got) {
    std::string text;
    std::size_t count = 0;
    const auto note = [&](const CellName& name, const Shown& wanted, const Shown& found) {
        if (++count > shown_differences_max) return;
        text += "\n    " + name.first + " " + name.second + ": expected " + in_words(wanted) +
                ", shown " + in_words(found);
    };
    for (const auto& [name, wanted] : expected) {
        const auto found = got.find(name);
        const Shown shown = found == got.end() ? Shown{} : found->second;
        if (shown != wanted) note(name, wanted, shown);
    }
    for (const auto& [name, found] : got) {
        if (!expected.contains(name) && found != Shown{}) note(name, {}, found);
    }
    if (count == 0) return {};
    return std::to_string(count) + " cells differ" + text;
}

}  // namespace

Figures::Figures(const std::vector<Department>& departments) : departments_(departments) {}

void Figures::apply(const Submission& submission, std::uint64_t sequence) {
    for (const Write& write : submission.writes) {
        entered_[write.place][write.day] = Shown{write.value, sequence};
    }
}

platform::Status Figures::compare(vectors::Api& api) const {
    for (std::size_t indicator = 0; indicator < indicators; ++indicator) {
        for (const std::string_view level : levels) {
            const auto same = compare_level(api, indicator, level);
            if (!same) return same.error();
        }
    }
    return {};
}

Level Figures::expected_at(std::size_t indicator, std::string_view level) const {
    Level expected;
    for (const auto& [place, entered] : entered_) {
        if (place.indicator != indicator) continue;
        const Department& department = departments_[place.department];
        const Shown shown = month_of(entered);
        if (level == levels.front()) {
            expected[{department.id, month_text(place.month)}] = shown;
        } else if (shown.value) {
            const std::string territory =
                level == levels.back() ? std::string(nation) : department.region;
            auto& sum = expected[{territory, month_text(place.month)}];
            sum.value = sum.value.value_or(0) + *shown.value;
        }
    }
    return expected;
}

platform::Status Figures::compare_level(vectors::Api& api, std::size_t indicator,
                                        std::string_view level) const {
    const std::string target =
        "/v1/indicators/" + indicator_id(indicator) + "/series?level=" + std::string(level);
    const auto body = api.get(target);
    if (!body) return body.error();
    boost::json::monotonic_resource memory;
    const auto answer = vectors::parse_json(*body, &memory);
    if (!answer) return answer.error();
    const auto* rows = vectors::member(*answer, "rows");
    if (rows == nullptr || !rows->is_array()) return vectors::failure(target + ": no rows");
    Level got;
    for (const auto& row : rows->get_array()) {
        got[{std::string(vectors::text_member(row, "territory")),
             std::string(vectors::text_member(row, "month"))}] = shown_in(row);
    }
    const std::string differs = difference(expected_at(indicator, level), got);
    if (!differs.empty()) return vectors::failure(target + ": " + differs);
    return {};
}

}  // namespace tests::torture
