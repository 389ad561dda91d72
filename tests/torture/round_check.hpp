// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/result.hpp"
#include "tests/torture/figures.hpp"
#include "tests/torture/ledger.hpp"
#include "tests/vectors/support/api.hpp"

namespace tests::torture {

// An event whose place in the log is settled.
struct Settled {
    std::string source;
    std::string id;
    Outcome outcome = Outcome::applied;
    std::uint64_t sequence = 0;
};

// What a round brought; events, not requests.
struct Tally {
    // At least one answer said that it is in the log.
    std::size_t acknowledged = 0;
    // No answer told; of these so many were found in the log after the restart.
    std::size_t unknown = 0;
    std::size_t unknown_found = 0;
    // Every answer said that it is not in the log.
    std::size_t refused = 0;
    // Unknown ones that were sent again.
    std::size_t replayed = 0;
    // Attempts that repeated an identity, with the same and with other content.
    std::size_t repeated = 0;
    std::size_t altered = 0;

    Tally& operator+=(const Tally& other);
};

// "acknowledged 812, unknown 9 (4 of them there), refused 0, …"
std::string in_words(const Tally& tally);

// Whether one attempt can give several records: a producer that was not answered sends again, and
// its records may land after it gave up.
enum class Sending { once, repeated };

// Judges what restarted servers know against what their clients were told before.
// Threads: one at a time.
class RoundCheck {
public:
    // Posts to `ingest` and asks `query`, which may be one; both must outlive this.
    RoundCheck(vectors::Api& ingest, vectors::Api& query, Sending sending)
        : ingest_(ingest), query_(query), sending_(sending) {}

    // Checks each event, sends the unknown ones again until they are settled, and gives the writes
    // of all that were applied to `figures`, in the order of the log.
    // Errors: invalid (the detail says what was lost, changed or done twice), unavailable, corrupt.
    platform::Status run(std::vector<Entry> entries, Figures& figures);

    // Of the last run().
    const Tally& tally() const { return tally_; }
    const std::vector<Settled>& settled() const { return settled_; }

    // That a settled event is still what it was.
    // Errors: invalid (it is not), unavailable, corrupt.
    platform::Status check_again(const Settled& event);

private:
    // An event as the server tells it.
    struct Told {
        std::string outcome;
        std::uint64_t sequence = 0;
        std::string position;
        struct Later {
            std::uint64_t sequence = 0;
            std::string outcome;
        };
        std::vector<Later> attempts;
    };

    // `at_least`: the position that the answer must reach; empty for any.
    platform::Result<std::optional<Told>> ask(const std::string& source, const std::string& id,
                                              const std::string& at_least);
    platform::Result<std::optional<Told>> settle(Entry& entry);
    platform::Result<Told> replay(Entry& entry, const std::optional<Told>& found);
    std::string contradiction(const Entry& entry, const Told& told) const;
    static std::string contradiction(const Attempt& attempt, const Told& told);

    vectors::Api& ingest_;
    vectors::Api& query_;
    Sending sending_;
    Tally tally_;
    std::vector<Settled> settled_;
};

}  // namespace tests::torture
