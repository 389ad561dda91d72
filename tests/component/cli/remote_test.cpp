// SPDX-License-Identifier: EUPL-1.2
#include "cli/remote.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <utility>

#include "platform/http/server.hpp"
#include "tests/support/must.hpp"

namespace {

using cli::Receipt;
using cli::Remote;
using platform::http::Method;
using platform::http::Request;
using platform::http::Respond;
using platform::http::Response;
using support::must;

constexpr std::size_t body_max = std::size_t{1} << 20;

Response answer(int status, std::string body) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

std::string receipt(std::string_view status, std::string_view more = {}) {
    return R"({"source":"urn:a","id":"1","status":")" + std::string{status} +
           R"(","duplicate":false,"position":"log.7","url":"/","warnings":[],"problem":null)" +
           std::string{more} + "}";
}

cli::OutgoingEvent event(const std::string& id) {
    return {
        {"urn:a", id},
        R"({"id":")" + id + "\"}"
    };
}

// A server whose POST /v1/events and GET /v1/event answer as a test says.
class FakeSite {
public:
    using Answer = std::function<Response(const Request&)>;

    FakeSite(Answer post, Answer get) {
        const auto handler = [](const Answer& to_request) {
            return [to_request](Request request, const Respond& respond) {
                respond(to_request(request));
            };
        };
        server_ = must(platform::http::Server::start(
            {
        },
            {{Method::post, "/v1/events", body_max, handler(post)},
             {Method::get, "/v1/event", 0, handler(get)}}));
    }

    Remote remote() const {
        cli::Patience patience;
        patience.pause_default = std::chrono::milliseconds{1};
        patience.tries = 7;
        return must(Remote::open("http://127.0.0.1:" + std::to_string(server_->port()), patience));
    }

private:
    std::unique_ptr<platform::http::Server> server_;
};

Response no_event(const Request&) {
    return answer(404, "{}");
}

TEST(ParseReceipt, ReadsWhatBecameOfAnEvent) {
    const auto applied = cli::parse_receipt(200, receipt("applied"));
    EXPECT_TRUE(applied.applied());
    EXPECT_EQ(applied.identity, (domain::Identity{"urn:a", "1"}));
    EXPECT_EQ(applied.position, "log.7");
    EXPECT_TRUE(applied.problem.empty());

    const auto rejected =
        cli::parse_receipt(422, R"({"source":"urn:a","id":"1","status":"rejected","duplicate":true,
                 "warnings":[{"code":"w","message":"mind"}],
                 "problem":{"title":"Bad","detail":"worse","status":422,
                            "errors":[{"pointer":"/data","message":"no"}]}})");
    EXPECT_TRUE(rejected.duplicate);
    EXPECT_EQ(rejected.warnings, std::vector<std::string>{"mind"});
    EXPECT_EQ(rejected.problem, "Bad: worse; /data: no");
}

TEST(ParseReceipt, ReadsAProblemDocumentAsARefusal) {
    const auto refused = cli::parse_receipt(413, R"({"title":"Too large","status":413})");
    EXPECT_EQ(refused.status, "refused");
    EXPECT_EQ(refused.problem, "Too large");
    EXPECT_EQ(cli::parse_receipt(502, "<html>").problem, "the server answered 502");
    EXPECT_EQ(cli::parse_receipt(500, "{}").problem, "the server answered 500");
}

TEST(Remote, WaitsOutABusyServer) {
    std::atomic<int> posts = 0;
    const FakeSite site{[&posts](const Request&) {
                            if (++posts >= 3) return answer(200, receipt("applied"));
                            auto busy = answer(503, "{}");
                            busy.headers.emplace_back("Retry-After", "0");
                            return busy;
                        },
                        no_event};
    auto remote = site.remote();
    EXPECT_TRUE(must(remote.submit(cli::event_request(event("1")))).applied());
    EXPECT_EQ(posts, 3);
}

TEST(Remote, GivesUpOnAServerThatStaysBusy) {
    const FakeSite site{[](const Request&) { return answer(503, R"({"title":"Full"})"); },
                        no_event};
    auto remote = site.remote();
    const auto submitted = remote.submit(cli::event_request(event("1")));
    ASSERT_FALSE(submitted);
    EXPECT_EQ(submitted.error().code, platform::Errc::unavailable);
    EXPECT_EQ(submitted.error().detail, "Full");
}

TEST(Remote, AsksWhatBecameOfAnEventThatIsNotKnown) {
    std::atomic<int> asked = 0;
    const FakeSite site{[](const Request&) { return answer(202, receipt("unknown")); },
                        [&asked](const Request& request) {
                            EXPECT_EQ(request.parameter("source"), "urn:a");
                            EXPECT_EQ(request.parameter("id"), "1");
                            if (++asked < 3) return answer(404, "{}");
                            return answer(200, R"({"outcome":"conflict","position":"log.9",
                                                   "reason":"revision-mismatch","detail":"no"})");
                        }};
    auto remote = site.remote();
    const auto settled = must(remote.submit(cli::event_request(event("1"))));
    EXPECT_EQ(settled.status, "conflict");
    EXPECT_EQ(settled.position, "log.9");
    EXPECT_EQ(settled.problem, "revision-mismatch: no");
}

TEST(Remote, SendsAgainWhatTheLogDoesNotKnow) {
    std::atomic<int> posts = 0;
    const FakeSite site{[&posts](const Request&) {
                            return ++posts == 1 ? answer(202, receipt("unknown"))
                                                : answer(200, receipt("applied"));
                        },
                        no_event};
    auto remote = site.remote();
    EXPECT_TRUE(must(remote.submit(cli::event_request(event("1")))).applied());
    EXPECT_EQ(posts, 2);
}

TEST(Remote, SendsEventsInBatchesWithinTheLimits) {
    std::vector<std::size_t> batches;
    const FakeSite site{[&batches](const Request& request) {
                            const auto list = must(domain::codec::parse_json(request.body));
                            batches.push_back(list.array()->size());
                            std::string body = R"({"receipts":[)";
                            for (std::size_t i = 0; i < list.array()->size(); ++i)
                                body += (i > 0 ? "," : "") +
                                        receipt("applied", R"(,"http_status":200)");
                            return answer(207, body + "]}");
                        },
                        no_event};
    auto remote = site.remote();
    std::vector<cli::OutgoingEvent> events;
    for (int i = 0; i < 501; ++i) events.push_back(event(std::to_string(i)));
    std::vector<std::size_t> told;
    const auto receipts =
        must(remote.submit_events(events, [&told](std::size_t sent) { told.push_back(sent); }));
    EXPECT_EQ(batches, (std::vector<std::size_t>{500, 1}));
    EXPECT_EQ(told, (std::vector<std::size_t>{500, 501}));
    ASSERT_EQ(receipts.size(), 501U);
    EXPECT_EQ(receipts[500].identity.id, "500");
}

TEST(Remote, TellsAServerThatIsNotThere) {
    auto remote = must(Remote::open("http://127.0.0.1:1", cli::Patience{}));
    EXPECT_EQ(remote.get("/v1/policies").error().code, platform::Errc::unavailable);
    EXPECT_EQ(Remote::open("ftp://x", cli::Patience{}).error().code, platform::Errc::invalid);
}

}  // namespace
