// SPDX-License-Identifier: EUPL-1.2
#include "cli/site_folder.hpp"

#include <string>
#include <system_error>

namespace cli {
namespace {

using platform::Errc;
using platform::Error;
using platform::event_log::EmbeddedLog;

constexpr std::size_t read_records_max = 1'000;
constexpr std::size_t read_bytes_max = std::size_t{8} << 20;

}  // namespace

std::filesystem::path log_folder(const std::filesystem::path& data) {
    return data / "log";
}

std::filesystem::path signer_folder(const std::filesystem::path& data) {
    return data / "signer";
}

platform::Result<std::unique_ptr<EmbeddedLog>> open_existing_log(
    const std::filesystem::path& path) {
    std::error_code error;
    // RocksDB's file that names its present state.
    if (!std::filesystem::exists(path / "CURRENT", error))
        return Error{Errc::not_found, path.string() + ": there is no log here"};
    return EmbeddedLog::open(path.string());
}

platform::Status read_whole_log(
    platform::event_log::EventLog& log,
    const std::function<void(const platform::event_log::StoredRecord&)>& record) {
    const std::uint64_t end = log.end();
    for (std::uint64_t next = 0; next < end;) {
        const auto records = log.read(next, read_records_max, read_bytes_max);
        if (!records) return records.error();
        if (records->empty() || records->front().sequence != next)
            return Error{Errc::corrupt, "log: record " + std::to_string(next) + " is missing"};
        for (const auto& each : *records) record(each);
        next += records->size();
    }
    return {};
}

}  // namespace cli
