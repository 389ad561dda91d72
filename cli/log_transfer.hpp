// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cli/log_place.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"

namespace cli {

// What a transfer is doing: comparing what the target holds already, copying the rest.
enum class Transferring : std::uint8_t { comparing, copying };

// Told after each batch: `done` of `total` records.
using TransferProgress =
    std::function<void(Transferring what, std::uint64_t done, std::uint64_t total)>;

struct Transferred {
    // Records of the target before, and appended to it.
    std::uint64_t found = 0;
    std::uint64_t copied = 0;
    // Digest of the source's records, those of `found` and `copied`.
    std::string sha256;
};

// Appends to `target` what `source` holds beyond it at the time of the call, byte for byte, and
// makes it safe. Only onto a target whose records are, byte for byte, the first of the source.
// Errors: invalid (the target holds more, or something else: says the first difference), and those
// of the two places. What was copied stays: another call goes on.
platform::Result<Transferred> transfer(LogPlace& source, LogPlace& target,
                                       const TransferProgress& progress);

// SHA-256, lower-case hexadecimal, of the first `records` records in the form of encode_record(),
// one after the other: key, value, headers and timestamp. Errors: those of the place.
platform::Result<std::string> digest_of(LogPlace& place, std::uint64_t records,
                                        const std::function<void(std::uint64_t done)>& progress);

// The first difference of two records in words; empty if there is none.
std::string difference(const platform::event_log::Record& source,
                       const platform::event_log::Record& target);

}  // namespace cli
