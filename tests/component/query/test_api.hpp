// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/codec/json.hpp"
#include "platform/event_log/embedded_log.hpp"
#include "platform/http/client.hpp"
#include "platform/http/server.hpp"
#include "platform/worker_pool.hpp"
#include "projector/projector.hpp"
#include "query-api/routes.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::query {

// The read API over a log, a projector and a store of its own, on a real port. The log is opened
// (sequence 0, log id "test"); the clock stands at noon of 2024-10-23.
class TestApi : public testing::Test {
protected:
    TestApi();
    ~TestApi() override;

    // Appends an event and waits until it is applied; its sequence. Its id is "e" and the sequence,
    // and it is recorded at 8:00 of that day of 2024.
    domain::Sequence report(std::string_view type, std::string data);
    domain::Sequence append(const support::EventText& event);
    domain::Sequence define_policy(std::string_view id, std::string_view members = {});
    domain::Sequence define_indicator(std::string_view id, std::string_view policy,
                                      std::string_view members = {});
    domain::Sequence measure(const std::vector<support::RowText>& rows);

    using Headers = std::vector<std::pair<std::string, std::string>>;
    platform::http::ClientResponse get(std::string target, const Headers& headers = {});
    // The body of a 200.
    std::string body(const std::string& target);
    // The JSON text found in a 200 by names and indexes, such as "rows.0.coverage.reported".
    std::string field(const std::string& target, std::string_view path);
    // "400 level-unknown".
    std::string problem(const std::string& target);

    projector::read_model::Store& store() { return *store_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

    // Serves anew, on another port.
    void serve();
    void stop_serving() { server_->stop(); }

    support::TemporaryDirectory folder;
    // Of the next serve().
    query_api::StreamLimits streams;
    platform::http::Identify identify;
    std::atomic<std::int64_t> now;
    // Replaces the projector's, where it is set. Guarded by `mutex`.
    std::function<void(domain::Sequence, std::chrono::milliseconds, std::function<void(bool)>)>
        replaced_wait;
    std::optional<std::string> not_ready;
    std::mutex mutex;

private:
    query_api::ReadSide read_side();

    std::unique_ptr<platform::event_log::EmbeddedLog> log_;
    std::unique_ptr<projector::read_model::Store> store_;
    std::unique_ptr<projector::Projector> projector_;
    std::unique_ptr<platform::WorkerPool> pool_;
    std::unique_ptr<platform::http::Server> server_;
    std::optional<platform::http::Client> client_;
};

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

// What stands at `path` in `json`, as canonical text; "nothing" where there is nothing.
std::string text_at(const domain::codec::Json& json, std::string_view path);

// Members of an indicator that weighs 50 everywhere, in houses, due each month, rolled up by sums.
std::string houses();

// The three figures of a territory in one event.
std::vector<support::RowText> figures(std::string_view territory, std::string_view baseline,
                                      std::string_view actual, std::string_view target);

}  // namespace tests::query
