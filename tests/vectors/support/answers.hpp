// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/rows.hpp"

namespace tests::vectors {

// What is read: visible indicators, policies, and the zones whose figures count (none: all).
struct Catalogue {
    std::vector<std::string> indicators;
    std::vector<std::string> policies;
    std::optional<std::set<std::string, std::less<>>> zones;
};

// One read of a whole level.
struct Question {
    enum class Kind { series, states, policy };

    Kind kind;
    std::string id;
    std::string_view level;

    // The target without parameters other than `level`.
    std::string target() const;
};

struct Answer {
    Question question;
    std::string body;
};

// Asks everything about the catalogue, level by level: 6 reads an indicator, 3 a policy.
// `parameters` is the rest of the query: "on=2024-10-23&as_of=…".
// Errors: unavailable, corrupt, invalid (an answer other than 200).
platform::Result<std::vector<Answer>> ask_all(Api& api, const Catalogue& catalogue,
                                              std::string_view parameters);

// The answers as rows of the four tables, in the words of the files (zones, "today"). As in the
// files there is no row of `latest` where none of its values exists, and no row of `chantier` where
// the policy has no figure. Errors: invalid (not the format of docs/api.md, a row given twice).
platform::Result<Rows> read_rows(const std::vector<Answer>& answers, const Catalogue& catalogue);

}  // namespace tests::vectors
