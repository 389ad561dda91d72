// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/events.hpp"

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <utility>

#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/zone.hpp"

namespace tests::vectors {
namespace {

// Limits of the product (docs/api.md): what ingest adds to an event is already taken off.
constexpr std::size_t event_bytes_max = (896 - 4) * 1024;
constexpr std::size_t event_rows_max = 5'000;
constexpr std::size_t batch_events_max = 500;
constexpr std::size_t batch_bytes_max = 4 * 1024 * 1024;

// Each try waits for the position on the server, at most 5 s.
constexpr int outcome_tries_max = 24;

// How many of the events fit into one batch, and its body.
struct Batch {
    std::size_t count = 0;
    std::string body;
};

Batch fill_batch(std::span<const std::string> events) {
    Batch batch;
    batch.body = "[";
    for (const std::string& event : events) {
        const std::size_t bytes = batch.body.size() + event.size() + 2;
        if (batch.count == batch_events_max || bytes > batch_bytes_max) break;
        if (batch.count > 0) batch.body += ',';
        batch.body += event;
        ++batch.count;
    }
    batch.body += ']';
    return batch;
}

// Waits for the outcome of an event that is durable but was not applied in the time of its POST.
platform::Status await_applied(Api& api, const std::string& target) {
    for (int attempt = 0; attempt < outcome_tries_max; ++attempt) {
        const auto response = api.ask(target);
        if (!response) return response.error();
        if (response->status == 503) continue;
        boost::json::monotonic_resource memory;
        const auto event = parse_json(response->body, &memory);
        if (!event) return event.error();
        if (text_member(*event, "outcome") == "applied") return {};
        return failure("not applied: " + response->body);
    }
    return failure("no outcome in time: " + target);
}

// Waits until every replica shows what is at `position`; one knows at once, the others follow.
platform::Status await_readable(Api& api, const std::string& position) {
    if (api.readers() == 1 || position.empty()) return {};
    const std::string target = "/v1/policies?at_least=" + platform::http::percent_encode(position);
    for (int attempt = 0; attempt < outcome_tries_max; ++attempt) {
        bool all = true;
        for (std::size_t i = 0; i < api.readers(); ++i) {
            const auto response = api.ask(target);
            if (!response) return response.error();
            all = all && response->status == 200;
        }
        if (all) return {};
    }
    return failure("not on every replica in time: " + position);
}

// The position of the event of this receipt, once it is known to be applied.
platform::Result<std::string> applied_position(Api& api, const boost::json::value& receipt) {
    const std::string position(text_member(receipt, "position"));
    if (position.empty()) {
        return failure("receipt without position: " + boost::json::serialize(receipt));
    }
    const auto* duplicate = member(receipt, "duplicate");
    const bool is_new = duplicate != nullptr && *duplicate == false;
    const auto status = text_member(receipt, "status");
    if (is_new && status == "applied") return position;
    if (!is_new || status != "accepted") {
        return failure("not applied: " + boost::json::serialize(receipt));
    }
    const auto known = await_applied(api, std::string(text_member(receipt, "url")) + "&at_least=" +
                                              platform::http::percent_encode(position));
    if (!known) return known.error();
    return position;
}

platform::Result<std::string> send_batch(Api& api, const Batch& batch) {
    const auto response = api.send({
        .method = "POST",
        .target = "/v1/events",
        .headers = {{"content-type", "application/cloudevents-batch+json"}, {"prefer", "wait=30"}},
        .body = batch.body
    });
    if (!response) return response.error();
    if (response->status != 207) {
        return failure("POST /v1/events answered " + std::to_string(response->status) + ": " +
                       response->body);
    }
    boost::json::monotonic_resource memory;
    const auto answer = parse_json(response->body, &memory);
    if (!answer) return answer.error();
    const auto* receipts = member(*answer, "receipts");
    if (receipts == nullptr || !receipts->is_array() ||
        receipts->get_array().size() != batch.count) {
        return failure("one receipt for each event expected");
    }
    std::string last;
    for (const auto& receipt : receipts->get_array()) {
        auto position = applied_position(api, receipt);
        if (!position) return position.error();
        last = std::move(*position);
    }
    return last;
}

}  // namespace

platform::Result<std::string> write_event(const LoadedEvent& event) {
    const boost::json::object envelope{
        {"specversion",     "1.0"             },
        {"id",              event.id          },
        {"source",          event.source      },
        {"type",            event.type        },
        {"datacontenttype", "application/json"},
        {"recordedtime",    event.recorded    },
        {"data",            event.data        }
    };
    std::string text = boost::json::serialize(envelope);
    if (text.size() > event_bytes_max) {
        return failure("event " + event.id + " has " + std::to_string(text.size()) + " bytes");
    }
    return text;
}

platform::Result<boost::json::object> measures_data(std::span<const FileMeasure> measures) {
    static const std::map<std::string_view, std::string_view> kinds{
        {"vi", "baseline"},
        {"va", "actual"  },
        {"vc", "target"  }
    };
    if (measures.empty() || measures.size() > event_rows_max) {
        return failure(std::to_string(measures.size()) + " measures in one event");
    }
    boost::json::array rows;
    rows.reserve(measures.size());
    for (const FileMeasure& measure : measures) {
        const auto kind = kinds.find(measure.type);
        if (kind == kinds.end()) return failure("unknown type " + std::string(measure.type));
        boost::json::value value = nullptr;
        if (!measure.value.empty()) value = measure.value;
        rows.push_back(boost::json::object{
            {"indicator", measure.indicator         },
            {"territory", territory_of(measure.zone)},
            {"kind",      kind->second              },
            {"date",      measure.date              },
            {"value",     std::move(value)          }
        });
    }
    return boost::json::object{
        {"rows", std::move(rows)}
    };
}

platform::Result<std::string> send_events(Api& api, std::span<const std::string> events) {
    std::string last;
    while (!events.empty()) {
        const Batch batch = fill_batch(events);
        auto position = send_batch(api, batch);
        if (!position) return position.error();
        last = std::move(*position);
        events = events.subspan(batch.count);
    }
    const auto readable = await_readable(api, last);
    if (!readable) return readable.error();
    return last;
}

}  // namespace tests::vectors
