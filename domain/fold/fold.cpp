// SPDX-License-Identifier: EUPL-1.2
#include "domain/fold/fold.hpp"

#include <algorithm>
#include <cassert>

#include "domain/sha256.hpp"

namespace domain {
namespace {

constexpr std::string_view identity_reused = "identity-reused";

Outcome applied() {
    return {};
}

Outcome rejected(std::string reason, std::string pointer, std::string detail) {
    return {OutcomeKind::rejected, std::move(reason), std::move(pointer), std::move(detail)};
}

Outcome rejected(const Error& error) {
    return rejected(error.code, error.pointer, error.detail);
}

bool is_control(std::string_view type) {
    return type == event_type::log_opened || type == event_type::engine_raised;
}

Arrival arrival_of(const Decoded& record) {
    if (!record.envelope) return Arrival::neither;
    if (is_control(record.envelope->type) || !record.envelope->recorded) return Arrival::neither;
    return record.envelope->received ? Arrival::loaded : Arrival::live;
}

template <class T>
const T* data_as(const Decoded& record) {
    if (!record.data || !*record.data) return nullptr;
    return std::get_if<T>(&**record.data);
}

std::vector<FigureId> named(const MeasuresReported& reported) {
    std::vector<FigureId> figures;
    figures.reserve(reported.rows.size());
    for (const MeasureRow& row : reported.rows) figures.push_back({row.indicator, row.territory});
    std::sort(figures.begin(), figures.end());
    figures.erase(std::unique(figures.begin(), figures.end()), figures.end());
    return figures;
}

std::string row_pointer(std::size_t row) {
    return "/data/rows/" + std::to_string(row);
}

}  // namespace

Decoded decode(std::string_view value) {
    Decoded record{codec::decode_envelope(value), std::nullopt};
    if (record.envelope) record.data = codec::decode_data(*record.envelope);
    return record;
}

Fold::Fold(const Past& past, std::size_t rows_kept, std::size_t rows_uncommitted)
    : past_(past), rows_kept_(rows_kept), rows_uncommitted_(rows_uncommitted), head_(past.head()) {
    for (auto& policy : past.policies()) policies_.emplace(policy.id, std::move(policy));
    for (auto& indicator : past.indicators())
        indicators_.emplace(indicator.id, std::move(indicator));
}

bool Fold::needs_commit(const Decoded& record) {
    return data_as<MeasuresWithdrawn>(record) != nullptr;
}

boost::system::result<Changes, Halt> Fold::apply(const Decoded& record) {
    if (const auto halt = must_halt(record)) return *halt;

    Changes changes;
    changes.record.sequence = head_.next;
    changes.record.arrival = arrival_of(record);
    if (record.envelope) {
        changes.record.identity = record.envelope->identity;
        changes.record.content = record.envelope->content;
        changes.record.type = record.envelope->type;
        changes.actor = record.envelope->actor;
    }
    changes.record.outcome = decide(record, changes.record.arrival, changes);
    const auto* reported = data_as<MeasuresReported>(record);
    if (reported != nullptr && changes.record.outcome.kind != OutcomeKind::duplicate)
        changes.named = named(*reported);
    advance(changes, record);
    return changes;
}

void Fold::committed() {
    uncommitted_.clear();
    std::size_t rows = cached_rows();
    while (rows > rows_kept_) {
        const auto oldest = std::min_element(
            cache_.begin(), cache_.end(),
            [](const auto& a, const auto& b) { return a.second.used < b.second.used; });
        rows -= oldest->second.columns->size();
        cache_.erase(oldest);
    }
}

bool Fold::is_crowded() const {
    return cached_rows() > rows_kept_ + rows_uncommitted_;
}

std::size_t Fold::cached_rows() const {
    std::size_t rows = 0;
    for (const auto& [id, cached] : cache_) rows += cached.columns->size();
    return rows;
}

std::optional<Halt> Fold::must_halt(const Decoded& record) const {
    if (head_.next == 0) {
        const auto* opened = data_as<LogOpened>(record);
        if (opened == nullptr) return Halt::not_opened;
        if (opened->engine == 0 || opened->engine > engine_max) return Halt::engine_unknown;
        if (opened->territories_sha256 != hex(sha256(territories_text())))
            return Halt::territories_unknown;
        return std::nullopt;
    }
    const auto* raised = data_as<EngineRaised>(record);
    const bool unknown = raised != nullptr && raised->engine > engine_max;
    // A later attempt of an identity has no effect, whatever it says.
    if (unknown && !past_.first_record(record.envelope->identity) &&
        !uncommitted_.contains(record.envelope->identity))
        return Halt::engine_unknown;
    return std::nullopt;
}

// Time, liveness and position after a record whose outcome is known (DESIGN §5, two clocks).
void Fold::advance(Changes& changes, const Decoded& record) {
    RecordRow& row = changes.record;
    // A loaded record out of order never moves the log's time, whatever else is wrong with it.
    const bool in_order = row.arrival == Arrival::live ||
                          (row.arrival == Arrival::loaded && !disorder(*record.envelope));
    if (in_order) head_.time = std::max(head_.time, *record.envelope->recorded);
    if (row.arrival == Arrival::live) head_.live = true;
    // Only the first record of an identity is kept, or a later attempt would pass for it.
    const bool later_attempt =
        row.outcome.kind == OutcomeKind::duplicate || row.outcome.reason == identity_reused;
    if (row.identity && !later_attempt)
        uncommitted_.try_emplace(
            *row.identity, FirstRecord{row.sequence, row.content, row.type, row.outcome.kind});
    ++head_.next;
    row.time = head_.time;
    changes.head = head_;
}

Outcome Fold::decide(const Decoded& record, Arrival arrival, Changes& changes) {
    if (!record.envelope) return rejected(record.envelope.error());
    const codec::Envelope& envelope = *record.envelope;
    if (auto known = known_identity(envelope)) return *known;
    if (!envelope.recorded && !is_control(envelope.type))
        return rejected("recordedtime-missing", "/recordedtime", "required in the log");
    if (!*record.data) return rejected(record.data->error());

    if (arrival == Arrival::loaded)
        if (const auto why = disorder(envelope))
            return rejected("history-order", "/recordedtime", std::string{*why});
    return std::visit([&](const auto& event) { return apply(event, changes); }, **record.data);
}

std::optional<std::string_view> Fold::disorder(const codec::Envelope& loaded) const {
    if (head_.live) return "the log is live: no past is loaded";
    if (*loaded.recorded < head_.time) return "earlier than the log's time";
    if (*loaded.recorded > *loaded.received) return "later than its receivedtime";
    return std::nullopt;
}

std::optional<Outcome> Fold::known_identity(const codec::Envelope& envelope) {
    std::optional<FirstRecord> first;
    const auto uncommitted = uncommitted_.find(envelope.identity);
    if (uncommitted != uncommitted_.end())
        first = uncommitted->second;
    else
        first = past_.first_record(envelope.identity);
    if (!first) return std::nullopt;
    if (first->content == envelope.content) return Outcome{OutcomeKind::duplicate, "", "", ""};
    return Outcome{OutcomeKind::conflict, std::string{identity_reused}, "/id",
                   "this source and id already name an event with other content"};
}

Outcome Fold::apply(const LogOpened& opened, Changes&) {
    if (head_.next != 0)
        return rejected("log-already-opened", "/type", "only the first record opens the log");
    head_.log_id = opened.log_id;
    head_.engine = opened.engine;
    return applied();
}

Outcome Fold::apply(const EngineRaised& raised, Changes&) {
    if (raised.engine <= head_.engine)
        return rejected("engine-not-raised", "/data/engine", "an engine only rises");
    head_.engine = raised.engine;
    return applied();
}

Outcome Fold::apply(const PolicyDefinition& policy, Changes& changes) {
    const auto known = policies_.find(policy.id);
    if (known != policies_.end() && known->second == policy) return applied();
    const bool computes_again = known == policies_.end() ||
                                known->second.replicate_region != policy.replicate_region ||
                                known->second.replicate_nation_to != policy.replicate_nation_to;
    policies_.insert_or_assign(policy.id, policy);
    changes.policy = policy;
    if (!computes_again) return applied();
    for (const auto& [id, indicator] : indicators_)
        if (indicator.policy == policy.id) recompute_all(*in_force(id), columns(id), changes);
    return applied();
}

Outcome Fold::apply(const IndicatorDefinition& indicator, Changes& changes) {
    const auto known = indicators_.find(indicator.id);
    const bool first = known == indicators_.end();
    if (!first && known->second == indicator) return applied();
    if (!first && known->second.policy != indicator.policy)
        return rejected("indicator-changes-policy", "/data/policy",
                        "belongs to " + known->second.policy.text());
    const bool computes_again = first || !computes_alike(known->second, indicator);
    indicators_.insert_or_assign(indicator.id, indicator);
    changes.indicator = indicator;
    const auto definitions = in_force(indicator.id);
    if (computes_again && definitions) recompute_all(*definitions, columns(indicator.id), changes);
    return applied();
}

Outcome Fold::apply(const MeasuresReported& reported, Changes& changes) {
    if (auto conflict = revision_conflict(reported)) return *conflict;
    std::map<IndicatorId, std::vector<TouchedMonth>> touched;
    for (std::size_t i = 0; i < reported.rows.size(); ++i) {
        const MeasureRow& row = reported.rows[i];
        const DayEntry entry{.date = row.date,
                             .present = true,
                             .value = row.value,
                             .entered = head_.next,
                             .row = static_cast<std::uint32_t>(i),
                             .since = head_.next};
        set_day(row, entry, changes);
        touched[row.indicator].push_back({row.kind, row.date.month, row.territory});
    }
    recompute_touched(std::move(touched), changes);
    return applied();
}

Outcome Fold::apply(const MeasuresWithdrawn& withdrawn, Changes& changes) {
    assert(past_.head().next == head_.next);
    const auto first = past_.first_record(withdrawn.of);
    if (!first) return rejected("withdrawal-unknown", "/data/id", "no such event in the log");
    if (first->type != event_type::measures_reported)
        return rejected("withdrawal-not-measures", "/data/id", "only measures can be withdrawn");
    if (first->outcome != OutcomeKind::applied)
        return rejected("withdrawal-not-applied", "/data/id", "that event had no effect");
    if (past_.is_withdrawn(first->sequence))
        return rejected("withdrawal-repeated", "/data/id", "that event is withdrawn already");

    changes.withdrawn = first->sequence;
    const Decoded of = decode(past_.record_value(first->sequence));
    const auto* reported = data_as<MeasuresReported>(of);
    assert(reported != nullptr);
    std::map<IndicatorId, std::vector<TouchedMonth>> touched;
    for (const MeasureRow& row : reported->rows) {
        const auto valid = columns(row.indicator).day(row.territory, row.kind, row.date);
        if (!valid || !valid->present || valid->entered != first->sequence) continue;
        set_day(row, without(row, first->sequence), changes);
        touched[row.indicator].push_back({row.kind, row.date.month, row.territory});
    }
    recompute_touched(std::move(touched), changes);
    return applied();
}

// Changes no figure: it is read where it stands, in its record.
Outcome Fold::apply(const EditionPublished& edition, Changes&) {
    if (edition.position >= head_.next)
        return rejected("edition-position-ahead", "/data/position",
                        "an edition stands for records before it");
    if (edition.engine == 0 || edition.engine > head_.engine)
        return rejected("edition-engine-unknown", "/data/engine",
                        "the log is of engine " + std::to_string(head_.engine));
    return applied();
}

std::optional<Outcome> Fold::revision_conflict(const MeasuresReported& reported) {
    std::string failing;
    std::string pointer;
    for (std::size_t i = 0; i < reported.rows.size(); ++i) {
        const MeasureRow& row = reported.rows[i];
        if (!row.expected_revision) continue;
        const Sequence revision =
            columns(row.indicator).revision(row.territory, row.kind, row.date.month);
        if (revision == *row.expected_revision) continue;
        if (pointer.empty()) pointer = row_pointer(i) + "/expected_revision";
        failing += (failing.empty() ? "" : "; ") + row_pointer(i) + " is at revision " +
                   std::to_string(revision);
    }
    if (failing.empty()) return std::nullopt;
    return Outcome{OutcomeKind::conflict, "revision-mismatch", pointer, failing};
}

// The newest row ever entered for that day by an event that is not taken back.
DayEntry Fold::without(const MeasureRow& row, Sequence withdrawn) const {
    for (const DayEntry& version :
         past_.day_versions(row.indicator, row.territory, row.kind, row.date)) {
        if (version.entered == withdrawn || past_.is_withdrawn(version.entered)) continue;
        DayEntry entry = version;
        entry.since = head_.next;
        return entry;
    }
    return {.date = row.date,
            .present = false,
            .value = std::nullopt,
            .entered = 0,
            .row = 0,
            .since = head_.next};
}

void Fold::set_day(const MeasureRow& row, const DayEntry& entry, Changes& changes) {
    columns(row.indicator).set_day(row.territory, row.kind, entry);
    changes.days.push_back({row.indicator, row.territory, row.kind, entry});
}

void Fold::recompute_touched(std::map<IndicatorId, std::vector<TouchedMonth>> touched,
                             Changes& changes) {
    for (auto& [indicator, months] : touched)
        if (const auto definitions = in_force(indicator))
            recompute(*definitions, columns(indicator), std::move(months), changes);
}

IndicatorColumns& Fold::columns(IndicatorId indicator) {
    Cached& cached = cache_[indicator];
    if (!cached.columns) cached.columns = std::make_unique<IndicatorColumns>(past_, indicator);
    cached.used = ++uses_;
    return *cached.columns;
}

std::optional<InForce> Fold::in_force(IndicatorId indicator) const {
    const auto definition = indicators_.find(indicator);
    if (definition == indicators_.end()) return std::nullopt;
    const auto policy = policies_.find(definition->second.policy);
    if (policy == policies_.end()) return std::nullopt;
    return InForce{definition->second, policy->second};
}

}  // namespace domain
