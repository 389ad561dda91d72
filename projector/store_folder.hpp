// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>

#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"
#include "projector/read_model/store.hpp"

namespace projector {

// Inside the folder of one site or replica: the store of its owner; one that is being made beside
// it, and one that is ready to take its place; checkpoints of the first.
std::filesystem::path read_model_folder(const std::filesystem::path& data);
std::filesystem::path unfinished_folder(const std::filesystem::path& data);
std::filesystem::path rebuilt_folder(const std::filesystem::path& data);
std::filesystem::path checkpoints_folder(const std::filesystem::path& data);

// Opens the store in `data` as its one owner, makes it if it is not there, and checks that it
// belongs to `log` (log_check.hpp). A rebuilt store that is ready takes its place first; the one
// before is removed once that is open. One that does not belong to `log` is left, with a warning.
// Errors: as Store::open() and check_same_log(), explained().
platform::Result<std::unique_ptr<read_model::Store>> open_owned_store(
    const std::filesystem::path& data, platform::event_log::EventLog& log);

// An error of the store in `folder` as one line that says what an operator can do; others are left.
platform::Error explained(const platform::Error& error, const std::filesystem::path& folder);

}  // namespace projector
