// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_opened.hpp"

#include <chrono>
#include <random>
#include <string>
#include <string_view>

#include "domain/codec/event_json.hpp"

namespace cli {
namespace {

std::string random_log_id() {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    constexpr std::size_t length = 13;
    std::random_device random;
    std::string id;
    while (id.size() < length) id.push_back(alphabet[random() % alphabet.size()]);
    return id;
}

}  // namespace

platform::event_log::Record log_opened_record() {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {.key = std::string{domain::event_type::log_opened},
            .value = domain::codec::encode_log_opened(random_log_id()),
            .headers = {{"content-type", "application/cloudevents+json"}},
            .timestamp_ms = duration_cast<milliseconds>(now).count()};
}

}  // namespace cli
