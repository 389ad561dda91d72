// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/event_log/event_log.hpp"

namespace cli {

// Appends `record` and waits until it is durable. Errors: those of EventLog::append().
platform::Result<platform::event_log::Place> append_and_wait(platform::event_log::EventLog& log,
                                                             platform::event_log::Record record);

}  // namespace cli
