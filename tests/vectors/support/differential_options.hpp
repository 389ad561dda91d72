// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"
#include "tests/vectors/support/as_of_prefixes.hpp"

namespace tests::vectors {

inline constexpr std::string_view differential_usage =
    "usage: pilote_differential FILE.jsonl.gz... [--url URL] [--barometre PATH]\n"
    "                           [--site COMMAND] [--limit N] [--only ID] [--as-of-prefixes N "
    "[--seed S]]\n";

struct DifferentialOptions {
    std::vector<std::string> files;
    // A running server with an empty log, for one scenario; empty: start one for each scenario.
    std::string url;
    std::filesystem::path barometre;
    // Starts a site of several processes for each scenario (ServeProcess::start_site()); empty:
    // none.
    std::string site;
    std::size_t limit = std::numeric_limits<std::size_t>::max();
    // The only scenario; empty: all.
    std::string only;
    // None: compare the figures with the reference.
    std::optional<PrefixChoice> prefixes;
};

// Reads the arguments after the program's name. Errors: invalid.
platform::Result<DifferentialOptions> read_options(std::span<const std::string_view> arguments);

}  // namespace tests::vectors
