// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/result.hpp"

namespace tests::vectors {

// The lines of a text file, gzip or plain, one at a time and without their line feed.
class GzipLines {
public:
    // Errors: not_found.
    static platform::Result<GzipLines> open(const std::string& path);

    GzipLines(GzipLines&&) noexcept;
    GzipLines& operator=(GzipLines&&) noexcept;
    ~GzipLines();

    // The next line, nothing at the end. Errors: corrupt (not gzip, truncated).
    platform::Result<std::optional<std::string>> next();

private:
    struct File;

    explicit GzipLines(std::unique_ptr<File> file);
    platform::Result<std::size_t> refill();

    std::unique_ptr<File> file_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace tests::vectors
