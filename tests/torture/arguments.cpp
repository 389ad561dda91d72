// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/arguments.hpp"

#include <charconv>
#include <string>

#include "tests/vectors/support/failure.hpp"

namespace tests::torture {

platform::Result<std::uint64_t> read_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc{} || end != text.data() + text.size()) {
        return vectors::failure("not a number: " + std::string(text));
    }
    return number;
}

}  // namespace tests::torture
