// SPDX-License-Identifier: EUPL-1.2
#include "query-api/history/difference.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "domain/codec/definition_json.hpp"
#include "query-api/history/change.hpp"
#include "query-api/history/flat_fields.hpp"
#include "query-api/policy_row.hpp"
#include "query-api/state_row.hpp"

namespace query_api::history {
namespace {

using domain::FigureId;
using domain::IndicatorId;
using domain::PolicyId;
using domain::Sequence;
using domain::Territory;
using projector::read_model::View;

constexpr std::size_t all_entries = ~std::size_t{0};

std::string_view name_of(Differs what) {
    switch (what) {
        case Differs::value:
            return "value";
        case Differs::figure:
            return "figure";
        case Differs::rate:
            return "rate";
        case Differs::weight:
            return "weight";
        case Differs::definition:
            return "definition";
    }
    return {};
}

// What names the row, is told elsewhere, or follows the calendar.
bool is_left_out(std::string_view field) {
    constexpr std::array<std::string_view, 6> left_out{"indicator", "policy", "territory",
                                                       "name",      "weight", "weights"};
    return field.starts_with("freshness.") ||
           std::find(left_out.begin(), left_out.end(), field) != left_out.end();
}

bool is_identity(std::string_view member) {
    return member == "id";
}

std::optional<std::string> json_of(const Believed& believed) {
    if (!believed || !*believed) return std::nullopt;
    return (*believed)->text();
}

template <class Definition>
Flat flat_definition(const std::shared_ptr<const Definition>& definition) {
    if (!definition) return {};
    const auto json = domain::codec::parse_json(domain::codec::encode(*definition));
    return json ? flat_of(*json) : Flat{};
}

// The newest version in (from, to].
template <class Version>
std::optional<Sequence> defined_between(const std::vector<Version>& versions, Sequence from,
                                        Sequence to) {
    for (auto version = versions.rbegin(); version != versions.rend(); ++version)
        if (version->since > from && version->since <= to) return version->since;
    return std::nullopt;
}

class Differ {
public:
    Differ(View& from, View& to, domain::Date on, const DifferenceQuery& query)
        : from_(from), to_(to), on_(on), query_(query), causes_(to) {}

    Difference run() {
        const auto territories = wanted_territories();
        for (const auto& [policy, indicators] : known()) {
            if (query_.policy && *query_.policy != policy) continue;
            if (!query_.indicator) {
                if (!at({policy}, [&] { add_definition(policy); })) return finish();
                for (const Territory territory : territories) {
                    const DifferencePlace place{policy, std::nullopt, territory.index()};
                    if (!at(place, [&] { add_rates(policy, indicators, territory); }))
                        return finish();
                }
            }
            for (const IndicatorId indicator : indicators) {
                if (query_.indicator && *query_.indicator != indicator) continue;
                if (!at({policy, indicator}, [&] { add_definition(policy, indicator); }))
                    return finish();
                for (const Territory territory : territories) {
                    const DifferencePlace place{policy, indicator, territory.index()};
                    if (!at(place, [&] { add_figure(policy, {indicator, territory}); }))
                        return finish();
                }
            }
        }
        return finish();
    }

private:
    // Works at a place unless it is on a page before; false when the page is full.
    template <class Work>
    bool at(const DifferencePlace& place, Work work) {
        if (query_.after && place <= *query_.after) return true;
        work();
        if (difference_.rows.size() < query_.limit) return true;
        difference_.next = place;
        return false;
    }

    Difference finish() { return std::move(difference_); }

    // The indicators of each policy at either position.
    std::map<PolicyId, std::set<IndicatorId>> known() const {
        std::map<PolicyId, std::set<IndicatorId>> known;
        for (const auto& policy : to_.policies()) known[policy.definition->id];
        for (const auto& indicator : to_.indicators())
            known[indicator.definition->policy].insert(indicator.definition->id);
        return known;
    }

    std::vector<Territory> wanted_territories() const {
        std::vector<Territory> wanted;
        for (std::uint8_t i = 0; i < Territory::count; ++i) {
            const Territory territory = Territory::from_index(i);
            if (query_.level && territory.level() != *query_.level) continue;
            if (query_.territory && territory != *query_.territory) continue;
            wanted.push_back(territory);
        }
        return wanted;
    }

    std::optional<Cause> cause(std::optional<Sequence> sequence) {
        if (!sequence) return std::nullopt;
        return causes_.at(*sequence);
    }

