// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "platform/result.hpp"

namespace projector::read_model {
class View;
}

namespace cli {

// The files in the folder of an export, beside those of C2SP tlog-tiles (docs/audit.md).
namespace export_file {
inline constexpr const char* about = "export.json";
inline constexpr const char* records = "records.ndjson";
inline constexpr const char* checkpoints = "checkpoints";
inline constexpr const char* newest = "checkpoint";
inline constexpr const char* vkeys = "vkeys";
inline constexpr const char* catalogue = "catalogue.ndjson";
}  // namespace export_file

struct ExportSource {
    // The folder of a site or replica that does not run.
    std::filesystem::path data;
    // Its signer's folder, which may hold several logs.
    std::filesystem::path signer;
};

struct Exported {
    std::string log_id;
    std::uint64_t records = 0;
    std::uint64_t checkpoints = 0;
    // Of the read model, over all records.
    std::string digest;
};

// The definitions in force at the view's position, a line of JSON each, policies first.
std::string exported_catalogue(const projector::read_model::View& view);

using ExportProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Writes everything to `target`, a folder that must not exist: records, tiles, checkpoints, vkeys,
// the catalogue and the editions.
// Errors: invalid (`target` exists), not_found, unavailable (the site runs), corrupt, io.
platform::Result<Exported> export_log(const ExportSource& source,
                                      const std::filesystem::path& target,
                                      const ExportProgress& progress);

}  // namespace cli
