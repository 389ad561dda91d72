// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "domain/instant.hpp"
#include "domain/territory.hpp"
#include "projector/read_model/store.hpp"

namespace tests::bench {

// A compacted store with a cache smaller than it, the figure in it that is read, and the times
// between which the store learnt what there is to read as of them.
struct PastStore {
    std::unique_ptr<projector::read_model::Store> store;
    domain::FigureId figure;
    domain::Instant from;
    domain::Instant to;
    // Rows of measures that were reported.
    std::size_t rows = 0;
    std::size_t cache_bytes = 0;
};

// A hundred indicators, and one of which a month of one department is corrected so many times, on
// all days of the month and in its siblings, too.
// Errors: throws std::runtime_error.
PastStore make_corrected(const std::filesystem::path& path, std::size_t corrections);

// So many indicators of five years, each month of each indicator reported by an event of its own.
// Errors: throws std::runtime_error.
PastStore make_years(const std::filesystem::path& path, std::size_t indicators);

// What the tables of the store take on the disk.
std::size_t file_bytes(const projector::read_model::Store& store);

}  // namespace tests::bench
