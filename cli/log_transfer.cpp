// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_transfer.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "domain/sha256.hpp"
#include "platform/event_log/embedded_log.hpp"

namespace cli {
namespace {

using platform::Errc;
using platform::Error;
using platform::Result;
using platform::Status;
using platform::event_log::Headers;
using platform::event_log::StoredRecord;

constexpr std::size_t batch_records_max = 1'000;
constexpr std::size_t batch_bytes_max = std::size_t{8} << 20;

// The records of a place up to `end`, one at a time.
class Records {
public:
    Records(LogPlace& place, std::uint64_t end) : place_(place), end_(end) {}

    std::uint64_t position() const { return next_; }
    bool at_end() const { return next_ == end_; }

    // Precondition: not at_end(). The record stays until the next call, which may move it away.
    Result<StoredRecord*> next() {
        if (taken_ == read_.size()) {
            auto more = place_.read(next_);
            if (!more) return more.error();
            if (more->empty() || more->front().sequence != next_)
                return Error{Errc::corrupt, "log: record " + std::to_string(next_) + " is missing"};
            read_ = std::move(*more);
            taken_ = 0;
        }
        ++next_;
        return &read_[taken_++];
    }

private:
    LogPlace& place_;
    std::uint64_t end_;
    std::uint64_t next_ = 0;
    std::vector<StoredRecord> read_;
    std::size_t taken_ = 0;
};

void add(domain::Sha256Stream& digest, const StoredRecord& stored) {
    digest.add(platform::event_log::encode_record(stored.record));
}

// Where two texts first differ, in words; empty if they do not.
std::string difference_of(std::string_view what, std::string_view source, std::string_view target) {
    if (source == target) return {};
    const auto at = std::ranges::mismatch(source, target).in1 - source.begin();
    return std::string{what} + " differs from byte " + std::to_string(at) + " on (" +
           std::to_string(source.size()) + " bytes in the source, " +
           std::to_string(target.size()) + " in the target)";
}

std::string difference_of(const Headers& source, const Headers& target) {
    if (source.size() != target.size())
        return "there are " + std::to_string(source.size()) + " headers in the source, " +
               std::to_string(target.size()) + " in the target";
    for (std::size_t i = 0; i < source.size(); ++i) {
        const std::string which = "header " + std::to_string(i + 1);
        auto found = difference_of("the name of " + which, source[i].first, target[i].first);
        if (found.empty())
            found = difference_of("the value of " + which, source[i].second, target[i].second);
        if (!found.empty()) return found;
    }
    return {};
}

// Reads what the target holds and the same of the source.
Status compare(Records& source, Records target, domain::Sha256Stream& digest,
               const TransferProgress& progress, std::uint64_t total) {
    while (!target.at_end()) {
        const auto theirs = target.next();
        if (!theirs) return theirs.error();
        const auto ours = source.next();
        if (!ours) return ours.error();
        const auto found = difference((*ours)->record, (*theirs)->record);
        if (!found.empty())
            return Error{Errc::invalid,
                         "record " + std::to_string((*ours)->sequence) + ": " + found +
                             ". The target holds another log; nothing was copied: name a target "
                             "that does not exist yet"};
        add(digest, **ours);
        if (target.position() % batch_records_max == 0)
            progress(Transferring::comparing, target.position(), total);
    }
    return {};
}

Status copy(Records& source, LogPlace& target, domain::Sha256Stream& digest,
            const TransferProgress& progress, std::uint64_t total) {
    while (!source.at_end()) {
        std::vector<StoredRecord> batch;
        std::size_t bytes = 0;
        while (!source.at_end() && batch.size() < batch_records_max && bytes < batch_bytes_max) {
            const auto record = source.next();
            if (!record) return record.error();
            add(digest, **record);
            bytes += platform::event_log::record_bytes((*record)->record);
            batch.push_back(std::move(**record));
        }
        if (auto appended = target.append(std::move(batch)); !appended) return appended;
        progress(Transferring::copying, source.position(), total);
    }
    return target.sync();
}

}  // namespace

std::string difference(const platform::event_log::Record& source,
                       const platform::event_log::Record& target) {
    auto found = difference_of("the key", source.key, target.key);
    if (found.empty()) found = difference_of("the value", source.value, target.value);
    if (found.empty()) found = difference_of(source.headers, target.headers);
    if (found.empty() && source.timestamp_ms != target.timestamp_ms)
        found = "the timestamp is " + std::to_string(source.timestamp_ms) + " in the source, " +
                std::to_string(target.timestamp_ms) + " in the target";
    return found;
}

platform::Result<Transferred> transfer(LogPlace& source, LogPlace& target,
                                       const TransferProgress& progress) {
    const auto total = source.end();
    if (!total) return total.error();
    const auto found = target.end();
    if (!found) return found.error();
    if (*found > *total)
        return Error{Errc::invalid, "the target holds " + std::to_string(*found) +
                                        " records, the source only " + std::to_string(*total) +
                                        ": nothing was copied; are they the wrong way round?"};

    domain::Sha256Stream digest;
    Records records{source, *total};
    if (auto same = compare(records, Records{target, *found}, digest, progress, *found); !same)
        return same.error();
    if (auto copied = copy(records, target, digest, progress, *total); !copied)
        return copied.error();
    return Transferred{
        .found = *found, .copied = *total - *found, .sha256 = domain::hex(digest.finish())};
}

platform::Result<std::string> digest_of(LogPlace& place, std::uint64_t records,
                                        const std::function<void(std::uint64_t done)>& progress) {
    domain::Sha256Stream digest;
    for (Records all{place, records}; !all.at_end();) {
        const auto record = all.next();
        if (!record) return record.error();
        add(digest, **record);
        if (all.position() % batch_records_max == 0) progress(all.position());
    }
    return domain::hex(digest.finish());
}

}  // namespace cli
