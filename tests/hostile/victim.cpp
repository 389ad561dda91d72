// SPDX-License-Identifier: EUPL-1.2
#include "tests/hostile/victim.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/json/value.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/torture/server_process.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/serve_process.hpp"

// A sanitizer keeps freed memory, so that the memory of the victim says nothing about it.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BAROMETRE_TESTS_SANITIZED 1
#endif
#endif

namespace tests::hostile {
namespace {

using platform::http::ClientRequest;
using platform::http::ClientResponse;
using support::must;

#ifdef BAROMETRE_TESTS_SANITIZED
constexpr bool memory_is_judged = false;
#else
constexpr bool memory_is_judged = true;
#endif

constexpr std::size_t memory_growth_max = std::size_t{64} << 20;
constexpr std::chrono::milliseconds idle_time{300};
constexpr std::chrono::milliseconds watch_interval{5};

constexpr std::string_view indicator = "IND-302";
constexpr std::string_view marked_indicator = "IND-303";

// Departments in the files of file_text(), and the months that they are reported for.
constexpr std::array<std::string_view, 4> zones{"D22", "D29", "D35", "D56"};
constexpr std::size_t days_used = 28;

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

std::string cloud_event(std::string_view id, std::string_view type, const std::string& data) {
    return R"({"specversion":"1.0","id":)" + quoted(id) +
           R"(,"source":"urn:hostile","type":"fr.barometre.)" + std::string(type) +
           R"(.v1","datacontenttype":"application/json","data":)" + data + "}";
}

std::string indicator_event(std::string_view id) {
    return cloud_event("define-" + std::string(id), "indicator.defined",
                       R"({"id":)" + quoted(id) +
                           R"(,"policy":"CH-045","roll_up":{"actual":{)"
                           R"("department":{"from":"entered","operation":"none"},)"
                           R"("region":{"from":"departments","operation":"sum"},)"
                           R"("nation":{"from":"regions","operation":"sum"}}}})");
}

std::string row_event(std::string_view id, std::string_view indicator_of_row,
                      std::string_view members) {
    return cloud_event(id, "measures.reported",
                       R"({"rows":[{"indicator":)" + quoted(indicator_of_row) +
                           R"(,"territory":"DEPT-35","kind":"actual","date":"2024-09-30",)" +
                           std::string(members) + "}]}");
}

