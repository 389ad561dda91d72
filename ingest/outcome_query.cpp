// SPDX-License-Identifier: EUPL-1.2
#include "ingest/outcome_query.hpp"

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

#include "domain/codec/json.hpp"
#include "ingest/messages.hpp"
#include "platform/logging.hpp"

namespace ingest {
namespace {

using domain::codec::Json;
using platform::http::Client;
using platform::http::ClientRequest;
using platform::http::ClientResponse;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int ok = 200;
// Between two rounds in which no server had the answer.
constexpr milliseconds pause{50};

std::string text_member(const Json& object, std::string_view name) {
    const Json* member = object.member(name);
    return member != nullptr && member->string() != nullptr ? *member->string() : std::string{};
}

std::optional<domain::Sequence> sequence_member(const Json& object) {
    const Json* member = object.member("sequence");
    if (member == nullptr || member->number() == nullptr) return std::nullopt;
    const std::string& text = member->number()->text;
    domain::Sequence sequence = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), sequence);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return sequence;
}

std::optional<Status> status_named(std::string_view outcome) {
    if (outcome == "applied") return Status::applied;
    if (outcome == "conflict") return Status::conflict;
    if (outcome == "rejected") return Status::rejected;
    return std::nullopt;
}

// Takes the outcome of the first record over; a reason that this software does not know is none.
bool set_outcome(const Json& event, Receipt& receipt) {
    const auto status = status_named(text_member(event, "outcome"));
    if (!status) return false;
    if (*status != Status::applied) {
        const auto reason = text_member(event, "reason");
        if (!is_known_code(reason)) return false;
        receipt.fault = fault_of(
            finding_of({reason, text_member(event, "pointer"), text_member(event, "detail")}));
    }
    receipt.status = *status;
    return true;
}

// The outcome of the attempt at `sequence` of an event that an earlier record was the first of.
std::string outcome_of_attempt(const Json& event, domain::Sequence sequence) {
    const Json* attempts = event.member("attempts");
    if (attempts == nullptr || attempts->array() == nullptr) return {};
    for (const Json& attempt : *attempts->array())
        if (sequence_member(attempt) == sequence) return text_member(attempt, "outcome");
    return {};
}

}  // namespace

bool read_outcome(std::string_view body, Receipt& receipt) {
    const auto event = domain::codec::parse_json(body);
    if (!event) return false;
    const auto first = sequence_member(*event);
    if (!first) return false;
    if (first == receipt.sequence) return set_outcome(*event, receipt);

    const auto attempt = outcome_of_attempt(*event, *receipt.sequence);
    if (attempt == "conflict") {
        receipt.status = Status::conflict;
        receipt.fault =
            fault_of(finding_about("identity-reused", "/id", text_member(*event, "position")));
        return true;
    }
    if (attempt != "duplicate" || !set_outcome(*event, receipt)) return false;
    receipt.duplicate = true;
    receipt.sequence = first;
    return true;
}

platform::Result<std::unique_ptr<OutcomeQuery>> OutcomeQuery::open(const std::string& urls,
                                                                   std::string log_id,
                                                                   const std::string& key) {
    std::vector<Session> sessions(threads);
    for (Session& session : sessions) {
        for (std::size_t begin = 0; begin <= urls.size();) {
            const auto end = std::min(urls.find(',', begin), urls.size());
            auto client = Client::open(std::string_view{urls}.substr(begin, end - begin));
            if (!client) return client.error();
            client->present(key);
            session.clients.push_back(std::move(*client));
            begin = end + 1;
        }
    }
    return std::unique_ptr<OutcomeQuery>{
        new OutcomeQuery{std::move(sessions), std::move(log_id)}
    };
}

OutcomeQuery::OutcomeQuery(std::vector<Session> sessions, std::string log_id)
    : log_id_(std::move(log_id)), idle_(std::move(sessions)), pool_(threads, queue_max) {}

OutcomeQuery::~OutcomeQuery() {
    stop();
}

void OutcomeQuery::settle(std::vector<Receipt> receipts, milliseconds wait,
                          ReadSide::Settled done) {
    const auto deadline = steady_clock::now() + wait;
    const bool any = std::any_of(receipts.begin(), receipts.end(), [](const Receipt& receipt) {
        return receipt.status == Status::accepted && receipt.sequence;
    });
    if (!any || wait == milliseconds{0}) return done(std::move(receipts));
    const auto held = std::make_shared<std::vector<Receipt>>(std::move(receipts));
    const bool queued = pool_.post([this, held, deadline, done] {
        settle_now(*held, deadline);
        done(std::move(*held));
    });
    if (!queued) done(std::move(*held));
}

void OutcomeQuery::settle_now(std::vector<Receipt>& receipts, Deadline deadline) {
    Session session;
    {
        const std::lock_guard lock{mutex_};
        session = std::move(idle_.back());
        idle_.pop_back();
    }
    for (Receipt& receipt : receipts) {
        if (receipt.status != Status::accepted || !receipt.sequence) continue;
        const auto answer = ask(session, target_of(receipt), deadline);
        if (!answer) break;
        if (!read_outcome(answer->body, receipt))
            note("the query API told no outcome", answer->body);
    }
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(session));
}

// The answer of the first server that has one, asked in turn until the deadline.
std::optional<ClientResponse> OutcomeQuery::ask(Session& session, const std::string& target,
                                                Deadline deadline) {
    ClientRequest request;
    request.target = target;
    for (std::size_t failures = 0; !stopping_; ++failures) {
        if (failures > 0 && failures % session.clients.size() == 0)
            std::this_thread::sleep_for(
                std::min<steady_clock::duration>(pause, deadline - steady_clock::now()));
        const auto now = steady_clock::now();
        if (now >= deadline) break;
        auto answer = session.clients[session.preferred].send_by(
            request, std::min(deadline, now + attempt_max));
        if (answer && answer->status == ok) {
            failing_ = false;
            return std::move(*answer);
        }
        note("the query API did not answer", answer ? answer->body : answer.error().detail);
        session.preferred = (session.preferred + 1) % session.clients.size();
    }
    return std::nullopt;
}

std::string OutcomeQuery::target_of(const Receipt& receipt) const {
    return url_of(receipt) + "&at_least=" + log_id_ + "." + std::to_string(*receipt.sequence);
}

void OutcomeQuery::note(std::string_view what, std::string_view detail) {
    if (failing_.exchange(true)) return;
    platform::log(platform::Level::warning, what,
                  {
                      {"detail", detail}
    });
}

}  // namespace ingest
