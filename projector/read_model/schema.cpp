// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/schema.hpp"

#include <cassert>

#include "domain/codec/row.hpp"

namespace projector::read_model {

using domain::codec::append_u16;
using domain::codec::append_u64;

const std::vector<std::string>& family_names() {
    static const std::vector<std::string> names{
        "records", "event_ids", "times", "catalogue", "measures", "withdrawn", "values",
        "states",  "levels",    "audit", "tiles",     "index",    "revisions", "meta"};
    return names;
}

Term policy_term(domain::PolicyId id) {
    return {TermKind::policy, std::string{id.key()}};
}

Term indicator_term(domain::IndicatorId id) {
    return {TermKind::indicator, std::string{id.key()}};
}

Term territory_term(domain::Territory territory) {
    return {TermKind::territory, std::string(1, static_cast<char>(territory.index()))};
}

Term outcome_term(domain::OutcomeKind kind) {
    return {TermKind::outcome, std::string(1, static_cast<char>(kind))};
}

Term text_term(TermKind kind, std::string_view text) {
    return {kind, std::string{text}};
}

namespace key {
namespace {

void append_part(std::string& out, std::string_view text) {
    append_u16(out, static_cast<std::uint16_t>(text.size()));
    out.append(text);
}

}  // namespace

std::string sequence(domain::Sequence sequence) {
    std::string key;
    append_u64(key, sequence);
    return key;
}

std::string identity(const domain::Identity& identity) {
    std::string key;
    append_part(key, identity.source);
    append_part(key, identity.id);
    return key;
}

std::string time(domain::Instant time) {
    return sequence(static_cast<domain::Sequence>(time.microseconds()));
}

std::string policy(domain::PolicyId id) {
    return "P" + std::string{id.key()};
}

std::string indicator(domain::IndicatorId id) {
    return "I" + std::string{id.key()};
}

std::string column(domain::IndicatorId indicator, domain::Territory territory, domain::Kind kind) {
    std::string key = state(indicator, territory);
    key.push_back(static_cast<char>(kind));
    return key;
}

std::string day(domain::IndicatorId indicator, domain::Territory territory, domain::Kind kind,
                domain::Date date) {
    std::string key = month(indicator, territory, kind, date.month);
    key.push_back(static_cast<char>(date.day));
    return key;
}

std::string month(domain::IndicatorId indicator, domain::Territory territory, domain::Kind kind,
                  domain::Month month) {
    std::string key = column(indicator, territory, kind);
    append_u16(key, month.index());
    return key;
}

std::string state(domain::IndicatorId indicator, domain::Territory territory) {
    std::string key{indicator.key()};
    key.push_back(static_cast<char>(territory.index()));
    return key;
}

std::string level(domain::IndicatorId indicator, domain::Level level) {
    std::string key{indicator.key()};
    key.push_back(static_cast<char>(level));
    return key;
}

std::string audit(const domain::FigureId& figure, domain::Sequence sequence) {
    std::string key = state(figure.indicator, figure.territory);
    append_u64(key, sequence);
    return key;
}

std::string tile(unsigned level, std::uint64_t index) {
    std::string key(1, static_cast<char>(level));
    append_u64(key, index);
    return key;
}

std::string term(const Term& term) {
    std::string key(1, static_cast<char>(term.kind));
    append_part(key, term.bytes);
    return key;
}

std::string version(std::string cell, domain::Sequence since) {
    append_u64(cell, ~since);
    return cell;
}

domain::Sequence since(std::string_view versioned) {
    assert(versioned.size() > version_bytes);
    return ~domain::codec::read_u64(versioned.substr(versioned.size() - version_bytes));
}

std::string after(std::string prefix) {
    while (!prefix.empty() && prefix.back() == '\xff') prefix.pop_back();
    if (!prefix.empty()) ++prefix.back();
    return prefix;
}

}  // namespace key

}  // namespace projector::read_model
