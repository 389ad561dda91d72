// SPDX-License-Identifier: EUPL-1.2
#include <time.h>

#include <array>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "domain/event.hpp"
#include "domain/instant.hpp"
#include "domain/territory.hpp"
#include "platform/event_log/memory_log.hpp"
#include "projector/projector.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/shown.hpp"
#include "query-api/state_row.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/report.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::bench {
namespace {

using domain::Instant;
using domain::Territory;
using projector::read_model::Store;
using projector::read_model::View;
using support::must;

constexpr std::size_t few_corrections = 10;
constexpr std::size_t many_corrections = 100'000;

// What else the store holds.
constexpr std::size_t other_indicators = 100;
constexpr std::size_t other_months = 24;
// The part of a store's files that its cache has room for.
constexpr std::size_t cache_divisor = 4;
constexpr std::size_t write_buffer_bytes = 1024 * 1024;

constexpr std::size_t rounds_short = 20;
constexpr std::size_t rounds_full = 60;
constexpr std::size_t states_a_round = 250;
constexpr std::size_t maps_a_round = 10;

constexpr std::string_view corrected = "DEPT-35";
constexpr std::array<std::string_view, 3> siblings{"DEPT-22", "DEPT-29", "DEPT-56"};
constexpr std::string_view corrected_month = "2024-06-";
constexpr std::size_t days = 28;
// Of a hundred corrections.
constexpr std::size_t sibling_share = 30;

constexpr std::size_t first_year = 2022;
constexpr std::int64_t first_second = 1'720'000'000;

std::string two_digits(std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string indicator_text(std::size_t number) {
    return "IND-" + std::to_string(100 + number);
}

domain::IndicatorId indicator_of(std::size_t number) {
    return must(domain::IndicatorId::parse(indicator_text(number)));
}

// Writes a log, one record a second.
class LogWriter {
public:
    explicit LogWriter(platform::event_log::MemoryLog& log) : log_(log) {
        append(support::log_opened_event());
    }

    void add(std::string_view type, std::string data) {
        support::EventText event;
        event.type = std::string(type);
        event.id = std::to_string(++count_);
        event.recorded = now().text();
        event.data = std::move(data);
        append(support::cloud_event(event));
    }

    Instant now() const { return Instant::from_microseconds((first_second + count_) * 1'000'000); }

private:
    void append(std::string value) {
        log_.append({.key = "bench", .value = std::move(value), .headers = {}}, [](const auto&) {});
    }

    platform::event_log::MemoryLog& log_;
    std::int64_t count_ = 0;
};

// All months of every department for one indicator.
std::string months_of(std::size_t indicator) {
    std::vector<support::RowText> rows;
    for (const Territory territory : domain::territories_of(domain::Level::department)) {
        for (std::size_t month = 1; month <= other_months; ++month) {
            support::RowText row;
            row.indicator = indicator_text(indicator);
            row.territory = std::string(territory.id());
            row.kind = "actual";
            row.date = std::to_string(first_year + (month - 1) / 12) + "-" +
                       two_digits(1 + (month - 1) % 12) + "-15";
            row.value = std::to_string(month * 100 + territory.index());
            rows.push_back(std::move(row));
        }
    }
    return support::measures_data(rows);
}

std::string correction(std::mt19937_64& random) {
    support::RowText row;
    row.indicator = indicator_text(0);
    row.territory =
        random() % 100 < sibling_share ? siblings[random() % siblings.size()] : corrected;
    row.kind = "actual";
    row.date = std::string(corrected_month) + two_digits(1 + random() % days);
    row.value = std::to_string(random() % 1'000'000);
    return support::measures_data({row});
}

std::size_t file_bytes(const Store& store) {
    return store.database().property("rocksdb.total-sst-files-size").value_or(0);
}

// A store after so many corrections, and the times between which it learnt them.
struct Corrected {
    std::unique_ptr<Store> store;
    std::size_t corrections = 0;
    std::size_t cache_bytes = 0;
    Instant from;
    Instant to;
};

Corrected make_store(const std::string& path, std::size_t corrections) {
    platform::event_log::MemoryLog log;
    LogWriter writer(log);
    writer.add(domain::event_type::policy_defined, support::policy_data("CH-001", {}));
    for (std::size_t i = 0; i <= other_indicators; ++i) {
        writer.add(domain::event_type::indicator_defined,
                   support::indicator_data(indicator_text(i), "CH-001",
                                           support::rolled_up_members("sum")));
        writer.add(domain::event_type::measures_reported, months_of(i));
    }
    Corrected made;
    made.corrections = corrections;
    made.from = writer.now();
    std::mt19937_64 random(corrections);
    for (std::size_t i = 0; i < corrections; ++i) {
        writer.add(domain::event_type::measures_reported, correction(random));
    }
    made.to = writer.now();
    {
        const auto store = must(Store::open(path));
        projector::Projector projector(*store, log);
        if (const auto status = projector.catch_up(); !status) {
            throw std::runtime_error(status.error().detail);
        }
        if (const auto status = store->database().compact(); !status) {
            throw std::runtime_error(status.error().detail);
        }
        made.cache_bytes = file_bytes(*store) / cache_divisor;
    }
    made.store = must(Store::open(
        path, {.block_cache_bytes = made.cache_bytes, .write_buffer_bytes = write_buffer_bytes}));
    return made;
}

Instant any_instant(const Corrected& corrected_store, std::mt19937_64& random) {
    const auto range = static_cast<std::uint64_t>(corrected_store.to.microseconds() -
                                                  corrected_store.from.microseconds());
    return Instant::from_microseconds(corrected_store.from.microseconds() +
                                      static_cast<std::int64_t>(random() % (range + 1)));
}

// Reads the rows of an answer as of `time`; returns how many have a figure.
std::size_t read_as_of(const Store& store, Instant time, std::span<const Territory> territories) {
    View view(store, View::position_at(store, time));
    const auto shown = query_api::shown_indicator(view, indicator_of(0));
    if (!shown) throw std::runtime_error("the indicator is not shown");
    query_api::StateReader reader(view, shown->group, shown->index, time.date());
    std::size_t figures = 0;
    for (const Territory territory : territories) {
        if (reader.read(territory).state.last.has_value()) ++figures;
    }
    return figures;
}

// Microseconds of the processor that this thread has used: what else runs does not count.
double thread_microseconds() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

// Microseconds that one of `count` reads takes.
double time_reads(const Corrected& corrected_store, std::span<const Territory> territories,
                  std::size_t count, std::mt19937_64& random) {
    const double begun = thread_microseconds();
    for (std::size_t i = 0; i < count; ++i) {
        const auto figures =
            read_as_of(*corrected_store.store, any_instant(corrected_store, random), territories);
        if (figures != territories.size()) throw std::runtime_error("a figure is missing");
    }
    return (thread_microseconds() - begun) / static_cast<double>(count);
}

// The two stores, and how often each is read.
struct Stores {
    Corrected many;
    Corrected few;
    std::size_t rounds = 0;
};

void compare(const std::string& name, const Stores& stores,
             std::span<const Territory> territories) {
    const std::size_t count = territories.size() == 1 ? states_a_round : maps_a_round;
    std::mt19937_64 random(1);
    std::vector<double> after_many;
    std::vector<double> after_few;
    for (std::size_t round = 0; round < stores.rounds; ++round) {
        after_many.push_back(time_reads(stores.many, territories, count, random));
        after_few.push_back(time_reads(stores.few, territories, count, random));
    }
    print({name, median(after_many), median(after_few), "<=1.5"});
}

void tell_size(const Corrected& store) {
    constexpr std::size_t kibibyte = 1024;
    std::cout << "# as of: " << store.corrections << " corrections, "
              << file_bytes(*store.store) / kibibyte << " KiB in files, cache of "
              << store.cache_bytes / kibibyte << " KiB\n";
}

}  // namespace

platform::Status bench_as_of(const Options& options) try {
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return folder.error();
    const Stores stores{.many = make_store((folder->path() / "many").string(), many_corrections),
                        .few = make_store((folder->path() / "few").string(), few_corrections),
                        .rounds = options.length == Length::brief ? rounds_short : rounds_full};
    tell_size(stores.many);
    tell_size(stores.few);
    const std::array<Territory, 1> one{must(Territory::parse(corrected))};
    compare("as_of_state_us", stores, one);
    compare("as_of_map_us", stores, domain::territories_of(domain::Level::department));
    return {};
} catch (const std::exception& error) {
    return platform::Error{platform::Errc::io, error.what()};
}

}  // namespace tests::bench
