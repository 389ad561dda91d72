// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query-api/history/cause.hpp"
#include "query-api/history/change.hpp"
#include "query-api/history/row_said.hpp"
#include "query-api/page.hpp"
#include "query-api/problems.hpp"
#include "query-api/record_filter.hpp"

namespace query_api::history {

// What a page of submissions may read of the log: who has the next page reads on.
constexpr std::size_t submission_bytes_max = std::size_t{8} << 20;

// A submission is one event that reports or withdraws measures.
struct SubmissionRow {
    Cause cause;
    // How many rows it has; nothing where it cannot be read, or takes rows back.
    std::optional<std::size_t> row_count;

    static const SubmissionRow& blank();
};
void describe(Fields& fields, const SubmissionRow& row);

// Those that pass a filter, in the order of the log. Under a filter that little passes, a page may
// have fewer rows than its limit, or none, and others follow.
// Errors: throws StoreFailure.
Paged<SubmissionRow> read_submissions(const projector::read_model::View& view,
                                      const RecordFilter& filter, const Page& page);

// What one moved in a figure.
struct Moved {
    domain::FigureId figure;
    Changes changes;
};

// One, with what it said and did.
struct Submission {
    SubmissionRow row;
    std::vector<RowSaid> rows;
    // Every figure of which a cell changed, at all levels, by indicator.
    std::vector<Moved> moved;
    // Later records of the same source and id.
    std::vector<domain::RecordRow> attempts;

    static const Submission& blank();
};
void describe(Fields& fields, const Submission& submission);

// Errors: submission-unknown where the record at `sequence` is none, or beyond the view; throws
// StoreFailure.
Outcome<Submission> read_submission(projector::read_model::View& view, domain::Sequence sequence);

}  // namespace query_api::history
