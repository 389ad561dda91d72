// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_append.hpp"

#include <future>
#include <memory>
#include <utility>

namespace cli {

using platform::Result;
using platform::event_log::Place;

Result<Place> append_and_wait(platform::event_log::EventLog& log,
                              platform::event_log::Record record) {
    auto told = std::make_shared<std::promise<Result<Place>>>();
    auto appended = told->get_future();
    log.append(std::move(record),
               [told](Result<Place> place) { told->set_value(std::move(place)); });
    return appended.get();
}

}  // namespace cli
