// SPDX-License-Identifier: EUPL-1.2
#include "cli/opendata_difference.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "platform/json_writer.hpp"

namespace cli {
namespace {

using domain::Kind;
using domain::MeasureRow;
using domain::codec::Json;
using platform::Errc;
using platform::Error;

const std::string* text_of(const Json* json) {
    return json == nullptr ? nullptr : json->string();
}

std::optional<domain::Month> parse_month(std::string_view text) {
    const auto first = domain::Date::parse(std::string{text} + "-01");
    if (!first) return std::nullopt;
    return first->month;
}

// Reads one kind of one row; false if it is not as it should be.
bool add_value(const Json& row, PublishedPlace place, ServerValues& into) {
    const Json* value = row.member(name_of(place.kind));
    const Json* revisions = row.member("revision");
    const Json* revision = revisions == nullptr ? nullptr : revisions->member(name_of(place.kind));
    if (value == nullptr || revision == nullptr || revision->number() == nullptr) return false;
    ServerValue found;
    const std::string& digits = revision->number()->text;
    std::from_chars(digits.data(), digits.data() + digits.size(), found.revision);
    if (!value->is_null()) {
        if (value->number() == nullptr) return false;
        const auto parsed = domain::Decimal::parse(value->number()->text);
        if (!parsed) return false;
        found.value = *parsed;
    }
    into.insert_or_assign(place, found);
    return true;
}

bool add_row(const Json& row, ServerValues& into) {
    const auto* id = text_of(row.member("territory"));
    const auto* date = text_of(row.member("month"));
    if (id == nullptr || date == nullptr) return false;
    const auto territory = domain::Territory::parse(*id);
    const auto month = parse_month(*date);
    if (!territory || !month) return false;
    return std::all_of(domain::all_kinds.begin(), domain::all_kinds.end(),
                       [&](Kind kind) { return add_value(row, {*territory, kind, *month}, into); });
}

}  // namespace

platform::Status add_series(const Json& answer, ServerValues& into) {
    const Json* rows = answer.member("rows");
    const bool good = rows != nullptr && rows->array() != nullptr &&
                      std::all_of(rows->array()->begin(), rows->array()->end(),
                                  [&into](const Json& row) { return add_row(row, into); });
    if (good) return {};
    return Error{Errc::corrupt, "series: an answer that cannot be read"};
}

std::vector<MeasureRow> rows_to_send(domain::IndicatorId indicator,
                                     const PublishedIndicator& published,
                                     const ServerValues& server) {
    std::vector<MeasureRow> baselines;
    std::vector<MeasureRow> others;
    for (const auto& [place, value] : published.values) {
        const auto known = server.find(place);
        if (known != server.end() && known->second.value == value) continue;
        const domain::Sequence revision = known == server.end() ? 0 : known->second.revision;
        auto& rows = place.kind == Kind::baseline ? baselines : others;
        rows.push_back({
            indicator, place.territory, place.kind, domain::Date{place.month, 1},
               value, revision
        });
    }
    baselines.insert(baselines.end(), others.begin(), others.end());
    return baselines;
}

std::vector<std::vector<MeasureRow>> cut_rows(std::vector<MeasureRow> rows) {
    std::vector<std::vector<MeasureRow>> events;
    for (auto& row : rows) {
        if (events.empty() || events.back().size() == domain::rows_max) events.emplace_back();
        events.back().push_back(std::move(row));
    }
    return events;
}

std::string measures_data(const std::vector<MeasureRow>& rows, std::string_view reason) {
    std::string text;
    platform::JsonWriter json{text};
    json.begin_object().key("rows").begin_array();
    for (const auto& row : rows) {
        json.begin_object().key("indicator").string(row.indicator.text());
        json.key("territory").string(row.territory.id());
        json.key("kind").string(name_of(row.kind)).key("date").string(row.date.text());
        json.key("value");
        row.value ? json.string(row.value->text()) : json.null();
        if (row.expected_revision)
            json.key("expected_revision").unsigned_integer(*row.expected_revision);
        json.end_object();
    }
    json.end_array().key("reason").string(reason).end_object();
    return text;
}

}  // namespace cli
