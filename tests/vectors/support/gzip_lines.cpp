// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/gzip_lines.hpp"

#include <zlib.h>

#include <algorithm>
#include <utility>

namespace tests::vectors {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;

}  // namespace

struct GzipLines::File {
    explicit File(gzFile handle_) : handle(handle_) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { gzclose(handle); }

    gzFile handle;
};

GzipLines::GzipLines(std::unique_ptr<File> file) : file_(std::move(file)), buffer_(buffer_bytes) {}
GzipLines::GzipLines(GzipLines&&) noexcept = default;
GzipLines& GzipLines::operator=(GzipLines&&) noexcept = default;
GzipLines::~GzipLines() = default;

platform::Result<GzipLines> GzipLines::open(const std::string& path) {
    const gzFile handle = gzopen(path.c_str(), "rb");
    if (handle == nullptr) {
        return platform::Error{platform::Errc::not_found, "cannot read " + path};
    }
    gzbuffer(handle, static_cast<unsigned>(buffer_bytes));
    return GzipLines(std::make_unique<File>(handle));
}

platform::Result<std::size_t> GzipLines::refill() {
    const int count = gzread(file_->handle, buffer_.data(), static_cast<unsigned>(buffer_.size()));
    int code = Z_OK;
    // It starts with the path.
    const std::string message = gzerror(file_->handle, &code);
    // A file that ends in the middle of its stream is only told by this code.
    if (count < 0 || code == Z_BUF_ERROR) return platform::Error{platform::Errc::corrupt, message};
    begin_ = 0;
    end_ = static_cast<std::size_t>(count);
    return end_;
}

platform::Result<std::optional<std::string>> GzipLines::next() {
    std::string line;
    bool found_any = false;
    while (true) {
        if (begin_ == end_) {
            const auto count = refill();
            if (!count) return count.error();
            if (*count == 0) break;
        }
        found_any = true;
        const auto first = buffer_.begin() + static_cast<std::ptrdiff_t>(begin_);
        const auto last = buffer_.begin() + static_cast<std::ptrdiff_t>(end_);
        const auto feed = std::find(first, last, '\n');
        line.append(first, feed);
        begin_ += static_cast<std::size_t>(feed - first);
        if (feed != last) {
            ++begin_;
            return std::optional(std::move(line));
        }
    }
    if (!found_any) return std::optional<std::string>();
    return std::optional(std::move(line));
}

}  // namespace tests::vectors
