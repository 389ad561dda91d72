// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/event_log/event_log.hpp"

namespace cli {

// The record that opens a new log, under a log id made by chance, as of this machine's clock.
platform::event_log::Record log_opened_record();

}  // namespace cli
