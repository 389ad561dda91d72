// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>

#include "platform/result.hpp"

namespace tests::vectors {

// A new empty directory that is removed with all it holds when this ends.
class TemporaryDirectory {
public:
    // Errors: io.
    static platform::Result<TemporaryDirectory> create();

    TemporaryDirectory(TemporaryDirectory&& other) noexcept;
    TemporaryDirectory& operator=(TemporaryDirectory&& other) noexcept;
    ~TemporaryDirectory();

    const std::filesystem::path& path() const { return path_; }

private:
    explicit TemporaryDirectory(std::filesystem::path path);

    // Empty once moved from.
    std::filesystem::path path_;
};

}  // namespace tests::vectors