std::string two_digits(std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

class Victim {
public:
    Victim()
        : server_(must(torture::ServerProcess::start(vectors::barometre_beside_this_program(),
                                                     folder_.path() / "data"))),
          client_(must(platform::http::Client::open(server_.url()))) {
        for (const std::string& event :
             {cloud_event("define-policy", "policy.defined", R"({"id":"CH-045"})"),
              indicator_event(indicator), indicator_event(marked_indicator),
              row_event("first", indicator, R"("value":"49")")}) {
            const auto answer = send_event(event);
            if (answer.status != 200) throw std::runtime_error("not applied: " + answer.body);
        }
        const std::string target =
            "/v1/indicators/" + std::string(indicator) + "/series?level=department";
        const auto first = must(client_.get(target));
        figures_target_ = target + "&at=" + std::string(first.header("barometre-position"));
        figures_ = figures_now().body;
        for (int i = 0; i < 20; ++i) log_end();
        std::this_thread::sleep_for(idle_time);
        idle_memory_ = memory();
    }

    ClientResponse send(const ClientRequest& request) { return must(client_.send(request)); }

    std::uint16_t port() const {
        const std::string& url = server_.url();
        return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
    }

    // The sequence that the next record of the log would have had: it is used up by asking.
    std::uint64_t log_end() {
        const auto answer = send_event(
            row_event("mark-" + std::to_string(++marks_), marked_indicator, R"("value":"1")"));
        if (answer.status != 200) throw std::runtime_error("not applied: " + answer.body);
        const auto receipt = must(vectors::parse_json(answer.body, {}));
        const std::string position(vectors::text_member(receipt, "position"));
        return std::stoull(position.substr(position.rfind('.') + 1));
    }

    // What was read of the figures in the beginning, and is read of them now.
    const std::string& figures_then() const { return figures_; }
    ClientResponse figures_now() { return must(client_.get(figures_target_)); }

    std::size_t memory() const { return torture::resident_bytes(server_.process()); }
    std::size_t idle_memory() const { return idle_memory_; }

    ClientResponse send_event(std::string body) {
        return send({
            .method = "POST",
            .target = "/v1/events",
            .headers = {{"content-type", std::string(event_type)}, {"prefer", "wait=30"}},
            .body = std::move(body)
        });
    }

private:
    support::TemporaryDirectory folder_;
    torture::ServerProcess server_;
    platform::http::Client client_;
    std::string figures_target_;
    std::string figures_;
    std::size_t idle_memory_ = 0;
    int marks_ = 0;
};

// Follows the memory of the victim for as long as it lives.
struct Hostile::Watch {
    explicit Watch(const Victim& victim)
        : thread([this, &victim] {
              while (!over) {
                  peak = std::max(peak.load(), victim.memory());
                  std::this_thread::sleep_for(watch_interval);
              }
          }) {}
    ~Watch() {
        over = true;
        thread.join();
    }

    std::atomic<std::size_t> peak = 0;
    std::atomic<bool> over = false;
    std::thread thread;
};

Hostile::Hostile() : victim_(std::make_unique<Victim>()) {}
Hostile::~Hostile() = default;

void Hostile::SetUp() {
    end_before_ = victim_->log_end();
    watch_ = std::make_unique<Watch>(*victim_);
}

void Hostile::TearDown() {
    EXPECT_EQ(get("/readyz").status, 200);
    EXPECT_EQ(victim_->figures_now().body, victim_->figures_then());
    EXPECT_EQ(victim_->log_end(), end_before_ + 1 + stored_) << "records in the log";
    const std::size_t peak = std::max(watch_->peak.load(), victim_->memory());
    watch_.reset();
    const std::size_t idle = victim_->idle_memory();
    RecordProperty("idle_kib", static_cast<int>(idle >> 10));
    RecordProperty("growth_kib", static_cast<int>((std::max(peak, idle) - idle) >> 10));
    EXPECT_GT(peak, std::size_t{0}) << "the victim is gone";
    if (memory_is_judged) {
        EXPECT_LT(peak, idle + memory_growth_max) << "bytes of memory, idle " << idle;
    }
}

std::uint16_t Hostile::port() const {
    return victim_->port();
}

ClientResponse Hostile::get(const std::string& target) {
    return victim_->send({.method = "GET", .target = target, .headers = {}, .body = {}});
}

ClientResponse Hostile::post(const std::string& target, Headers headers, std::string body) {
    headers.emplace_back("prefer", "wait=30");
    return victim_->send({.method = "POST",
                          .target = target,
                          .headers = std::move(headers),
                          .body = std::move(body)});
}

ClientResponse Hostile::post_event(std::string body) {
    return victim_->send_event(std::move(body));
}

ClientResponse Hostile::post_file(const std::string& id, std::string body) {
    return post("/v1/imports?source=urn%3Ahostile&reason=test",
                {
                    {"content-type",    "text/csv"},
                    {"idempotency-key", id        }
    },
                std::move(body));
}

void expect_problem(const ClientResponse& answer, int status, std::string_view code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    EXPECT_NE(answer.body.find("/problems/" + std::string(code) + "\""), std::string::npos)
        << answer.body;
}

std::string event_text(std::string_view id) {
    return event_with_row(id, R"("value":"49")");
}

std::string event_with_row(std::string_view id, std::string_view members) {
    return row_event(id, marked_indicator, members);
}

std::string file_text(std::size_t rows) {
    std::string text = "identifiant_indic;zone_id;zone_nom;date_valeur;type_valeur;valeur\n";
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t day = row / zones.size();
        const std::size_t month = day / days_used;
        text += std::string(marked_indicator) + ';' + std::string(zones[row % zones.size()]) +
                ";;" + std::to_string(1990 + month / 12 % 110) + '-' + two_digits(1 + month % 12) +
                '-' + two_digits(1 + day % days_used) + ";va;" + std::to_string(row) + '\n';
    }
    return text;
}

std::string raw_post(const std::string& event) {
    return "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: " + std::string(event_type) +
           "\r\nContent-Length: " + std::to_string(event.size()) + "\r\n\r\n" + event;
}

}  // namespace tests::hostile
