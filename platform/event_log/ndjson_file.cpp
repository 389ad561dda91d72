// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/ndjson_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "platform/event_log/ndjson_line.hpp"

namespace platform::event_log {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 18;
constexpr mode_t file_mode = 0666;

// Makes the name of a new file as safe as its bytes.
bool sync_folder(const std::string& path) {
    auto folder = std::filesystem::path{path}.parent_path();
    if (folder.empty()) folder = ".";
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return false;
    const bool synced = ::fsync(file) == 0;
    ::close(file);
    return synced;
}

}  // namespace

Result<std::unique_ptr<NdjsonFile>> NdjsonFile::open(const std::string& path, Mode mode) {
    const int flags = mode == Mode::write ? O_RDWR | O_CREAT : O_RDONLY;
    // Not to hang on a pipe: what is no file is refused below.
    const int file = ::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, file_mode);
    if (file < 0) {
        const auto code = errno == ENOENT ? Errc::not_found : Errc::io;
        return Error{code, path + ": " + std::generic_category().message(errno)};
    }
    std::unique_ptr<NdjsonFile> opened{new NdjsonFile(path, file)};
    if (auto locked = opened->lock(mode); !locked) return locked.error();
    if (auto found = opened->find_end(mode); !found) return found.error();
    return opened;
}

NdjsonFile::NdjsonFile(std::string path, int file) : path_(std::move(path)), file_(file) {}

NdjsonFile::~NdjsonFile() {
    ::close(file_);
}

Status NdjsonFile::lock(Mode mode) {
    struct stat about{};
    if (::fstat(file_, &about) != 0) return failure("look at it");
    if (!S_ISREG(about.st_mode)) return Error{Errc::invalid, path_ + ": this is not a file"};
    size_ = static_cast<std::uint64_t>(about.st_size);
    if (::flock(file_, (mode == Mode::write ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK) return failure("lock it");
    return Error{Errc::unavailable, path_ + ": another copy uses this file; wait for its end"};
}

Status NdjsonFile::find_end(Mode mode) {
    if (size_ == 0)
        return mode == Mode::write && !sync_folder(path_) ? failure("make it") : Status{};
    const auto whole = line_start(size_);
    if (!whole) return whole.error();
    if (*whole != size_ && mode == Mode::read)
        return Error{Errc::invalid, path_ +
                                        ": its last line has no end: a copy was stopped; let that "
                                        "copy go on first"};
    if (*whole > 0) {
        const auto last = line_start(*whole - 1);
        if (!last) return last.error();
        const auto line = bytes(*last, *whole - 1);
        if (!line) return line.error();
        const auto record = read_line(*line);
        if (!record)
            return Error{Errc::corrupt,
                         path_ + ": its last line is no record of a log: " + record.error().detail};
        end_ = record->sequence + 1;
    }
    return *whole == size_ ? Status{} : cut(*whole);
}

// Cuts off what follows `size`, if that is the start of the next record: nothing else is ours.
Status NdjsonFile::cut(std::uint64_t size) {
    const std::string start = "{\"sequence\":" + std::to_string(end_) + ',';
    const auto torn = bytes(size, std::min(size_, size + start.size()));
    if (!torn) return torn.error();
    if (!start.starts_with(*torn))
        return Error{Errc::invalid, path_ + ": its last line has no end and is not record " +
                                        std::to_string(end_) + ": this is not a log"};
    if (::ftruncate(file_, static_cast<off_t>(size)) != 0) return failure("cut its last line");
    cut_bytes_ = size_ - size;
    size_ = size;
    return {};
}

// Where the line starts that ends before `line_end`: after the line feed before that, or at 0.
Result<std::uint64_t> NdjsonFile::line_start(std::uint64_t line_end) const {
    for (std::uint64_t to = line_end; to > 0;) {
        const std::uint64_t from = to > block_bytes ? to - block_bytes : 0;
        const auto block = bytes(from, to);
        if (!block) return block.error();
        if (const auto feed = block->rfind('\n'); feed != std::string::npos) return from + feed + 1;
        if (line_end - from > line_bytes_max)
            return Error{Errc::invalid, path_ +
                                            ": its last line is too long for a record: this "
                                            "is not a log"};
        to = from;
    }
    return std::uint64_t{0};
}

Result<std::string> NdjsonFile::bytes(std::uint64_t from, std::uint64_t to) const {
    std::string read(to - from, '\0');
    for (std::size_t done = 0; done < read.size();) {
        const auto got =
            ::pread(file_, read.data() + done, read.size() - done, static_cast<off_t>(from + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failure("read it");
        if (got == 0) return Error{Errc::corrupt, path_ + ": it was cut while it was read"};
        done += static_cast<std::size_t>(got);
    }
    return read;
}

Result<std::string> NdjsonFile::next_line() {
    for (std::size_t searched = taken_;;) {
        if (const auto feed = buffer_.find('\n', searched); feed != std::string::npos) {
            std::string line = buffer_.substr(taken_, feed - taken_);
            taken_ = feed + 1;
            return line;
        }
        buffer_.erase(0, taken_);
        taken_ = 0;
        searched = buffer_.size();
        if (offset_ == size_ || buffer_.size() > line_bytes_max)
            return Error{Errc::corrupt, path_ + ": line " + std::to_string(next_ + 1) +
                                            " has no end within the limits of a record"};
        const auto to = std::min(size_, offset_ + block_bytes);
        const auto block = bytes(offset_, to);
        if (!block) return block.error();
        buffer_ += *block;
        offset_ = to;
    }
}

Result<StoredRecord> NdjsonFile::next_record() {
    const auto line = next_line();
    if (!line) return line.error();
    auto record = read_line(*line);
    const auto place = path_ + ": line " + std::to_string(next_ + 1);
    if (!record)
        return Error{Errc::corrupt, place + " is no record of a log: " + record.error().detail};
    if (record->sequence != next_)
        return Error{Errc::corrupt, place + " should be record " + std::to_string(next_) +
                                        " and is " + std::to_string(record->sequence)};
    ++next_;
    return record;
}

Result<std::vector<StoredRecord>> NdjsonFile::read(std::uint64_t from, std::size_t records_max,
                                                   std::size_t bytes_max) {
    if (from < next_) {
        next_ = offset_ = 0;
        buffer_.clear();
        taken_ = 0;
    }
    std::vector<StoredRecord> found;
    std::size_t bytes = 0;
    while (next_ < end_ && found.size() < records_max && bytes < bytes_max) {
        auto record = next_record();
        if (!record) return record.error();
        if (record->sequence < from) continue;
        bytes += record->record.value.size();
        found.push_back(std::move(*record));
    }
    return found;
}

Status NdjsonFile::append(const std::vector<StoredRecord>& records) {
    std::string lines;
    for (const auto& record : records) {
        append_line(lines, record);
        lines.push_back('\n');
    }
    for (std::size_t done = 0; done < lines.size();) {
        const auto put =
            ::pwrite(file_, lines.data() + done, lines.size() - done, static_cast<off_t>(size_));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return failure("write it");
        done += static_cast<std::size_t>(put);
        size_ += static_cast<std::uint64_t>(put);
    }
    end_ += records.size();
    return {};
}

Status NdjsonFile::sync() {
    if (::fsync(file_) != 0) return failure("write it to the disk");
    return {};
}

Error NdjsonFile::failure(std::string_view doing) const {
    return {Errc::io, path_ + ": cannot " + std::string{doing} + ": " +
                          std::generic_category().message(errno)};
}

}  // namespace platform::event_log
