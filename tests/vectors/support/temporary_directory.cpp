// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/temporary_directory.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace tests::vectors {

TemporaryDirectory::TemporaryDirectory(std::filesystem::path path) : path_(std::move(path)) {}

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TemporaryDirectory& TemporaryDirectory::operator=(TemporaryDirectory&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
}

TemporaryDirectory::~TemporaryDirectory() {
    if (path_.empty()) return;
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

platform::Result<TemporaryDirectory> TemporaryDirectory::create() {
    std::error_code code;
    const auto parent = std::filesystem::temp_directory_path(code);
    std::string name = (parent / "barometre-vectors-XXXXXX").string();
    if (code || mkdtemp(name.data()) == nullptr) {
        return platform::Error{platform::Errc::io,
                               "temporary directory: " + std::string(std::strerror(errno))};
    }
    return TemporaryDirectory(name);
}

}  // namespace tests::vectors
