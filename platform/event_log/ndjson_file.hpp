// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"

namespace platform::event_log {

// A log as a file: a line for each record (ndjson_line.hpp), in order, from sequence 0 on without
// gap. One writer, or several readers, at a time. Threads: one at a time.
class NdjsonFile {
public:
    enum class Mode : std::uint8_t {
        read,  // It must be there.
        write  // Made when it is not there; a last line without an end, as a killed writer leaves
               // it, is cut off.
    };

    // Errors: not_found, unavailable (another process writes it, or reads what is to be written),
    // invalid (no regular file; a last line without an end, to read, or that is no torn record),
    // corrupt (its last line is no record), io.
    static Result<std::unique_ptr<NdjsonFile>> open(const std::string& path, Mode mode);

    NdjsonFile(const NdjsonFile&) = delete;
    NdjsonFile& operator=(const NdjsonFile&) = delete;
    ~NdjsonFile();

    // The sequence that the next record will have.
    std::uint64_t end() const { return end_; }
    // Units: bytes that open() cut off the end.
    std::uint64_t cut_bytes() const { return cut_bytes_; }

    // As EventLog::read(). Reading on where the last call ended is cheap, anything else is a scan.
    // Errors: corrupt (names the line), io.
    Result<std::vector<StoredRecord>> read(std::uint64_t from, std::size_t records_max,
                                           std::size_t bytes_max);

    // Appends `records`, which have the sequences from end() on. They are safe only after sync().
    // Errors: io (part of them may be there).
    Status append(const std::vector<StoredRecord>& records);

    // Errors: io.
    Status sync();

private:
    NdjsonFile(std::string path, int file);

    Status lock(Mode mode);
    Status find_end(Mode mode);
    Status cut(std::uint64_t size);
    Result<std::uint64_t> line_start(std::uint64_t line_end) const;
    Result<std::string> bytes(std::uint64_t from, std::uint64_t to) const;
    Result<std::string> next_line();
    Result<StoredRecord> next_record();
    Error failure(std::string_view doing) const;

    std::string path_;
    int file_;
    std::uint64_t end_ = 0;
    std::uint64_t size_ = 0;
    std::uint64_t cut_bytes_ = 0;

    // Where reading is: the next record, and what is read of the file but not yet handed out.
    std::uint64_t next_ = 0;
    std::uint64_t offset_ = 0;
    std::string buffer_;
    std::size_t taken_ = 0;
};

}  // namespace platform::event_log
