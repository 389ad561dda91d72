// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <functional>

#include "platform/result.hpp"

namespace projector {

// Copies the database in `source`, which nobody may be writing, to `target`: under another name
// first, and as `target` only once `verify` has found the copy good and it is on the disk.
// Errors: invalid (`target` exists), not_found (no database in `source`), io, those of `verify`.
platform::Status copy_database(
    const std::filesystem::path& source, const std::filesystem::path& target,
    const std::function<platform::Status(const std::filesystem::path& copy)>& verify);

}  // namespace projector
