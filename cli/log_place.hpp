// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cli/log_address.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"

namespace cli {

// One end of a copy. Threads: one at a time.
class LogPlace {
public:
    LogPlace() = default;
    LogPlace(const LogPlace&) = delete;
    LogPlace& operator=(const LogPlace&) = delete;
    virtual ~LogPlace() = default;

    // The number of records that are there now. Errors: unavailable.
    virtual platform::Result<std::uint64_t> end() = 0;

    // Some records from `from` on, which is before end(): at least one.
    // Errors: corrupt (a gap, or what cannot be read), unavailable, io.
    virtual platform::Result<std::vector<platform::event_log::StoredRecord>> read(
        std::uint64_t from) = 0;

    // Appends records that have the sequences from end() on.
    // Errors: unavailable, invalid (the place does not take one of them, or another program
    // appends too), io. Part of them may be there.
    virtual platform::Status append(std::vector<platform::event_log::StoredRecord> records) = 0;

    // Makes all that was appended safe. Errors: io.
    virtual platform::Status sync() = 0;
};

// Errors: not_found, unavailable (a program has it), invalid, corrupt, io.
platform::Result<std::unique_ptr<LogPlace>> open_source(const LogAddress& address);

// Makes the place, empty, where it is not there: topics with `replication` copies of each record.
// What a killed copy left torn is mended, and that is said. Errors: as open_source().
platform::Result<std::unique_ptr<LogPlace>> open_target(const LogAddress& address, int replication);

}  // namespace cli
