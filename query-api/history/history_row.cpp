// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/history_row.hpp"

#include <algorithm>

namespace query_api::history {
namespace {

using domain::Sequence;
using projector::read_model::View;

// The sequences of a page, gathered from several lists of which each has what the page may need.
class Merged {
public:
    // Of what was shown from `shown_from` on.
    Merged(const Page& page, Sequence shown_from, Sequence position)
        : page_(page), first_(std::max(page.first(), shown_from)), position_(position) {}

    Sequence first() const { return first_; }

    void add(const std::vector<Sequence>& some) {
        sequences_.insert(sequences_.end(), some.begin(), some.end());
    }
    template <class Version>
    void add(const std::vector<Version>& versions) {
        for (const Version& version : versions)
            if (version.since >= first_ && version.since <= position_)
                sequences_.push_back(version.since);
    }
    std::vector<Sequence> take() {
        std::sort(sequences_.begin(), sequences_.end());
        sequences_.erase(std::unique(sequences_.begin(), sequences_.end()), sequences_.end());
        if (sequences_.size() > page_.limit) sequences_.resize(page_.limit);
        return std::move(sequences_);
    }

private:
    const Page& page_;
    Sequence first_;
    Sequence position_;
    std::vector<Sequence> sequences_;
};

template <class Version>
Sequence first_of(const std::vector<Version>& versions) {
    return versions.empty() ? 0 : versions.front().since;
}

std::optional<Sequence> next_of(const std::vector<Sequence>& sequences, const Page& page) {
    if (sequences.size() < page.limit) return std::nullopt;
    return sequences.back();
}

}  // namespace

const HistoryRow& HistoryRow::blank() {
    static const HistoryRow row{StateRow::blank(), Cause::blank()};
    return row;
}

void describe(Fields& fields, const HistoryRow& row) {
    fields.integer("sequence", row.cause.decision.sequence);
    describe(fields, row.state);
    describe(fields, "cause", row.cause);
}

Paged<HistoryRow> read_history(View& view, const domain::FigureId& figure, domain::Date on,
                               const Page& page) {
    const auto& catalogue = *view.published().catalogue;
    const auto& definitions = catalogue.versions(figure.indicator);
    if (definitions.empty()) return {};
    const auto& policies = catalogue.versions(definitions.front().definition->policy);
    Merged merged{page, std::max(first_of(definitions), first_of(policies)), view.position()};
    merged.add(view.state_changes(figure, merged.first(), page.limit));
    merged.add(definitions);
    merged.add(policies);
    const auto sequences = merged.take();

    Paged<HistoryRow> paged{{}, next_of(sequences, page)};
    Causes causes{view};
    for (const Sequence sequence : sequences) {
        View then = view.at(sequence);
        const auto shown = shown_indicator(then, figure.indicator);
        if (!shown) continue;
        StateReader reader{then, shown->group, shown->index, on};
        paged.rows.push_back({reader.read(figure.territory), causes.at(sequence)});
    }
    return paged;
}

const PolicyHistoryRow& PolicyHistoryRow::blank() {
    static const PolicyHistoryRow row{PolicyRow::blank(), Cause::blank()};
    return row;
}

void describe(Fields& fields, const PolicyHistoryRow& row) {
    fields.integer("sequence", row.cause.decision.sequence);
    describe_without_gap(fields, row.figure);
    describe(fields, "cause", row.cause);
}

Paged<PolicyHistoryRow> read_history(View& view, domain::PolicyId policy,
                                     domain::Territory territory, domain::Date on,
                                     const Page& page) {
    const auto& catalogue = *view.published().catalogue;
    Merged merged{page, first_of(catalogue.versions(policy)), view.position()};
    merged.add(catalogue.versions(policy));
    for (const auto& indicator : view.indicators_of(policy)) {
        const domain::IndicatorId id = indicator.definition->id;
        merged.add(view.state_changes({id, territory}, merged.first(), page.limit));
        merged.add(catalogue.versions(id));
    }
    const auto sequences = merged.take();

    Paged<PolicyHistoryRow> paged{{}, next_of(sequences, page)};
    Causes causes{view};
    for (const Sequence sequence : sequences) {
        View then = view.at(sequence);
        const auto group = shown_policy(then, policy);
        if (!group) continue;
        paged.rows.push_back(
            {read_policy_row(then, *group, territory, on.month.year()), causes.at(sequence)});
    }
    return paged;
}

}  // namespace query_api::history
