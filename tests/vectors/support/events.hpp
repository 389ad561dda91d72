// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"
#include "tests/vectors/support/api.hpp"

namespace tests::vectors {

inline constexpr std::string_view policy_defined = "fr.barometre.policy.defined.v1";
inline constexpr std::string_view indicator_defined = "fr.barometre.indicator.defined.v1";
inline constexpr std::string_view measures_reported = "fr.barometre.measures.reported.v1";

// A loaded CloudEvent: it carries the time at which it was recorded elsewhere.
struct LoadedEvent {
    std::string source;
    std::string id;
    std::string_view type;
    std::string recorded;
    boost::json::object data;
};

// One line of a file of measures, in the words of the file; an empty value is an erasure.
struct FileMeasure {
    std::string_view indicator;
    std::string_view zone;
    std::string_view date;
    std::string_view type;
    std::string_view value;
};

// The event as one structured-mode JSON object.
// Errors: invalid (more bytes than one event of a caller may have).
platform::Result<std::string> write_event(const LoadedEvent& event);

// The data of an event of measures. Errors: invalid (no row, too many, an unknown type).
platform::Result<boost::json::object> measures_data(std::span<const FileMeasure> measures);

// Posts the events in order, in as few batches as the limits allow, and returns the position of
// the last. Errors: invalid (one is not applied), unavailable, corrupt.
platform::Result<std::string> send_events(Api& api, std::span<const std::string> events);

}  // namespace tests::vectors
