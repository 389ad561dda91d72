// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/differential_options.hpp"

#include <charconv>
#include <cstdint>
#include <random>

#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/serve_process.hpp"

namespace tests::vectors {
namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

// Options as they were given, before it is known whether they fit together.
struct Given {
    DifferentialOptions options;
    std::optional<std::uint64_t> seed;
};

platform::Status take_number(Given& given, std::string_view name, std::string_view text) {
    const auto number = whole_number(text);
    if (!number) return failure(std::string(name) + " takes a whole number");
    if (name == "--seed") {
        given.seed = *number;
    } else if (*number == 0) {
        return failure(std::string(name) + " takes at least 1");
    } else if (name == "--limit") {
        given.options.limit = *number;
    } else {
        given.options.prefixes = PrefixChoice{.count = *number, .seed = 0};
    }
    return {};
}

platform::Status take(Given& given, std::string_view name, std::string_view text) {
    if (name == "--url") {
        given.options.url = text;
    } else if (name == "--barometre") {
        given.options.barometre = text;
    } else if (name == "--site") {
        given.options.site = text;
    } else if (name == "--only") {
        given.options.only = text;
    } else if (name == "--limit" || name == "--seed" || name == "--as-of-prefixes") {
        return take_number(given, name, text);
    } else {
        return failure("unknown option " + std::string(name));
    }
    return {};
}

platform::Result<DifferentialOptions> checked(Given given) {
    DifferentialOptions& options = given.options;
    if (options.files.empty()) return failure("no file");
    if (!options.url.empty() &&
        (options.prefixes || (options.limit != 1 && options.only.empty()))) {
        return failure("--url is for one scenario: add --only ID or --limit 1");
    }
    if (!options.site.empty() && (options.prefixes || !options.url.empty())) {
        return failure("--site goes with neither --url nor --as-of-prefixes");
    }
    if (given.seed && !options.prefixes) return failure("--seed is for --as-of-prefixes");
    if (options.prefixes) {
        options.prefixes->seed = given.seed ? *given.seed : std::random_device{}();
    }
    return std::move(options);
}

}  // namespace

platform::Result<DifferentialOptions> read_options(std::span<const std::string_view> arguments) {
    Given given;
    given.options.barometre = barometre_beside_this_program();
    for (std::size_t place = 0; place < arguments.size(); ++place) {
        const auto name = arguments[place];
        if (!name.starts_with("--")) {
            given.options.files.emplace_back(name);
            continue;
        }
        if (place + 1 == arguments.size()) return failure(std::string(name) + " takes a value");
        ++place;
        const auto taken = take(given, name, arguments[place]);
        if (!taken) return taken.error();
    }
    return checked(std::move(given));
}

}  // namespace tests::vectors
