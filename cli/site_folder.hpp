// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "platform/event_log/embedded_log.hpp"
#include "platform/result.hpp"

namespace cli {

// Where `serve` keeps its log, inside its folder (the read model: projector/store_folder.hpp).
std::filesystem::path log_folder(const std::filesystem::path& data);

// Where `serve` keeps the signer's keys and checkpoints, unless it is told another place: beside
// the read model, which is disposable.
std::filesystem::path signer_folder(const std::filesystem::path& data);

// Opens a log that must be there.
// Errors: not_found, unavailable (in use: stop the site first), corrupt, io.
platform::Result<std::unique_ptr<platform::event_log::EmbeddedLog>> open_existing_log(
    const std::filesystem::path& path);

// Reads every record of the log, in order, and tells `record` each of them.
// Errors: corrupt (a gap, bytes that cannot be read, fewer records than the log says), io.
platform::Status read_whole_log(
    platform::event_log::EventLog& log,
    const std::function<void(const platform::event_log::StoredRecord&)>& record);

}  // namespace cli
