// SPDX-License-Identifier: EUPL-1.2
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "domain/event.hpp"
#include "domain/fold/fold.hpp"
#include "domain/instant.hpp"
#include "domain/territory.hpp"
#include "platform/event_log/event_log.hpp"
#include "projector/read_model/store.hpp"
#include "projector/read_model/stored_past.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/processor_time.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::bench {
namespace {

using Clock = std::chrono::steady_clock;
using domain::Territory;
using projector::read_model::Store;
using projector::read_model::StoredPast;
using projector::read_model::StoreWriter;
using support::must;

constexpr std::size_t indicators_short = 60;
constexpr std::size_t indicators_full = 600;
constexpr std::size_t indicators_a_policy = 30;
constexpr std::size_t first_year = 2020;
constexpr std::size_t years = 5;
// One event has at most domain::rows_max rows.
constexpr std::size_t years_an_event = 2;
constexpr std::int64_t first_second = 1'720'000'000;

std::string numbered(std::string_view prefix, std::size_t number) {
    return std::string(prefix) + std::to_string(100 + number);
}

std::string policy_of(std::size_t indicator) {
    return numbered("CH-", indicator / indicators_a_policy);
}

// The stored past, which counts what is read of an indicator's columns.
class CountedPast final : public domain::Past {
public:
    explicit CountedPast(const Store& store) : past_(store) {}

    std::uint64_t columns_read() const { return columns_read_; }
    void release() { past_.release(); }

    domain::Head head() const override { return past_.head(); }
    std::vector<domain::PolicyDefinition> policies() const override { return past_.policies(); }
    std::vector<domain::IndicatorDefinition> indicators() const override {
        return past_.indicators();
    }
    std::optional<domain::FirstRecord> first_record(
        const domain::Identity& identity) const override {
        return past_.first_record(identity);
    }
    std::string record_value(domain::Sequence sequence) const override {
        return past_.record_value(sequence);
    }
    bool is_withdrawn(domain::Sequence sequence) const override {
        return past_.is_withdrawn(sequence);
    }
    bool has_rows(domain::IndicatorId indicator) const override {
        return past_.has_rows(indicator);
    }
    std::vector<domain::DayEntry> days(domain::IndicatorId indicator, Territory territory,
                                       domain::Kind kind) const override {
        ++columns_read_;
        return past_.days(indicator, territory, kind);
    }
    std::vector<domain::DayEntry> day_versions(domain::IndicatorId indicator, Territory territory,
                                               domain::Kind kind,
                                               domain::Date date) const override {
        ++columns_read_;
        return past_.day_versions(indicator, territory, kind, date);
    }
    domain::CellSeries cells(domain::IndicatorId indicator, Territory territory,
                             domain::Kind kind) const override {
        ++columns_read_;
        return past_.cells(indicator, territory, kind);
    }
    domain::rules::State state(domain::IndicatorId indicator, Territory territory) const override {
        ++columns_read_;
        return past_.state(indicator, territory);
    }
    std::optional<domain::Month> last_month(domain::IndicatorId indicator,
                                            domain::Level level) const override {
        return past_.last_month(indicator, level);
    }

private:
    StoredPast past_;
    mutable std::uint64_t columns_read_ = 0;
};

// Folds events into a store, as a projector does: each that is given is committed.
class Folder {
public:
    explicit Folder(Store& store) : past_(store), fold_(past_), writer_(store) {}

    std::uint64_t columns_read() const { return past_.columns_read(); }
    std::uint64_t written_bytes() const { return writer_.written_bytes(); }

    void add(std::string_view type, std::string data) {
        support::EventText event;
        event.type = std::string(type);
        event.id = std::to_string(fold_.head().next);
        event.recorded =
            domain::Instant::from_microseconds(
                (first_second + static_cast<std::int64_t>(fold_.head().next)) * 1'000'000)
                .text();
        event.data = std::move(data);
        add_record(support::cloud_event(event));
    }

