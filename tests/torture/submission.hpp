// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "platform/result.hpp"
#include "tests/vectors/support/api.hpp"

namespace tests::torture {

// The cells that submissions write: few enough that they meet again and again.
inline constexpr std::size_t indicators = 6;
inline constexpr std::size_t months = 12;
// Days of a month that values are entered for.
inline constexpr std::size_t days = 2;

struct Department {
    std::string id;
    std::string region;
};

// The departments, each with its region, as the server knows them.
// Errors: unavailable, corrupt, invalid.
platform::Result<std::vector<Department>> read_departments(vectors::Api& api);

// "IND-801" for 0.
std::string indicator_id(std::size_t indicator);
// "2023-01" for 0.
std::string month_text(std::size_t month);

// The definitions, as CloudEvents: a policy, and indicators whose departments are entered and whose
// regions and nation are sums.
std::vector<std::string> definition_events();

// A cell by its places: indicator, department, month.
struct Place {
    std::size_t indicator = 0;
    std::size_t department = 0;
    std::size_t month = 0;

    auto operator<=>(const Place&) const = default;
};

// What a submission writes into a cell, for one of its days; no value erases it.
struct Write {
    Place place;
    std::size_t day = 0;
    std::optional<std::int64_t> value;
};

enum class Form { event, import };
enum class Outcome { applied, conflict, rejected };

// One event with an identity of its own.
struct Submission {
    std::string source;
    std::string id;
    Form form = Form::event;
    // What the log must decide about the first record of the identity.
    Outcome outcome = Outcome::applied;
    // All values of a submission are the same number, which no other has: half of one would show.
    std::vector<Write> writes;
    // The event in JSON, or the file.
    std::string body;
    // The same identity with other content, in the same form.
    std::string altered_body;
};

// Makes the submissions of one client. Threads: one at a time.
class SubmissionMaker {
public:
    // `departments` must outlive this; `client` and `first_number` must differ between makers of
    // one run, the latter by more than each makes.
    SubmissionMaker(const std::vector<Department>& departments, std::string client,
                    std::int64_t first_number, std::uint64_t seed);

    Submission event();
    Submission import();
    // An event that the log rejects: it goes all the way, and no figure moves.
    Submission rejected();

    // A number below `bound`, from the same seed.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

private:
    Submission start(Form form);
    std::vector<Write> writes(std::size_t count);

    const std::vector<Department>& departments_;
    std::string source_;
    std::int64_t number_;
    std::mt19937_64 random_;
};

}  // namespace tests::torture
