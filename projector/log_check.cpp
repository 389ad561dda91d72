// SPDX-License-Identifier: EUPL-1.2
#include "projector/log_check.hpp"

#include <chrono>

#include "domain/fold/fold.hpp"
#include "projector/read_model/view.hpp"

namespace projector {
namespace {

using platform::Errc;
using platform::Error;
using platform::event_log::EventLog;
using platform::event_log::Record;

// How long whoever starts waits for a log that others keep.
constexpr std::chrono::milliseconds answer_max{10'000};

constexpr std::string_view what_to_do =
    "; check the log and the folder that are given; only if this log is the right one, stop the "
    "program and delete the read model, which is then built from this log";

Error refused(const read_model::Store& store, const std::string& why) {
    return {Errc::invalid, "read model: built from " +
                               std::to_string(store.published()->head.next) +
                               " records of the log " + store.published()->head.log_id + ", but " +
                               why + std::string{what_to_do}};
}

platform::Result<Record> record_at(EventLog& log, domain::Sequence sequence) {
    auto records = log.read(sequence, 1, 1);
    if (!records) return records.error();
    if (records->empty())
        return Error{Errc::unavailable,
                     "log: record " + std::to_string(sequence) +
                         " did not come in time; see that the log answers, then start again"};
    return std::move(records->front().record);
}

}  // namespace

platform::Result<std::string> log_id_of(EventLog& log) {
    const auto end = log.ask_end(answer_max);
    if (!end) return end.error();
    if (*end == 0)
        return Error{Errc::not_found,
                     "log: it is empty, not even opened; make it with `barometre topics create`"};
    const auto first = record_at(log, 0);
    if (!first) return first.error();
    const auto decoded = domain::decode(first->value);
    const auto* opened =
        decoded.data && *decoded.data ? std::get_if<domain::LogOpened>(&**decoded.data) : nullptr;
    if (opened == nullptr)
        return Error{Errc::invalid,
                     "log: its first record is not log.opened; this is not a log of Baromètre"};
    return opened->log_id;
}

platform::Status check_expected_log(EventLog& log, std::string_view expected) {
    const auto id = log_id_of(log);
    if (!id) return id.error();
    if (*id == expected) return {};
    return Error{Errc::invalid, "log: this is the log " + *id + ", not " + std::string{expected} +
                                    " as --expect-log wants: another topic, or one made again "
                                    "under the same name; nothing was read"};
}

platform::Status check_same_log(const read_model::Store& store, EventLog& log) {
    const auto head = store.published()->head;
    if (head.next == 0) return {};
    if (head.engine > domain::engine_max)
        return Error{Errc::invalid, "read model: it is of engine " + std::to_string(head.engine) +
                                        ", which this version does not know; install a newer "
                                        "version, nothing is lost"};
    const auto end = log.ask_end(answer_max);
    if (!end) return end.error();
    if (*end == 0) return refused(store, "the log is empty: it was emptied, or made again");
    const auto id = log_id_of(log);
    if (!id) return id.error();
    if (*id != head.log_id)
        return refused(store, "this is another log, " + *id +
                                  ": another topic, or one made again under the same name");
    if (*end < head.next)
        return refused(store, "the log has only " + std::to_string(*end) +
                                  ": the read model is ahead of the log, which has lost records");
    const read_model::View view{store};
    const auto last = record_at(log, view.position());
    if (!last) return last.error();
    const auto known = view.record(view.position());
    if (!known || known->record.value != last->value)
        return refused(store, "record " + std::to_string(view.position()) +
                                  " of the log is not the one that was applied: it was altered, "
                                  "or is another log");
    return {};
}

}  // namespace projector
