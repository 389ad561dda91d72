// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/round_check.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

#include "tests/torture/client.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::torture {
namespace {

std::string name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::applied:
            return "applied";
        case Outcome::conflict:
            return "conflict";
        case Outcome::rejected:
            return "rejected";
    }
    return {};
}

std::string name_of(Receipt::Status status) {
    switch (status) {
        case Receipt::Status::unanswered:
            return "unanswered";
        case Receipt::Status::unknown:
            return "unknown";
        case Receipt::Status::refused:
            return "refused";
        case Receipt::Status::accepted:
            return "accepted";
        case Receipt::Status::applied:
            return "applied";
        case Receipt::Status::conflict:
            return "conflict";
        case Receipt::Status::rejected:
            return "rejected";
    }
    return {};
}

std::uint64_t number_in(const boost::json::value* value) {
    boost::system::error_code code;
    const auto number = value == nullptr ? 0 : value->to_number<std::uint64_t>(code);
    return code ? 0 : number;
}

// Edge: 0 for what is no position.
std::uint64_t sequence_of(const std::string& position) {
    const auto point = position.rfind('.');
    const auto digits = point == std::string::npos ? std::string{} : position.substr(point + 1);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) return 0;
    return std::stoull(digits);
}

bool any_original(const Entry& entry, bool (*holds)(const Receipt&)) {
    return std::ranges::any_of(entry.attempts, [holds](const Attempt& attempt) {
        return attempt.content == Content::original && holds(attempt.receipt);
    });
}

bool is_unknown(const Receipt& receipt) {
    return receipt.status == Receipt::Status::unanswered ||
           receipt.status == Receipt::Status::unknown;
}

std::string event_target(const std::string& source, const std::string& id) {
    return "/v1/event?source=" + platform::http::percent_encode(source) +
           "&id=" + platform::http::percent_encode(id);
}

platform::Error about(const Submission& submission, const std::string& what) {
    return vectors::failure(submission.source + " " + submission.id + ": " + what);
}

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
    acknowledged += other.acknowledged;
    unknown += other.unknown;
    unknown_found += other.unknown_found;
    refused += other.refused;
    replayed += other.replayed;
    repeated += other.repeated;
    altered += other.altered;
    return *this;
}

std::string in_words(const Tally& tally) {
    return "acknowledged " + std::to_string(tally.acknowledged) + ", unknown " +
           std::to_string(tally.unknown) + " (" + std::to_string(tally.unknown_found) +
           " of them there), refused " + std::to_string(tally.refused) + ", replayed " +
           std::to_string(tally.replayed) + ", sent twice " + std::to_string(tally.repeated) +
           ", with other content " + std::to_string(tally.altered);
}

platform::Result<std::optional<RoundCheck::Told>> RoundCheck::ask(const std::string& source,
                                                                  const std::string& id,
                                                                  const std::string& at_least) {
    std::string target = event_target(source, id);
    if (!at_least.empty()) target += "&at_least=" + at_least;
    const auto response = query_.ask(target);
    if (!response) return response.error();
    if (response->status == 404) return std::optional<Told>{};
    const auto answer = vectors::parse_json(response->body, {});
    if (!answer) return answer.error();
    const auto* attempts = vectors::member(*answer, "attempts");
    if (response->status != 200 || attempts == nullptr || !attempts->is_array()) {
        return vectors::failure("GET " + target + " answered " + std::to_string(response->status) +
                                ": " + response->body);
    }
    Told told;
    told.outcome = vectors::text_member(*answer, "outcome");
    told.sequence = number_in(vectors::member(*answer, "sequence"));
    told.position = vectors::text_member(*answer, "position");
    for (const auto& attempt : attempts->get_array()) {
        told.attempts.push_back({number_in(vectors::member(attempt, "sequence")),
                                 std::string(vectors::text_member(attempt, "outcome"))});
    }
    return std::optional(std::move(told));
}

// Why the answer to an attempt does not go with what the log says; empty if it does.
std::string RoundCheck::contradiction(const Attempt& attempt, const Told& told) {
    const Receipt& receipt = attempt.receipt;
    if (!is_acknowledgement(receipt)) return {};
    // Durable, but where is not known: a broker that had it already does not say.
    if (receipt.position.empty() && receipt.status == Receipt::Status::accepted) return {};
    const std::string receipt_words =
        "answered " + name_of(receipt.status) + " at " + receipt.position;
    const bool is_first = receipt.position == told.position;
    const std::string later = attempt.content == Content::original ? "duplicate" : "conflict";
    const bool is_later = std::ranges::any_of(told.attempts, [&](const Told::Later& other) {
        return other.sequence == sequence_of(receipt.position) && other.outcome == later;
    });
    if (!is_first && !is_later) return receipt_words + ", but nothing of it is there";
    if (receipt.status == Receipt::Status::accepted) return {};
    if (attempt.content == Content::altered) {
        return receipt.status == Receipt::Status::conflict ? std::string{} : receipt_words;
    }
    if (name_of(receipt.status) != told.outcome) return receipt_words + ", now " + told.outcome;
    return {};
}

