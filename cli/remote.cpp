// SPDX-License-Identifier: EUPL-1.2
#include "cli/remote.hpp"

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

#include "cli/config.hpp"

namespace cli {
namespace {

using domain::codec::Json;
using platform::Errc;
using platform::Error;
using platform::http::ClientRequest;
using platform::http::ClientResponse;

constexpr std::size_t batch_events_max = 500;
// Units: bytes; the server takes 4 MiB.
constexpr std::size_t batch_bytes_max = std::size_t{4'000'000};
constexpr std::size_t errors_shown_max = 5;
// Units: seconds, for the outcome of what is sent.
constexpr std::string_view wait_preference = "wait=30";
// A batch waits for each of its events.
constexpr std::chrono::seconds answer_time_max{300};

std::string text_member(const Json& json, std::string_view name) {
    const Json* found = json.member(name);
    return found != nullptr && found->string() != nullptr ? *found->string() : std::string{};
}

std::string problem_text(const Json& problem) {
    std::string text = text_member(problem, "title");
    const std::string detail = text_member(problem, "detail");
    if (!detail.empty() && detail != text) text += (text.empty() ? "" : ": ") + detail;
    const Json* errors = problem.member("errors");
    if (errors == nullptr || errors->array() == nullptr) return text;
    std::size_t shown = 0;
    for (const Json& error : *errors->array()) {
        const std::string pointer = text_member(error, "pointer");
        if (pointer.empty() && shown == 0 && errors->array()->size() == 1) continue;
        if (shown++ == errors_shown_max) break;
        text += "; " + pointer + (pointer.empty() ? "" : ": ") + text_member(error, "message");
    }
    return text;
}

std::chrono::milliseconds pause_of(const ClientResponse& response, const Patience& patience) {
    const auto header = response.header("retry-after");
    int seconds = 0;
    const auto read = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (read.ec != std::errc{} || read.ptr != header.data() + header.size() || seconds < 0)
        return patience.pause_default;
    return std::min<std::chrono::milliseconds>(std::chrono::seconds{seconds}, patience.pause_max);
}

std::string event_target(const domain::Identity& identity) {
    return "/v1/event?source=" + platform::http::percent_encode(identity.source) +
           "&id=" + platform::http::percent_encode(identity.id);
}

bool is_open(const Receipt& receipt) {
    return receipt.status == "accepted" || receipt.status == "unknown";
}

bool is_busy(const Receipt& receipt) {
    return receipt.status == "refused" && receipt.http_status == 503;
}

// Takes over what /v1/event says of the first attempt.
void take_outcome(Receipt& receipt, const Json& event) {
    receipt.status = text_member(event, "outcome");
    receipt.position = text_member(event, "position");
    const std::string reason = text_member(event, "reason");
    const std::string detail = text_member(event, "detail");
    receipt.problem = reason.empty() || detail.empty() ? reason + detail : reason + ": " + detail;
}

}  // namespace

std::string problem_text(int http_status, std::string_view body) {
    const auto json = domain::codec::parse_json(body);
    std::string text = json ? problem_text(*json) : std::string{};
    return text.empty() ? "the server answered " + std::to_string(http_status) : text;
}

Receipt parse_receipt(int http_status, const Json& body) {
    Receipt receipt;
    receipt.http_status = http_status;
    receipt.json = domain::codec::canonical(body);
    receipt.identity = {text_member(body, "source"), text_member(body, "id")};
    receipt.position = text_member(body, "position");
    const Json* status = body.member("status");
    const bool is_receipt = status != nullptr && status->string() != nullptr;
    receipt.status = is_receipt ? *status->string() : "refused";
    const Json* duplicate = body.member("duplicate");
    receipt.duplicate = duplicate != nullptr && std::get_if<bool>(&duplicate->value) != nullptr &&
                        std::get<bool>(duplicate->value);
    if (const Json* warnings = body.member("warnings"); warnings && warnings->array() != nullptr)
        for (const Json& warning : *warnings->array())
            receipt.warnings.push_back(text_member(warning, "message"));
    const Json* problem = is_receipt ? body.member("problem") : &body;
    if (problem != nullptr && problem->object() != nullptr)
        receipt.problem = problem_text(*problem);
    if (receipt.problem.empty() && !receipt.applied() && !is_open(receipt))
        receipt.problem = "the server answered " + std::to_string(http_status);
    return receipt;
}

Receipt parse_receipt(int http_status, std::string_view body) {
    const auto json = domain::codec::parse_json(body);
    if (json) return parse_receipt(http_status, *json);
    Receipt receipt;
    receipt.http_status = http_status;
    receipt.status = "refused";
    receipt.problem = "the server answered " + std::to_string(http_status);
    receipt.json = "null";
    return receipt;
}

std::string target_of(const std::string& path, const Parameters& parameters) {
    std::string target = path;
    for (const auto& [name, value] : parameters) {
        if (value.empty()) continue;
        target += target.find('?') == std::string::npos ? '?' : '&';
        target.append(name).append("=").append(platform::http::percent_encode(value));
    }
    return target;
}

ClientRequest event_request(const OutgoingEvent& event) {
    ClientRequest request;
    request.method = "POST";
    request.target = "/v1/events";
    request.headers = {
        {"Content-Type", "application/cloudevents+json"}
    };
    request.body = event.json;
    return request;
}

platform::Result<Remote> Remote::open(const std::string& url, Patience patience) {
    auto client = platform::http::Client::open(url, answer_time_max);
    if (!client) return client.error();
    return Remote{std::move(*client), patience};
}

platform::Result<Remote> Remote::open(const ClientOptions& options) {
    auto key = client_key(options);
    if (!key) return key.error();
    auto remote = open(options.url, Patience{});
    if (remote) remote->client_.present(std::move(*key));
    return remote;
}

platform::Result<ClientResponse> Remote::send(ClientRequest request) {
    request.headers.emplace_back("Accept-Language",
                                 user_language() == platform::http::Language::french ? "fr" : "en");
    for (int tries = 1;; ++tries) {
        auto response = client_.send(request);
        if (!response || response->status != 503) return response;
        if (tries >= patience_.tries)
            return Error{Errc::unavailable, problem_text(response->status, response->body)};
        std::this_thread::sleep_for(pause_of(*response, patience_));
    }
}

platform::Result<ClientResponse> Remote::get(const std::string& target) {
    ClientRequest request;
    request.target = target;
    auto response = send(std::move(request));
    if (!response || response->status == 200) return response;
    return Error{response->status == 404 ? Errc::not_found : Errc::invalid,
                 problem_text(response->status, response->body)};
}

platform::Result<Json> Remote::get_json(const std::string& target) {
    const auto response = get(target);
    if (!response) return response.error();
    auto json = domain::codec::parse_json(response->body);
    if (!json) return Error{Errc::corrupt, target + ": the answer is no JSON that can be read"};
    return std::move(*json);
}

platform::Result<Receipt> Remote::submit(const ClientRequest& request) {
    ClientRequest waiting = request;
    waiting.headers.emplace_back("Prefer", wait_preference);
    auto response = send(waiting);
    if (!response) return response.error();
    return settled(parse_receipt(response->status, response->body), request);
}

// Asks until the outcome is known. What the log does not know after a while is sent again.
platform::Result<Receipt> Remote::settled(Receipt receipt, const ClientRequest& again) {
    constexpr int asks_before_sending = 5;
    for (int tries = 1; is_open(receipt) && tries < patience_.tries; ++tries) {
        const auto event = get_json(event_target(receipt.identity));
        if (event) {
            take_outcome(receipt, *event);
            return receipt;
        }
        if (event.error().code != Errc::not_found) return event.error();
        std::this_thread::sleep_for(patience_.pause_default);
        if (tries % asks_before_sending != 0 || receipt.status == "accepted") continue;
        auto response = send(again);
        if (!response) return response.error();
        receipt = parse_receipt(response->status, response->body);
    }
    return receipt;
}

platform::Result<std::vector<Receipt>> Remote::submit_events(
    std::span<const OutgoingEvent> events, const std::function<void(std::size_t)>& sent) {
    std::vector<Receipt> receipts;
    for (std::size_t first = 0; first < events.size();) {
        std::size_t end = first;
        for (std::size_t bytes = 2; end < events.size() && end - first < batch_events_max; ++end) {
            bytes += events[end].json.size() + 1;
            if (bytes > batch_bytes_max && end > first) break;
        }
        auto batch = submit_batch(events.subspan(first, end - first));
        if (!batch) return batch.error();
        std::move(batch->begin(), batch->end(), std::back_inserter(receipts));
        first = end;
        if (sent) sent(receipts.size());
    }
    return receipts;
}

platform::Result<std::vector<Receipt>> Remote::submit_batch(std::span<const OutgoingEvent> events) {
    ClientRequest request;
    request.method = "POST";
    request.target = "/v1/events";
    request.headers = {
        {"Content-Type", "application/cloudevents-batch+json"},
        {"Prefer",       std::string{wait_preference}        }
    };
    request.body = "[";
    for (const auto& event : events)
        request.body += (request.body.size() > 1 ? "," : "") + event.json;
    request.body += "]";
    const auto response = send(std::move(request));
    if (!response) return response.error();
    const auto body = domain::codec::parse_json(response->body);
    const Json* list = body ? body->member("receipts") : nullptr;
    if (list == nullptr || list->array() == nullptr || list->array()->size() != events.size())
        return Error{Errc::invalid, problem_text(response->status, response->body)};

    std::vector<Receipt> receipts;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Json& item = (*list->array())[i];
        const Json* status = item.member("http_status");
        const bool busy = status && status->number() && status->number()->text == "503";
        auto receipt = parse_receipt(busy ? 503 : response->status, item);
        receipt.identity = events[i].identity;
        auto known = is_busy(receipt) ? submit(event_request(events[i]))
                                      : settled(std::move(receipt), event_request(events[i]));
        if (!known) return known.error();
        receipts.push_back(std::move(*known));
    }
    return receipts;
}

}  // namespace cli
