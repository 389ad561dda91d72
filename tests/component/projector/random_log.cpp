// SPDX-License-Identifier: EUPL-1.2
#include "tests/component/projector/random_log.hpp"

#include <array>
#include <future>

#include "domain/codec/event_json.hpp"
#include "domain/instant.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"

namespace tests::projector {
namespace {

using support::EventText;

constexpr std::array<std::string_view, 9> territories{
    "NAT-FR", "REG-53", "REG-94", "DEPT-22", "DEPT-29", "DEPT-35", "DEPT-56", "DEPT-2A", "DEPT-2B"};
constexpr std::array<std::string_view, 3> kinds{"baseline", "actual", "target"};
constexpr std::array<std::string_view, 3> indicators{"IND-001", "IND-002", "IND-0001"};

class Generator {
public:
    explicit Generator(std::mt19937_64& random) : random_(random) {}

    std::string next() {
        ++made_;
        const unsigned dice = below(100);
        if (dice < 4) return "{\"broken\":";
        if (dice < 8 && !events_.empty()) return events_[below(events_.size())];
        EventText event = make(dice);
        event.recorded =
            domain::Instant::from_microseconds(1'700'000'000'000'000 +
                                               static_cast<std::int64_t>(made_ / 2) * 1'000'000)
                .text();
        event.id = dice < 10 && made_ > 2 ? std::to_string(below(made_)) : std::to_string(made_);
        events_.push_back(support::cloud_event(event));
        return events_.back();
    }

private:
    unsigned below(std::size_t bound) { return static_cast<unsigned>(random_() % bound); }

    template <std::size_t n>
    std::string any(const std::array<std::string_view, n>& words) {
        return std::string{words[below(n)]};
    }

    EventText make(unsigned dice) {
        EventText event;
        event.type = std::string{domain::event_type::measures_reported};
        if (dice < 18) {
            event.type = std::string{domain::event_type::measures_withdrawn};
            event.data = support::withdrawal_data(std::to_string(below(made_) + 1));
        } else if (dice < 24) {
            event.type = std::string{domain::event_type::indicator_defined};
            event.data = definition();
        } else if (dice < 28) {
            event.type = std::string{domain::event_type::policy_defined};
            constexpr std::array<std::string_view, 4> replications{
                R"("replicate_region_to":null)", R"("replicate_region_to":"department")",
                R"("replicate_nation_to":"region")", R"("replicate_nation_to":"department")"};
            event.data = support::policy_data("CH-001", any(replications));
        } else {
            event.data = support::measures_data(rows());
        }
        return event;
    }

    std::string definition() {
        constexpr std::array<std::string_view, 3> operations{"sum", "mean", "moy"};
        constexpr std::array<std::string_view, 5> others{
            R"("rules":"pilote-2024")", R"("rules":"barometre-1")", R"("hidden":true)",
            R"("applies_to":["REG-53","DEPT-22","DEPT-35","NAT-FR"])",
            R"("comparable":{"annual":{"decumulate":"year","window":"months",)"
            R"("months":12,"operation":"sum"}})"};
        return support::indicator_data(
            any(indicators), "CH-001",
            support::rolled_up_members(any(operations)) + "," + any(others));
    }

    std::vector<support::RowText> rows() {
        std::vector<support::RowText> rows;
        const unsigned count = 1 + below(4);
        for (unsigned i = 0; i < count; ++i) {
            support::RowText row;
            row.indicator = any(indicators);
            row.territory = any(territories);
            row.kind = any(kinds);
            const std::string month = std::to_string(1 + below(4));
            // Days differ by row, so that no row is there twice.
            row.date =
                "202" + std::to_string(below(3) + 2) + "-0" + month + "-1" + std::to_string(i);
            if (below(5) != 0)
                row.value = std::to_string(below(1000)) + "." + std::to_string(below(10));
            if (below(12) == 0) row.expected_revision = below(made_);
            rows.push_back(row);
        }
        return rows;
    }

    std::mt19937_64& random_;
    std::size_t made_ = 0;
    std::vector<std::string> events_;
};

}  // namespace

std::vector<std::string> random_events(std::mt19937_64& random, std::size_t count) {
    Generator generator{random};
    std::vector<std::string> events;
    events.reserve(count);
    for (std::size_t i = 0; i < count; ++i) events.push_back(generator.next());
    return events;
}

void append(platform::event_log::EventLog& log, const std::string& event) {
    std::promise<platform::Result<platform::event_log::Place>> told;
    auto appended = told.get_future();
    log.append({.key = "test", .value = event, .headers = {}, .timestamp_ms = 0},
               [&told](auto place) { told.set_value(std::move(place)); });
    support::must(appended.get());
}

std::unique_ptr<platform::event_log::EmbeddedLog> make_log(const std::filesystem::path& path,
                                                           const std::vector<std::string>& events) {
    auto log = support::must(platform::event_log::EmbeddedLog::open(path.string()));
    append(*log, domain::codec::encode_log_opened("test"));
    for (const std::string& event : events) append(*log, event);
    return log;
}

std::unique_ptr<::projector::read_model::Store> make_store(const std::filesystem::path& path,
                                                           platform::event_log::EventLog& log,
                                                           ::projector::ProjectorOptions options) {
    auto store = support::must(::projector::read_model::Store::open(path.string()));
    ::projector::Projector projector{*store, log, options};
    if (auto status = projector.catch_up(); !status)
        throw std::runtime_error(status.error().detail);
    return store;
}

}  // namespace tests::projector
