// SPDX-License-Identifier: EUPL-1.2
#include "ingest/remote_read_side.hpp"

#include <utility>
#include <variant>

#include "domain/event.hpp"
#include "platform/access/key_file.hpp"

namespace ingest {

using platform::Errc;
using platform::Error;
using platform::Result;

Result<std::string> read_log_id(platform::event_log::EventLog& log) {
    const auto records = log.read(0, 1, 1);
    if (!records) return records.error();
    if (records->empty())
        return Error{log.end() == 0 ? Errc::invalid : Errc::unavailable,
                     log.end() == 0
                         ? "event log: it is empty; create it with `barometre topics create`"
                         : "event log: its first record did not come in time; try again"};
    const auto envelope = domain::codec::decode_envelope(records->front().record.value);
    if (envelope && envelope->type == domain::event_type::log_opened) {
        const auto data = domain::codec::decode_data(*envelope);
        if (data) return std::get<domain::LogOpened>(*data).log_id;
    }
    return Error{Errc::invalid,
                 "event log: its first record is not log.opened: this is not a log of ours; "
                 "check --bootstrap and --prefix"};
}

Result<std::unique_ptr<RemoteReadSide>> RemoteReadSide::open(const std::string& log_id,
                                                             platform::event_log::EventLog& log,
                                                             const std::string& query_urls,
                                                             const std::string& query_key_file) {
    std::unique_ptr<OutcomeQuery> outcomes;
    if (!query_urls.empty()) {
        std::string key;
        if (!query_key_file.empty()) {
            auto read = platform::access::read_key_text(query_key_file);
            if (!read) return read.error();
            key = std::move(*read);
        }
        auto opened = OutcomeQuery::open(query_urls, log_id, key);
        if (!opened) return opened.error();
        outcomes = std::move(*opened);
    }
    return std::unique_ptr<RemoteReadSide>{
        new RemoteReadSide{log_id, log, std::move(outcomes)}
    };
}

RemoteReadSide::RemoteReadSide(std::string log_id, platform::event_log::EventLog& log,
                               std::unique_ptr<OutcomeQuery> outcomes)
    : catalogue_(std::move(log_id), log), outcomes_(std::move(outcomes)) {}

void RemoteReadSide::stop() {
    if (outcomes_) outcomes_->stop();
}

std::shared_ptr<const projector::read_model::Published> RemoteReadSide::published() const {
    return catalogue_.published();
}

Result<std::optional<Receipt>> RemoteReadSide::known(
    const domain::codec::Envelope& /*envelope*/) const {
    return std::optional<Receipt>{};
}

void RemoteReadSide::await_definitions(std::vector<std::string> missing,
                                       std::chrono::steady_clock::time_point deadline,
                                       std::function<void(Awaited)> done) {
    catalogue_.await_definitions(std::move(missing), deadline, std::move(done));
}

void RemoteReadSide::settle(std::vector<Receipt> receipts, std::chrono::milliseconds wait,
                            Settled done) {
    if (!outcomes_) return done(std::move(receipts));
    outcomes_->settle(std::move(receipts), wait, std::move(done));
}

}  // namespace ingest
