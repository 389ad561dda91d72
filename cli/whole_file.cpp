// SPDX-License-Identifier: EUPL-1.2
#include "cli/whole_file.hpp"

#include <fstream>
#include <iterator>
#include <system_error>

namespace cli {

namespace fs = std::filesystem;
using platform::Errc;
using platform::Error;

platform::Result<std::string> read_whole_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) return Error{Errc::not_found, path.string() + ": it is missing"};
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) return Error{Errc::io, path.string() + ": it cannot be read"};
    return bytes;
}

platform::Status write_whole_file(const fs::path& path, std::string_view bytes) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream file{path, std::ios::binary};
    file << bytes;
    file.close();
    if (!file) return Error{Errc::io, path.string() + ": it cannot be written"};
    return {};
}

}  // namespace cli
