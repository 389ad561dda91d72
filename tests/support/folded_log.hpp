// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/fold/fold.hpp"
#include "tests/support/memory_past.hpp"

namespace support {

// A log in memory that is folded as it grows: the records of a test go in, figures come out. Starts
// with the record that opens it.
class FoldedLog {
public:
    struct Options {
        // Records between two commits.
        std::size_t commit_every = 1;
        std::size_t cached_rows_max = domain::Fold::cached_rows_max;
    };

    FoldedLog() : FoldedLog(Options{}) {}
    explicit FoldedLog(Options options);

    // Appends a record as it is stored. Errors: throws where the fold halts.
    domain::Changes append(std::string value);

    // Appends an event whose id is "e" and its sequence, one second later than the one before.
    domain::Changes report(std::string_view type, std::string data);

    // The id that report() gives to the event at `sequence`.
    static std::string id_of(domain::Sequence sequence);

    // Everything so far, committed.
    const MemoryPast& past();

    // A figure after everything so far. Errors: throws where an id is malformed.
    domain::CellSeries cells(std::string_view territory, domain::Kind kind,
                             std::string_view indicator = "IND-001");
    domain::rules::State state(std::string_view territory, std::string_view indicator = "IND-001");

private:
    void commit();

    Options options_;
    MemoryPast past_;
    domain::Fold fold_;
    std::vector<std::pair<domain::Changes, std::string>> pending_;
};

}  // namespace support
