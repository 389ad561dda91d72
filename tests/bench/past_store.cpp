// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/past_store.hpp"

#include <array>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/event.hpp"
#include "platform/event_log/memory_log.hpp"
#include "projector/projector.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"

namespace tests::bench {
namespace {

using domain::Instant;
using domain::Territory;
using projector::read_model::Store;
using support::must;

// What else a corrected store holds.
constexpr std::size_t other_indicators = 100;
constexpr std::size_t other_years = 2;
constexpr std::size_t years = 5;
constexpr std::size_t months_a_year = 12;
constexpr std::size_t first_year = 2019;
constexpr std::size_t indicators_a_policy = 30;

// The part of a store's files that its cache has room for.
constexpr std::size_t cache_divisor = 4;
constexpr std::size_t write_buffer_bytes = 1024 * 1024;

constexpr std::string_view read_department = "DEPT-35";
constexpr std::array<std::string_view, 3> siblings{"DEPT-22", "DEPT-29", "DEPT-56"};
constexpr std::string_view corrected_month = "2020-06-";
constexpr std::size_t days = 28;
// Of a hundred corrections.
constexpr std::size_t sibling_share = 30;

constexpr std::int64_t first_second = 1'720'000'000;

std::string two_digits(std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string numbered(std::string_view prefix, std::size_t number) {
    return std::string(prefix) + std::to_string(100 + number);
}

std::string indicator_text(std::size_t number) {
    return numbered("IND-", number);
}

std::string policy_text(std::size_t indicator) {
    return numbered("CH-", indicator / indicators_a_policy);
}

// Writes a log, one record a second.
class LogWriter {
public:
    LogWriter() { append(support::log_opened_event()); }

    void define(std::size_t indicators) {
        for (std::size_t i = 0; i < indicators; ++i) {
            if (i % indicators_a_policy == 0)
                add(domain::event_type::policy_defined, support::policy_data(policy_text(i), {}));
            add(domain::event_type::indicator_defined,
                support::indicator_data(indicator_text(i), policy_text(i),
                                        support::rolled_up_members("sum")));
        }
    }

    void report(const std::vector<support::RowText>& rows) {
        rows_ += rows.size();
        add(domain::event_type::measures_reported, support::measures_data(rows));
    }

    Instant now() const { return Instant::from_microseconds((first_second + count_) * 1'000'000); }
    std::size_t rows() const { return rows_; }
    platform::event_log::MemoryLog& log() { return log_; }

private:
    void add(std::string_view type, std::string data) {
        support::EventText event;
        event.type = std::string(type);
        event.id = std::to_string(++count_);
        event.recorded = now().text();
        event.data = std::move(data);
        append(support::cloud_event(event));
    }

    void append(std::string value) {
        log_.append({.key = "bench", .value = std::move(value), .headers = {}}, [](const auto&) {});
    }

    platform::event_log::MemoryLog log_;
    std::int64_t count_ = 0;
    std::size_t rows_ = 0;
};

// One month of an indicator in every department.
void add_month(std::vector<support::RowText>& rows, std::size_t indicator, std::size_t month) {
    for (const Territory territory : domain::territories_of(domain::Level::department)) {
        support::RowText row;
        row.indicator = indicator_text(indicator);
        row.territory = std::string(territory.id());
        row.kind = "actual";
        row.date = std::to_string(first_year + month / months_a_year) + "-" +
                   two_digits(1 + month % months_a_year) + "-15";
        row.value = std::to_string((month + 1) * 100 + territory.index());
        rows.push_back(std::move(row));
    }
}

support::RowText correction(std::mt19937_64& random) {
    support::RowText row;
    row.indicator = indicator_text(0);
    row.territory =
        random() % 100 < sibling_share ? siblings[random() % siblings.size()] : read_department;
    row.kind = "actual";
    row.date = std::string(corrected_month) + two_digits(1 + random() % days);
    row.value = std::to_string(random() % 1'000'000);
    return row;
}

void require(const platform::Status& status) {
    if (!status) throw std::runtime_error(status.error().detail);
}

// Folds and compacts it all, then opens it with a small cache.
PastStore store_of(const std::filesystem::path& path, LogWriter& writer, Instant from) {
    PastStore made{
        .store = nullptr,
        .figure = {must(domain::IndicatorId::parse(indicator_text(0))),
                   must(Territory::parse(read_department))},
        .from = from,
        .to = writer.now(),
        .rows = writer.rows()
    };
    {
        const auto store = must(Store::open(path.string()));
        projector::Projector projector(*store, writer.log());
        require(projector.catch_up());
        require(store->database().compact());
        made.cache_bytes = file_bytes(*store) / cache_divisor;
    }
    made.store = must(Store::open(path.string(), {.block_cache_bytes = made.cache_bytes,
                                                  .write_buffer_bytes = write_buffer_bytes}));
    return made;
}

}  // namespace

PastStore make_corrected(const std::filesystem::path& path, std::size_t corrections) {
    LogWriter writer;
    writer.define(other_indicators + 1);
    for (std::size_t i = 0; i <= other_indicators; ++i) {
        std::vector<support::RowText> rows;
        for (std::size_t month = 0; month < other_years * months_a_year; ++month)
            add_month(rows, i, month);
        writer.report(rows);
    }
    const Instant from = writer.now();
    std::mt19937_64 random(corrections);
    for (std::size_t i = 0; i < corrections; ++i) writer.report({correction(random)});
    return store_of(path, writer, from);
}

PastStore make_years(const std::filesystem::path& path, std::size_t indicators) {
    LogWriter writer;
    writer.define(indicators);
    // Before its first month a figure has nothing to read.
    std::optional<Instant> from;
    for (std::size_t month = 0; month < years * months_a_year; ++month) {
        for (std::size_t i = 0; i < indicators; ++i) {
            std::vector<support::RowText> rows;
            add_month(rows, i, month);
            writer.report(rows);
        }
        if (!from) from = writer.now();
    }
    return store_of(path, writer, *from);
}

std::size_t file_bytes(const Store& store) {
    return store.database().property("rocksdb.total-sst-files-size").value_or(0);
}

}  // namespace tests::bench
