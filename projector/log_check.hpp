// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <string_view>

#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"
#include "projector/read_model/store.hpp"

namespace projector {

// The id that the first record of `log` gives it.
// Errors: not_found (it is empty), invalid (its first record opens no log), corrupt, io,
// unavailable (the log does not answer).
platform::Result<std::string> log_id_of(platform::event_log::EventLog& log);

// Refuses a log with another id than `expected`: also an empty store is then not filled from a
// topic that was made again under the same name.
// Errors: invalid (another id), else as log_id_of().
platform::Status check_expected_log(platform::event_log::EventLog& log, std::string_view expected);

// Compares a store with the log it is to follow: the engine, the log's identity (record 0), its
// length, and the last record applied, byte for byte. Nothing is read again from the beginning
// instead: the text of a refusal says what happened and what to do.
// Errors: invalid (another log, a log that lost records or was altered, a newer engine), else as
// log_id_of().
platform::Status check_same_log(const read_model::Store& store, platform::event_log::EventLog& log);

}  // namespace projector
