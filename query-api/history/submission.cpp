// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/submission.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "domain/fold/fold.hpp"
#include "query-api/event_row.hpp"

namespace query_api::history {
namespace {

using domain::FigureId;
using domain::Sequence;
using projector::read_model::View;

constexpr std::array<std::string_view, 2> types{domain::event_type::measures_reported,
                                                domain::event_type::measures_withdrawn};

bool is_submission(const domain::RecordRow& decision) {
    return std::find(types.begin(), types.end(), decision.type) != types.end();
}

// The data of a stored event, if it can be read.
std::optional<domain::EventData> data_of(const std::string& value) {
    domain::Decoded decoded = domain::decode(value);
    if (!decoded.data || !*decoded.data) return std::nullopt;
    return std::move(**decoded.data);
}

SubmissionRow row_of(projector::read_model::StoredRecordRow stored) {
    SubmissionRow row{cause_of(std::move(stored.decision), stored.record.value), std::nullopt};
    const auto data = data_of(stored.record.value);
    if (const auto* reported = data ? std::get_if<domain::MeasuresReported>(&*data) : nullptr)
        row.row_count = reported->rows.size();
    return row;
}

// How far the log was searched, and what was found there.
struct Search {
    std::vector<Sequence> found;
    Sequence reached = 0;
};

Search search(const View& view, const RecordFilter& filter, const Page& page) {
    Search all{.found = {}, .reached = view.position()};
    for (const std::string_view type : types) {
        auto terms = filter.terms;
        terms.push_back(
            projector::read_model::text_term(projector::read_model::TermKind::type, type));
        const auto stretch =
            view.records_with(std::move(terms), page.first(),
                              projector::read_model::Direction::forward, {.found_max = page.limit});
        all.found.insert(all.found.end(), stretch.found.begin(), stretch.found.end());
        if (stretch.next) all.reached = std::min(all.reached, *stretch.next - 1);
    }
    std::erase_if(all.found, [&all](Sequence sequence) { return sequence > all.reached; });
    std::sort(all.found.begin(), all.found.end());
    return all;
}

// The indicators of which `value` reports rows; of what a withdrawal takes back, if it is one.
std::set<domain::IndicatorId> indicators_in(const View& view, const std::string& value) {
    std::set<domain::IndicatorId> indicators;
    auto data = data_of(value);
    if (!data) return indicators;
    if (const auto* withdrawn = std::get_if<domain::MeasuresWithdrawn>(&*data)) {
        const auto attempts = view.attempts(withdrawn->of);
        if (attempts.empty()) return indicators;
        data = data_of(view.known_record(attempts.front()).record.value);
    }
    const auto* reported = data ? std::get_if<domain::MeasuresReported>(&*data) : nullptr;
    if (reported == nullptr) return indicators;
    for (const auto& row : reported->rows) indicators.insert(row.indicator);
    return indicators;
}

std::vector<Moved> moved_by(const View& view, Sequence sequence, const std::string& value) {
    std::vector<Moved> moved;
    for (const auto indicator : indicators_in(view, value))
        for (std::uint8_t i = 0; i < domain::Territory::count; ++i) {
            const FigureId figure{indicator, domain::Territory::from_index(i)};
            auto row = view.audit_of(figure, sequence);
            if (row && !row->changes.empty()) moved.push_back({figure, std::move(row->changes)});
        }
    return moved;
}

List list_of(const std::vector<Moved>& moved) {
    return {moved.size(),
            [&moved](platform::JsonWriter& json, std::size_t i) {
                json.begin_object();
                json.key("indicator").string(moved[i].figure.indicator.text());
                json.key("territory").string(moved[i].figure.territory.id());
                json.key("changes").begin_array();
                for (const Change& change : moved[i].changes) write_change(json, change);
                json.end_array();
                json.end_object();
            },
            [&moved](std::size_t i) {
                std::string text = moved[i].figure.indicator.text() + "/" +
                                   std::string{moved[i].figure.territory.id()};
                for (const Change& change : moved[i].changes) text += "/" + text_of(change);
                return text;
            }};
}

}  // namespace

const SubmissionRow& SubmissionRow::blank() {
    static const SubmissionRow row{Cause::blank(), std::nullopt};
    return row;
}

void describe(Fields& fields, const SubmissionRow& row) {
    describe(fields, row.cause);
    describe_fate(fields, row.cause);
    row.row_count ? fields.integer("row_count", *row.row_count) : fields.null("row_count");
}

Paged<SubmissionRow> read_submissions(const View& view, const RecordFilter& filter,
                                      const Page& page) {
    const Search searched = search(view, filter, page);
    Paged<SubmissionRow> paged;
    std::size_t bytes = 0;
    for (const Sequence sequence : searched.found) {
        auto stored = view.known_record(sequence);
        bytes += stored.record.value.size();
        if (filter.takes(stored.decision)) paged.rows.push_back(row_of(std::move(stored)));
        const bool is_full = paged.rows.size() == page.limit || bytes >= submission_bytes_max;
        if (is_full && sequence < view.position()) paged.next = sequence;
        if (is_full) return paged;
    }
    if (searched.reached < view.position()) paged.next = searched.reached;
    return paged;
}

const Submission& Submission::blank() {
    static const Submission submission{
        .row = SubmissionRow::blank(), .rows = {}, .moved = {}, .attempts = {}};
    return submission;
}

void describe(Fields& fields, const Submission& submission) {
    describe(fields, submission.row);
    fields.list("rows", list_of(submission.rows, Figures::named));
    fields.list("moved", list_of(submission.moved));
    fields.list("attempts", list_of_attempts(submission.attempts));
}

Outcome<Submission> read_submission(View& view, Sequence sequence) {
    auto stored = view.record(sequence);
    if (!stored || !is_submission(stored->decision))
        return Refusal{problems::submission_unknown, std::to_string(sequence)};
    const std::string value = stored->record.value;
    Submission submission{
        .row = row_of(std::move(*stored)), .rows = {}, .moved = {}, .attempts = {}};
    const Cause& cause = submission.row.cause;
    submission.rows = rows_said(view, cause, value, std::nullopt);
    if (cause.decision.outcome.kind == domain::OutcomeKind::applied)
        submission.moved = moved_by(view, sequence, value);
    if (cause.decision.identity)
        submission.attempts = attempts_after(view, *cause.decision.identity, sequence);
    return submission;
}

}  // namespace query_api::history