    // A row for each field that has another value, or one on one side only.
    void add(const DifferenceRow& like, const Flat& before, const Flat& after,
             bool (*is_other)(std::string_view) = &is_left_out) {
        std::set<std::string_view> names;
        for (const Flat* flat : {&before, &after})
            for (const auto& [name, value] : *flat)
                if (!is_other(name)) names.insert(name);
        const auto value_in = [](const Flat& flat, std::string_view name) {
            const auto found = flat.find(name);
            return found == flat.end() ? std::nullopt : std::optional{found->second};
        };
        for (const std::string_view name : names)
            add_field(like, name, value_in(before, name), value_in(after, name));
    }

    void add_field(const DifferenceRow& like, std::string_view name,
                   std::optional<std::string> before, std::optional<std::string> after) {
        if (before == after) return;
        DifferenceRow row = like;
        row.field = name;
        row.change = !before ? "added" : after ? "changed" : "removed";
        row.before = std::move(before);
        row.after = std::move(after);
        difference_.rows.push_back(std::move(row));
    }

    void add_definition(PolicyId policy) {
        const auto since = defined_between(to_.published().catalogue->versions(policy),
                                           from_.position(), to_.position());
        if (!since) return;
        add({.what = Differs::definition, .policy = policy, .cause = cause(since)},
            flat_definition(from_.policy(policy).definition),
            flat_definition(to_.policy(policy).definition), &is_identity);
    }

    void add_definition(PolicyId policy, IndicatorId indicator) {
        const auto since = defined_between(to_.published().catalogue->versions(indicator),
                                           from_.position(), to_.position());
        if (!since) return;
        add({.what = Differs::definition,
             .policy = policy,
             .indicator = indicator,
             .cause = cause(since)},
            flat_definition(from_.indicator(indicator).definition),
            flat_definition(to_.indicator(indicator).definition), &is_identity);
    }

    // The last definition of the policy or one of its indicators in between.
    std::optional<Sequence> definitions_between(PolicyId policy) {
        const auto known = definitions_.find(policy);
        if (known != definitions_.end()) return known->second;
        const auto& catalogue = *to_.published().catalogue;
        auto last = defined_between(catalogue.versions(policy), from_.position(), to_.position());
        for (const auto& indicator : to_.indicators_of(policy))
            last = std::max(last, defined_between(catalogue.versions(indicator.definition->id),
                                                  from_.position(), to_.position()));
        return definitions_.emplace(policy, last).first->second;
    }

    void add_rates(PolicyId policy, const std::set<IndicatorId>& indicators, Territory territory) {
        auto last = definitions_between(policy);
        const bool redefined = last.has_value();
        for (const IndicatorId indicator : indicators)
            last = std::max(last, last_change({indicator, territory}));
        if (!last) return;
        const auto before = rates(from_, policy, territory);
        const auto after = rates(to_, policy, territory);
        const DifferenceRow like{
            .what = Differs::rate, .policy = policy, .territory = territory, .cause = cause(last)};
        add(like, flat_rates(before), flat_rates(after));
        if (redefined) add_weights(policy, territory, before, after);
    }

    static Flat flat_rates(const std::optional<PolicyRow>& row) {
        FlatFields fields;
        if (row) describe_without_gap(fields, *row);
        return fields.take();
    }

    std::optional<PolicyRow> rates(View& view, PolicyId policy, Territory territory) const {
        const auto group = shown_policy(view, policy);
        if (!group) return std::nullopt;
        return read_policy_row(view, *group, territory, on_.month.year());
    }

    void add_weights(PolicyId policy, Territory territory, const std::optional<PolicyRow>& before,
                     const std::optional<PolicyRow>& after) {
        std::map<IndicatorId, std::pair<std::optional<std::string>, std::optional<std::string>>>
            weights;
        if (before)
            for (const auto& [id, weight] : before->weights) weights[id].first = weight.text();
        if (after)
            for (const auto& [id, weight] : after->weights) weights[id].second = weight.text();
        for (auto& [id, pair] : weights)
            add_field({.what = Differs::weight,
                       .policy = policy,
                       .indicator = id,
                       .territory = territory,
                       .cause = cause(definitions_between(policy))},
                      "weight", std::move(pair.first), std::move(pair.second));
    }

    // Whether any record in between has to do with the indicator: one look instead of one at each
    // of its figures.
    bool is_touched(IndicatorId indicator) {
        const auto known = touched_.find(indicator);
        if (known != touched_.end()) return known->second;
        const auto found = to_.records_with(
            {projector::read_model::indicator_term(indicator)}, from_.position() + 1,
            projector::read_model::Direction::forward, {.found_max = 1});
        return touched_.emplace(indicator, !found.found.empty()).first->second;
    }

    std::vector<projector::read_model::AuditEntry> entries(const FigureId& figure) {
        if (!is_touched(figure.indicator)) return {};
        return to_.audit(figure, from_.position() + 1, all_entries);
    }

