// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

#include "platform/result.hpp"

namespace platform {

// Writes all of `bytes` to the descriptor `file`; `path` is for the message. Errors: io.
Status write_all(int file, std::string_view bytes, const std::filesystem::path& path);

// Puts a file with `bytes` at `path`, through one beside it (".new"). Once this returns it lasts;
// whenever the machine stops, the file is there with all of them, or as it was before. Run by the
// superuser, the file belongs to whom the old one, or else the folder, belongs.
// Errors: io. Threads: one at a time for one path.
Status replace_file(const std::filesystem::path& path, std::string_view bytes, ::mode_t mode);

}  // namespace platform
