// SPDX-License-Identifier: EUPL-1.2
#include "ingest/requests.hpp"

#include <algorithm>
#include <utility>

#include "ingest/cloud_event.hpp"
#include "ingest/finding.hpp"

namespace ingest {

void refuse(const Exchange& exchange, const domain::Error& error) {
    exchange.respond(problem_of(fault_of(finding_of(error)), exchange.language));
}

void respond_to(const Exchange& exchange, platform::http::Response response) {
    if (!exchange.preference.applied.empty())
        response.headers.emplace_back("Preference-Applied", exchange.preference.applied);
    exchange.respond(std::move(response));
}

domain::Result<void> check_parameters(const platform::http::Request& request,
                                      std::initializer_list<std::string_view> known) {
    for (const auto& parameter : request.query) {
        const auto same = [&](const auto& other) { return other.first == parameter.first; };
        const bool once = std::count_if(request.query.begin(), request.query.end(), same) == 1;
        if (!once || std::find(known.begin(), known.end(), parameter.first) == known.end())
            return domain::Error{"parameter-unknown", "", parameter.first};
    }
    return {};
}

domain::Result<std::string> event_id_of(const platform::http::Request& request) {
    const auto& headers = request.headers;
    const bool given = std::any_of(headers.begin(), headers.end(), [](const auto& header) {
        return header.first == "idempotency-key";
    });
    if (!given) return make_event_id();
    return parse_idempotency_key(request.header("idempotency-key"));
}

std::chrono::milliseconds wait_of(const Context& context, const Exchange& exchange) {
    if (exchange.preference.wait) return *exchange.preference.wait;
    return context.options.default_wait;
}

ReceiptStyle style_of(const Context& context, const Exchange& exchange) {
    return {context.read_side.published()->head.log_id, exchange.language};
}

Sender sender_of(const Context& context, const Exchange& exchange,
                 const platform::http::Request& request) {
    return {context.options.mode, *exchange.caller, trace_of(request)};
}

void submit_one(Context& context, const Exchange& exchange, Item item) {
    std::vector<Item> items;
    items.push_back(std::move(item));
    submit(context, std::move(items), wait_of(context, exchange),
           [&context, exchange](const std::vector<Receipt>& receipts) {
               respond_to(exchange, response_of(receipts.front(), style_of(context, exchange)));
           });
}

}  // namespace ingest
