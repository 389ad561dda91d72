// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/edition.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/history/cause.hpp"
#include "query-api/page.hpp"
#include "query-api/problems.hpp"

namespace query_api::editions {

// An edition that was published: an event that was applied, and the manifest in it.
struct Edition {
    history::Cause cause;
    domain::EditionPublished manifest;
    // Of the log that it is in.
    std::string log_id;
};

// What a list shows of one; no tables and exclusions, but how many there are.
struct EditionRow {
    Edition edition;

    static const EditionRow& blank();
};
void describe(Fields& fields, const EditionRow& row);
// One with everything in it.
struct EditionDetail {
    Edition edition;

    static const EditionDetail& blank();
};
void describe(Fields& fields, const EditionDetail& detail);

// Those that were published, in the order of the log. Errors: throws StoreFailure.
Paged<EditionRow> read_editions(const projector::read_model::View& view, const Page& page);

// Errors: edition-unknown (the record at `sequence` is none, or beyond the view); throws
// StoreFailure.
Outcome<Edition> read_edition(const projector::read_model::View& view, domain::Sequence sequence);

// The table of an edition, made again from the log as it was.
// Errors: edition-table-unknown; edition-differs (it is not the one that was published); throws
// StoreFailure.
Outcome<std::string> read_table(const projector::read_model::View& view, const Edition& edition,
                                domain::IndicatorId indicator);

// The manifest that an edition of what is known at `view` would have, with the digests of its
// tables; its name is up to who publishes it. Errors: throws StoreFailure.
domain::EditionPublished draft(projector::read_model::View& view, domain::Date on,
                               std::vector<domain::EditionExclusion> exclusions);

}  // namespace query_api::editions