    void add_record(std::string value) {
        const platform::event_log::Record record{
            .key = "bench", .value = std::move(value), .headers = {}};
        const auto changes = fold_.apply(domain::decode(record.value));
        if (!changes || changes->record.outcome.kind != domain::OutcomeKind::applied)
            throw std::runtime_error("an event was not applied: " + record.value.substr(0, 300));
        writer_.add(*changes, record);
        if (const auto written = writer_.commit(); !written)
            throw std::runtime_error(written.error().detail);
        fold_.committed();
        past_.release();
    }

private:
    CountedPast past_;
    domain::Fold fold_;
    StoreWriter writer_;
};

std::string indicator_text(std::size_t indicator, std::string_view operation) {
    return support::indicator_data(numbered("IND-", indicator), policy_of(indicator),
                                   support::rolled_up_members(operation));
}

void define_all(Folder& folder, std::size_t indicators) {
    for (std::size_t i = 0; i < indicators; ++i) {
        if (i % indicators_a_policy == 0)
            folder.add(domain::event_type::policy_defined, support::policy_data(policy_of(i)));
        folder.add(domain::event_type::indicator_defined, indicator_text(i, "sum"));
    }
}

// The months of every department in some years.
std::string measures_of(std::size_t indicator, std::size_t from_year, std::size_t to_year) {
    constexpr std::size_t months = 12;
    std::vector<support::RowText> rows;
    for (const Territory territory : domain::territories_of(domain::Level::department)) {
        for (std::size_t month = from_year * months; month < to_year * months; ++month) {
            support::RowText row;
            row.indicator = numbered("IND-", indicator);
            row.territory = std::string(territory.id());
            row.kind = "actual";
            row.date = std::to_string(month / months) + (month % months < 9 ? "-0" : "-") +
                       std::to_string(1 + month % months) + "-15";
            row.value = std::to_string(month * 10 + territory.index());
            rows.push_back(std::move(row));
        }
    }
    return support::measures_data(rows);
}

void fill(const std::string& path, std::size_t indicators) {
    const auto store = must(Store::open(path));
    Folder folder(*store);
    folder.add_record(support::log_opened_event());
    define_all(folder, indicators);
    for (std::size_t i = 0; i < indicators; ++i)
        for (std::size_t year = 0; year < years; year += years_an_event)
            folder.add(domain::event_type::measures_reported,
                       measures_of(i, first_year + year,
                                   first_year + std::min(year + years_an_event, years)));
    if (const auto compacted = store->database().compact(); !compacted)
        throw std::runtime_error(compacted.error().detail);
}

// Does something to the store as a projector finds it that has just been started.
template <class Action>
void measure(const std::string& name, const std::string& path, Action action) {
    const auto store = must(Store::open(path));
    Folder folder(*store);
    const auto begun = Clock::now();
    const double used = processor_seconds(::getpid());
    action(folder);
    const std::chrono::duration<double> taken = Clock::now() - begun;
    print({name + "_s", taken.count(), {}, {}});
    print({name + "_cpu_s", processor_seconds(::getpid()) - used, {}, {}});
    print({name + "_batch_bytes", static_cast<double>(folder.written_bytes()), {}, {}});
    print({name + "_columns_read", static_cast<double>(folder.columns_read()), {}, {}});
}

}  // namespace

platform::Status bench_redefinition(const Options& options) try {
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return folder.error();
    const auto path = (folder->path() / "store").string();
    const std::size_t indicators =
        options.length == Length::brief ? indicators_short : indicators_full;
    const auto begun = Clock::now();
    fill(path, indicators);
    const std::chrono::duration<double> taken = Clock::now() - begun;
    std::cout << "# redefinition: " << indicators << " indicators, " << years
              << " years of every department, made in " << taken.count() << " s\n";

    measure("redefine_same", path, [&](Folder& one) { define_all(one, indicators); });
    measure("redefine_indicator", path, [](Folder& one) {
        one.add(domain::event_type::indicator_defined, indicator_text(1, "mean"));
    });
    measure("replicate_policy_of_30", path, [](Folder& one) {
        one.add(domain::event_type::policy_defined,
                support::policy_data(policy_of(0), R"("replicate_region_to":"department")"));
    });
    return {};
} catch (const std::exception& error) {
    return platform::Error{platform::Errc::io, error.what()};
}

}  // namespace tests::bench