    // The last record in between that was applied to the figure.
    std::optional<Sequence> last_change(const FigureId& figure) {
        std::optional<Sequence> last;
        for (const auto& entry : entries(figure))
            if (entry.row.outcome == domain::OutcomeKind::applied) last = entry.sequence;
        return last;
    }

    void add_figure(PolicyId policy, const FigureId& figure) {
        struct Net {
            Change change;
            Sequence last = 0;
        };
        std::map<std::pair<domain::Kind, domain::Month>, Net> cells;
        std::optional<Sequence> last;
        for (const auto& entry : entries(figure)) {
            if (entry.row.outcome != domain::OutcomeKind::applied) continue;
            last = entry.sequence;
            for (const Change& change : entry.row.changes) {
                Net& net =
                    cells.try_emplace({change.kind, change.month}, Net{change}).first->second;
                net.change.after = change.after;
                net.last = entry.sequence;
            }
        }
        // A policy that is defined later than its indicators brings them all into sight.
        if (!last && !from_.policy(policy).definition) last = definitions_between(policy);
        if (!last) return;
        for (const auto& [place, net] : cells) {
            if (net.change.before == net.change.after) continue;
            difference_.rows.push_back(
                {.what = Differs::value,
                 .policy = policy,
                 .indicator = figure.indicator,
                 .territory = figure.territory,
                 .kind = place.first,
                 .month = place.second,
                 .field = "value",
                 .change = name_of_change(net.change.before, net.change.after),
                 .before = json_of(net.change.before),
                 .after = json_of(net.change.after),
                 .cause = cause(net.last)});
        }
        add({.what = Differs::figure,
             .policy = policy,
             .indicator = figure.indicator,
             .territory = figure.territory,
             .cause = cause(last)},
            state(from_, figure), state(to_, figure));
    }

    Flat state(View& view, const FigureId& figure) const {
        const auto shown = shown_indicator(view, figure.indicator);
        if (!shown) return {};
        return flat_of(StateReader{view, shown->group, shown->index, on_}.read(figure.territory));
    }

    View& from_;
    View& to_;
    domain::Date on_;
    const DifferenceQuery& query_;
    Causes causes_;
    std::map<PolicyId, std::optional<Sequence>> definitions_;
    std::map<IndicatorId, bool> touched_;
    Difference difference_;
};

}  // namespace

const DifferenceRow& DifferenceRow::blank() {
    static const DifferenceRow row{.policy = PolicyId::from_key("000")};
    return row;
}

void describe(Fields& fields, const DifferenceRow& row) {
    const auto value = [&fields](std::string_view name, const std::optional<std::string>& json) {
        json ? fields.number(name, *json) : fields.null(name);
    };
    fields.text("what", name_of(row.what));
    fields.text("policy", row.policy.text());
    row.indicator ? fields.text("indicator", row.indicator->text()) : fields.null("indicator");
    row.territory ? fields.text("territory", row.territory->id()) : fields.null("territory");
    row.kind ? fields.text("kind", domain::name_of(*row.kind)) : fields.null("kind");
    fields.month("month", row.month);
    fields.text("field", row.field);
    fields.text("change", row.change);
    value("before", row.before);
    value("after", row.after);
    describe(fields, "cause", row.cause);
}

std::string DifferencePlace::text() const {
    std::string text = policy.text();
    if (indicator) text += "/" + indicator->text();
    if (territory) text.append("/").append(Territory::from_index(*territory).id());
    return text;
}

Outcome<DifferencePlace> DifferencePlace::parse(std::string_view text) {
    const Refusal wrong{problems::after_bad_format, "after=" + std::string{text}};
    const auto slash = text.find('/');
    const auto policy = PolicyId::parse(text.substr(0, slash));
    if (!policy) return wrong;
    DifferencePlace place{*policy};
    std::string_view rest = slash == std::string_view::npos ? "" : text.substr(slash + 1);
    if (slash != std::string_view::npos && rest.empty()) return wrong;
    const auto next = rest.find('/');
    if (const auto indicator = IndicatorId::parse(rest.substr(0, next)); indicator) {
        place.indicator = *indicator;
        if (next == std::string_view::npos) return place;
        rest = rest.substr(next + 1);
    }
    if (rest.empty() && !place.indicator) return place;
    const auto territory = Territory::parse(rest);
    if (!territory) return wrong;
    place.territory = territory->index();
    return place;
}

Difference difference_of(View& from, View& to, domain::Date on, const DifferenceQuery& query) {
    return Differ{from, to, on, query}.run();
}

}  // namespace query_api::history
