// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>

#include "platform/result.hpp"
#include "projector/read_model/view.hpp"

// The editions in an export: `editions/<sequence>/manifest.json`, and the tables beside it.
namespace cli {

// Writes every edition that was published, with the tables that are what was published.
// Errors: io; throws StoreFailure.
platform::Status write_editions(const projector::read_model::View& view,
                                const std::filesystem::path& folder);

// Makes the tables of every edition again, compares them with its manifest and with the files, and
// its root with that of the log; returns how many editions there are.
// Errors: invalid (the edition and what does not fit, or a file that is of none), not_found (a file
// is missing), io; throws StoreFailure.
platform::Result<std::uint64_t> verify_editions(const projector::read_model::View& view,
                                                const std::filesystem::path& folder);

}  // namespace cli
