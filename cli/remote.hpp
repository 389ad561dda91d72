// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/config.hpp"
#include "domain/codec/json.hpp"
#include "domain/event.hpp"
#include "platform/http/client.hpp"
#include "platform/result.hpp"

namespace cli {

// What became of an event that was sent (docs/api.md, receipt).
struct Receipt {
    domain::Identity identity;
    // "accepted", "applied", "conflict", "rejected", "unknown" or "refused".
    std::string status;
    bool duplicate = false;
    std::string position;
    std::vector<std::string> warnings;
    // Why it has no effect, for people; empty if it has one.
    std::string problem;
    // As answered, and the status it was answered with.
    std::string json;
    int http_status = 0;

    bool applied() const { return status == "applied"; }
};

// A CloudEvent to send, in structured mode.
struct OutgoingEvent {
    domain::Identity identity;
    std::string json;
};

// Reads a receipt; something else becomes "refused", with what a problem document says.
Receipt parse_receipt(int http_status, std::string_view body);
Receipt parse_receipt(int http_status, const domain::codec::Json& body);

// How long a busy server or an outcome that is not known is waited for before giving up.
struct Patience {
    std::chrono::milliseconds pause_max = std::chrono::seconds{30};
    std::chrono::milliseconds pause_default = std::chrono::seconds{1};
    int tries = 20;
};

// A Baromètre reached over HTTP. Answers in the user's language.
// Errors of all calls: unavailable (no answer, or still busy after all tries), corrupt (what comes
// is not HTTP). Threads: one at a time.
class Remote {
public:
    // Nothing is connected yet. Errors: invalid (the URL).
    static platform::Result<Remote> open(const std::string& url, Patience patience);
    // The same of the server that `options` name, presenting their key.
    // Errors: also those of client_key().
    static platform::Result<Remote> open(const ClientOptions& options);

    // Any answer but 503, which is waited out as its Retry-After says.
    platform::Result<platform::http::ClientResponse> send(platform::http::ClientRequest request);

    // An answer of 200. Errors: not_found (404), invalid (another status; says why).
    platform::Result<platform::http::ClientResponse> get(const std::string& target);
    // Its body. Errors: also corrupt (no JSON).
    platform::Result<domain::codec::Json> get_json(const std::string& target);

    // Sends and waits for the outcome of one request that answers with a receipt. Events have ids,
    // so one that the server does not know to have arrived is sent again.
    platform::Result<Receipt> submit(const platform::http::ClientRequest& request);

    // Sends events in their order, in as few batches as the limits allow, and returns their
    // receipts. `sent` is told how many have one, after each batch.
    platform::Result<std::vector<Receipt>> submit_events(
        std::span<const OutgoingEvent> events, const std::function<void(std::size_t)>& sent = {});

private:
    Remote(platform::http::Client client, Patience patience)
        : client_(std::move(client)), patience_(patience) {}

    platform::Result<Receipt> settled(Receipt receipt, const platform::http::ClientRequest& again);
    platform::Result<std::vector<Receipt>> submit_batch(std::span<const OutgoingEvent> events);

    platform::http::Client client_;
    Patience patience_;
};

// Names and values of query parameters; empty values are left out.
using Parameters = std::vector<std::pair<std::string_view, std::string>>;
// `path` with its query.
std::string target_of(const std::string& path, const Parameters& parameters);

// The request of one event.
platform::http::ClientRequest event_request(const OutgoingEvent& event);

// What a problem document (RFC 9457) says, in one line, with its first errors.
std::string problem_text(int http_status, std::string_view body);

}  // namespace cli
