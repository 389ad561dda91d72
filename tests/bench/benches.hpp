// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>

#include "platform/result.hpp"

namespace tests::bench {

enum class Length { brief, full };

struct Options {
    // The program `barometre`.
    std::filesystem::path barometre;
    // Holds the published year that is rebuilt.
    std::filesystem::path golden;
    // Holds the published history.
    std::filesystem::path history;
    // The scripts that start Kafka.
    std::filesystem::path kafka;
    Length length = Length::full;
};

// Each prints its figures. Errors: those of what is measured.

// GET of one state and of one map, beside a server that answers with the same bytes from memory.
platform::Status bench_reads(const Options& options);

// POST of single rows that are durable when answered, beside RocksDB alone with the same bytes and
// as many who wait.
platform::Status bench_writes(const Options& options);

// A read model made of the log of a published year, beside the time that is hoped for.
// Edge: says so and measures nothing where the data are missing.
platform::Status bench_rebuild(const Options& options);

// On one broker of its own: POST of single events and of batches acknowledged by Kafka, beside
// librdkafka alone with the same records and as many who wait.
platform::Status bench_kafka(const Options& options);

// On one broker of its own: how long an event that is posted at a steady rate takes until it is
// acknowledged, and until it can be read.
platform::Status bench_readable(const Options& options);

// On one broker of its own: a read model made anew, beside reading the same records and writing the
// same rows with nothing in between.
platform::Status bench_kafka_rebuild(const Options& options);

// Reads as of a random instant after many corrections of one cell, beside the same after few. In
// this process, from the store to the finished rows, without JSON and HTTP.
platform::Status bench_as_of(const Options& options);

// Audit, lineage, history and differences of a published history that is loaded before, over HTTP
// by one client, beside the time that is hoped for.
// Edge: as bench_rebuild().
platform::Status bench_history(const Options& options);

// What a definition costs that changes how figures are computed: of one indicator, and of a policy
// of 30; and what one that changes nothing. In this process, a fold and a store without a log.
platform::Status bench_redefinition(const Options& options);

}  // namespace tests::bench
