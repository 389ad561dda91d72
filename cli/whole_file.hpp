// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "platform/result.hpp"

// Files of an export, each read or written in one go.
namespace cli {

// Errors: not_found (it is missing), io.
platform::Result<std::string> read_whole_file(const std::filesystem::path& path);

// Makes the folders that it needs. Errors: io.
platform::Status write_whole_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace cli
