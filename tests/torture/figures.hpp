// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/result.hpp"
#include "tests/torture/submission.hpp"
#include "tests/vectors/support/api.hpp"

namespace tests::torture {

// What is shown of a cell; the revision of a sum is 0.
struct Shown {
    std::optional<std::int64_t> value;
    std::uint64_t revision = 0;

    bool operator==(const Shown&) const = default;
};

// A cell as the API names it: territory and month.
using CellName = std::pair<std::string, std::string>;

// The cells of one indicator and level.
using Level = std::map<CellName, Shown>;

// What every cell must show: the last write in the order of the log, unless one of its days was
// erased and not entered again since; and the sums of these. Source: pilote.md §3.1.
class Figures {
public:
    // `departments` must outlive this.
    explicit Figures(const std::vector<Department>& departments);

    // Takes the writes of an applied submission. Precondition: `sequence` is greater than that of
    // every call before.
    void apply(const Submission& submission, std::uint64_t sequence);

    // Compares with what the server shows of departments, regions and the nation.
    // Errors: invalid (a cell differs; the detail names some), unavailable, corrupt.
    platform::Status compare(vectors::Api& api) const;

private:
    Level expected_at(std::size_t indicator, std::string_view level) const;
    platform::Status compare_level(vectors::Api& api, std::size_t indicator,
                                   std::string_view level) const;

    const std::vector<Department>& departments_;
    std::map<Place, std::array<std::optional<Shown>, days>> entered_;
};

}  // namespace tests::torture
