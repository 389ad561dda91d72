// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/torture/submission.hpp"

namespace tests::torture {

using Clock = std::chrono::steady_clock;

// What a client was told about one event.
struct Receipt {
    enum class Status {
        unanswered,  // Nothing, or not a whole answer.
        unknown,     // The server does not know either.
        refused,     // The event is not in the log.
        accepted,    // Durable; what became of it is not told.
        applied,
        conflict,
        rejected
    };

    Status status = Status::unanswered;
    bool duplicate = false;
    // As the server writes it; empty where there is none.
    std::string position;
    // The status code of the answer that it came with; 0 without an answer.
    int code = 0;
    // Whether it says when to come back.
    bool says_when = false;
};

// Whether the event must be in the log for ever.
bool is_acknowledgement(const Receipt& receipt);

// Which content of its identity was sent.
enum class Content { original, altered };

struct Attempt {
    Content content = Content::original;
    Clock::time_point begun;
    Receipt receipt;
    Clock::duration took{};
};

struct Entry {
    Submission submission;
    std::vector<Attempt> attempts;
};

// Where an attempt stands in the ledger.
struct AttemptPlace {
    std::size_t entry = 0;
    std::size_t attempt = 0;
};

// What the clients of one round sent and were told. Threads: any.
class Ledger {
public:
    // Notes a new submission that is about to be sent.
    AttemptPlace begin(Submission submission);
    // Notes that a submission is about to be sent once more.
    AttemptPlace begin_again(std::size_t entry, Content content);
    void answered(AttemptPlace place, Receipt receipt);

    // Events of which an attempt was acknowledged so far.
    std::size_t acknowledged() const { return acknowledged_; }

    // The entry that `dice` falls on, to be sent once more; nothing if there is none. Other content
    // is sent only for what was acknowledged: it then comes after the original in the log.
    std::optional<std::size_t> choose(std::size_t dice, Content content) const;
    Submission submission(std::size_t entry) const;

    // Everything, once all clients are done.
    std::vector<Entry> take();

private:
    mutable std::mutex mutex_;
    std::deque<Entry> entries_;
    std::atomic<std::size_t> acknowledged_ = 0;
};

}  // namespace tests::torture