// Why the answers to all attempts do not go with what the log says; empty if they do.
std::string RoundCheck::contradiction(const Entry& entry, const Told& told) const {
    if (told.outcome != name_of(entry.submission.outcome)) {
        return "expected " + name_of(entry.submission.outcome) + ", is " + told.outcome;
    }
    if (sending_ == Sending::once && told.attempts.size() >= entry.attempts.size())
        return "more records than attempts";
    std::uint64_t last = told.sequence;
    for (const Told::Later& later : told.attempts) {
        if (later.outcome != "duplicate" && later.outcome != "conflict") {
            return "a later attempt is " + later.outcome;
        }
        if (later.sequence <= last) return "attempts out of order";
        last = later.sequence;
    }
    for (const Attempt& attempt : entry.attempts) {
        const std::string reason = contradiction(attempt, told);
        if (!reason.empty()) return reason;
    }
    return {};
}

// Sends an unknown event again, as its client would, and waits until it is decided.
platform::Result<RoundCheck::Told> RoundCheck::replay(Entry& entry,
                                                      const std::optional<Told>& found) {
    ++tally_.replayed;
    const Submission& submission = entry.submission;
    const Receipt receipt = post(ingest_, submission, Content::original, Patience::longest);
    entry.attempts.push_back({Content::original, Clock::now(), receipt});
    if (name_of(receipt.status) != name_of(submission.outcome)) {
        return about(submission, "sent again, it is " + name_of(receipt.status));
    }
    const bool landed_late = sending_ == Sending::repeated && receipt.duplicate;
    if (receipt.duplicate != found.has_value() && !landed_late) {
        return about(submission, found ? "sent again, it is no duplicate"
                                       : "it was nowhere, but sent again it is a duplicate");
    }
    const auto told = ask(submission.source, submission.id, receipt.position);
    if (!told) return told.error();
    if (!*told) return about(submission, "sent again and answered, it is not there");
    if (found && found->sequence != (*told)->sequence) {
        return about(submission, "sent again, it is at another place");
    }
    return **told;
}

// The event as it is in the log for ever; nothing if it was refused.
platform::Result<std::optional<RoundCheck::Told>> RoundCheck::settle(Entry& entry) {
    const Submission& submission = entry.submission;
    const auto found = ask(submission.source, submission.id, {});
    if (!found) return found.error();
    if (any_original(entry, is_acknowledgement)) {
        ++tally_.acknowledged;
        if (!*found) return about(submission, "acknowledged, but not there");
        return *found;
    }
    if (!any_original(entry, is_unknown)) {
        ++tally_.refused;
        if (*found) return about(submission, "refused, but there");
        return std::optional<Told>{};
    }
    ++tally_.unknown;
    if (*found) ++tally_.unknown_found;
    const auto told = replay(entry, *found);
    if (!told) return told.error();
    return std::optional(*told);
}

platform::Status RoundCheck::run(std::vector<Entry> entries, Figures& figures) {
    tally_ = {};
    settled_.clear();
    std::vector<std::pair<std::uint64_t, const Submission*>> applied;
    for (Entry& entry : entries) {
        for (std::size_t i = 1; i < entry.attempts.size(); ++i) {
            ++(entry.attempts[i].content == Content::original ? tally_.repeated : tally_.altered);
        }
        const auto told = settle(entry);
        if (!told) return told.error();
        if (!*told) continue;
        const std::string reason = contradiction(entry, **told);
        if (!reason.empty()) return about(entry.submission, reason);
        const std::uint64_t sequence = (*told)->sequence;
        settled_.push_back(
            {entry.submission.source, entry.submission.id, entry.submission.outcome, sequence});
        if (entry.submission.outcome == Outcome::applied) {
            applied.emplace_back(sequence, &entry.submission);
        }
    }
    std::ranges::sort(applied);
    for (const auto& [sequence, submission] : applied) figures.apply(*submission, sequence);
    return figures.compare(query_);
}

platform::Status RoundCheck::check_again(const Settled& event) {
    const auto told = ask(event.source, event.id, {});
    if (!told) return told.error();
    const std::string name = event.source + " " + event.id;
    if (!*told) return vectors::failure(name + ": settled, and gone since");
    if ((*told)->outcome != name_of(event.outcome) || (*told)->sequence != event.sequence) {
        return vectors::failure(name + ": it was " + name_of(event.outcome) + " at " +
                                std::to_string(event.sequence) + ", it is " + (*told)->outcome +
                                " at " + std::to_string((*told)->sequence));
    }
    return {};
}

}  // namespace tests::torture
