// SPDX-License-Identifier: EUPL-1.2
// Any bytes as the requests of a connection, whole and cut at any place: handlers see the same
// requests. What is refused may be told sooner where more of a request is there to be judged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "platform/http/request_reader.hpp"
#include "platform/http/router.hpp"

namespace {

using namespace platform::http;

const Router& router() {
    static const Router table{
        {{Method::get, "/v1/{thing}", 0, {}}, {Method::post, "/v1/events", 64, {}}}
    };
    return table;
}

// The requests that handlers see, as text, from pieces of at most `piece` bytes.
std::string read_all(std::string_view bytes, std::size_t piece) {
    RequestReader reader{router()};
    std::string told;
    std::string waiting;
    while (!bytes.empty() || !waiting.empty()) {
        const std::size_t taken = bytes.size() < piece ? bytes.size() : piece;
        waiting.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        for (;;) {
            const ReadProgress progress = reader.feed(waiting);
            waiting.erase(0, progress.consumed);
            if (progress.step == ReadStep::complete) {
                const Incoming incoming = reader.take();
                told += incoming.request.target + "|" + incoming.request.body + "\n";
                if (incoming.persistence == Persistence::close) return told;
            } else if (progress.step == ReadStep::refused) {
                const Refusal refusal = reader.take_refusal();
                if (refusal.persistence == Persistence::close) return told;
            } else if (progress.step == ReadStep::need_more || waiting.empty()) {
                break;
            }
        }
        if (taken == 0) break;
    }
    return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = 1 + data[0];
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    if (read_all(bytes, bytes.size() + 1) != read_all(bytes, piece)) std::abort();
    return 0;
}
