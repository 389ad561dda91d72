// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"

namespace tests::bench {

// What benches post: media types of one event and of a batch.
inline constexpr std::string_view single_type = "application/cloudevents+json";
inline constexpr std::string_view batch_type = "application/cloudevents-batch+json";

// Defines a policy CH-045 and an indicator IND-302 whose departments are entered and summed.
// Errors: unavailable, invalid (not applied).
platform::Status define_houses(const std::string& url);

// An event of one row of IND-302; another event for each number.
std::string event_text(std::uint64_t number);

// The value of the record that an ingest makes of event_text(number), but for the instant in it.
std::string record_text(std::uint64_t number);

// A text made ahead in which events are numbered: what it costs a bench to send another one is the
// digits in it, not the text. Threads: one at a time.
class NumberedText {
public:
    // `text` was made of events numbered `first`, `first` + 1 and so on, `count` of them.
    NumberedText(std::string text, std::uint64_t first, std::size_t count);

    // The same of the `count` events from `first` on.
    const std::string& numbered(std::uint64_t first);

private:
    std::string text_;
    std::vector<std::size_t> places_;
};

// The bytes of a POST of events that waits until they are durable, not for their outcome.
std::string post_text(std::string_view type, const std::string& body);

// The port of http://HOST:PORT.
std::uint16_t port_of(const std::string& url);

}  // namespace tests::bench
