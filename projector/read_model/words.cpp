// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "domain/codec/row.hpp"
#include "domain/ids.hpp"
#include "domain/instant.hpp"
#include "domain/merkle/tree.hpp"
#include "projector/read_model/schema.hpp"

namespace projector::read_model {
namespace {

constexpr std::size_t bytes_shown_max = 64;
constexpr std::size_t sequence_bytes = 8;

// Takes the parts of a key off its front; not good() once something did not fit.
class Parts {
public:
    explicit Parts(std::string_view bytes) : rest_(bytes) {}

    bool good() const { return good_ && rest_.empty(); }
    std::string text() && { return std::move(text_); }

    void indicator() {
        if (const auto part = take(domain::IndicatorId::key_bytes))
            add(domain::IndicatorId::from_key(*part).text());
    }
    void policy() {
        if (const auto part = take(domain::PolicyId::key_bytes))
            add(domain::PolicyId::from_key(*part).text());
    }
    void territory() {
        const auto part = number(1);
        if (!part) return;
        if (*part >= domain::Territory::count) return fail();
        add(domain::Territory::from_index(static_cast<std::uint8_t>(*part)).id());
    }
    void kind() {
        const auto part = number(1);
        if (!part) return;
        if (*part >= domain::kind_count) return fail();
        add(name_of(static_cast<domain::Kind>(*part)));
    }
    void level() {
        const auto part = number(1);
        if (!part) return;
        if (*part >= domain::level_count) return fail();
        add(name_of(static_cast<domain::Level>(*part)));
    }
    void tile() {
        const auto level = number(1);
        const auto index = number(sequence_bytes);
        if (level && index)
            add("tile " + std::to_string(*index) + " of level " + std::to_string(*level));
    }
    void month() {
        const auto part = number(2);
        if (!part) return;
        if (*part >= std::uint64_t{domain::Month::count}) return fail();
        add(domain::Month::from_index(static_cast<std::uint16_t>(*part)).text());
    }
    void day() {
        if (const auto part = number(1)) add("day " + std::to_string(*part));
    }
    void since() {
        if (const auto part = number(sequence_bytes)) add("since record " + std::to_string(~*part));
    }
    void record() {
        if (const auto part = number(sequence_bytes)) add("record " + std::to_string(*part));
    }
    void time() {
        if (const auto part = number(sequence_bytes))
            add(domain::Instant::from_microseconds(static_cast<std::int64_t>(*part)).text());
    }
    void term() {
        const auto kind = number(1);
        const auto length = number(2);
        if (!kind || !length) return;
        switch (static_cast<TermKind>(*kind)) {
            case TermKind::policy:
                return policy();
            case TermKind::indicator:
                return indicator();
            case TermKind::territory:
                return territory();
            case TermKind::actor:
                return text("actor", *length);
            case TermKind::source:
                return text("source", *length);
            case TermKind::type:
                return text("type", *length);
            case TermKind::outcome:
                return outcome();
        }
        fail();
    }
    void outcome() {
        const auto part = number(1);
        if (!part) return;
        if (*part > static_cast<std::uint64_t>(domain::OutcomeKind::rejected)) return fail();
        add(domain::name_of(static_cast<domain::OutcomeKind>(*part)));
    }
    void text_with_length(std::string_view name) {
        if (const auto length = number(2)) text(name, *length);
    }
    std::optional<std::string_view> take(std::size_t bytes) {
        if (!good_ || rest_.size() < bytes) {
            fail();
            return std::nullopt;
        }
        const std::string_view part = rest_.substr(0, bytes);
        rest_.remove_prefix(bytes);
        return part;
    }

private:
    std::optional<std::uint64_t> number(std::size_t bytes) {
        const auto part = take(bytes);
        if (!part) return std::nullopt;
        std::uint64_t value = 0;
        for (const char each : *part) value = value << 8 | static_cast<unsigned char>(each);
        return value;
    }
    void text(std::string_view name, std::size_t length) {
        if (const auto part = take(length)) add(std::string{name} + " " + std::string{*part});
    }
    void add(std::string_view word) {
        if (!text_.empty()) text_ += ", ";
        text_ += word;
    }
    void fail() { good_ = false; }

    std::string_view rest_;
    std::string text_;
    bool good_ = true;
};

void read_key(std::size_t family, Parts& parts) {
    switch (family) {
        case family::records:
        case family::withdrawn:
            return parts.record();
        case family::event_ids:
            parts.text_with_length("source");
            parts.text_with_length("id");
            return parts.record();
        case family::times:
            return parts.time();
        case family::catalogue:
            parts.take(1) == "P" ? parts.policy() : parts.indicator();
            return parts.since();
        case family::measures:
        case family::values:
        case family::revisions:
            parts.indicator();
            parts.territory();
            parts.kind();
            parts.month();
            if (family == family::measures) parts.day();
            return parts.since();
        case family::states:
            parts.indicator();
            parts.territory();
            return parts.since();
        case family::levels:
            parts.indicator();
            parts.level();
            return parts.since();
        case family::audit:
            parts.indicator();
            parts.territory();
            return parts.record();
        case family::tiles:
            return parts.tile();
        case family::index:
            parts.term();
            return parts.record();
        default:
            return;
    }
}

std::string of_value(const std::optional<domain::Decimal>& value) {
    return value ? value->text() : "erased";
}

std::string of_believed(const std::optional<std::optional<domain::Decimal>>& believed) {
    return believed ? of_value(*believed) : "no row";
}

std::optional<std::string> audit_in_words(std::string_view value) {
    const auto row = domain::codec::decode_audit(value);
    if (!row) return std::nullopt;
    std::string words{domain::name_of(row->outcome)};
    for (const auto& change : row->changes)
        words.append(", ")
            .append(domain::name_of(change.kind))
            .append(" ")
            .append(change.month.text())
            .append(" from ")
            .append(of_believed(change.before))
            .append(" to ")
            .append(of_believed(change.after));
    return words;
}

std::optional<std::string> day_in_words(std::string_view value) {
    // Its date is in the key.
    const domain::Date any{domain::Month::from_index(0), 1};
    const auto day = domain::codec::decode_day(value, any, 0);
    if (!day) return std::nullopt;
    const std::string by =
        ", of record " + std::to_string(day->entered) + " row " + std::to_string(day->row);
    return (day->present ? of_value(day->value) : "withdrawn") + by;
}

std::optional<std::string> cell_in_words(std::string_view value) {
    const auto cell = domain::codec::decode_cell(value);
    if (!cell) return std::nullopt;
    if (!*cell) return "no row";
    constexpr std::array origins{"entered", "rolled up", "by rule 544", "replicated from region",
                                 "replicated from nation"};
    return of_value((*cell)->value) + ", " + origins[static_cast<std::size_t>((*cell)->origin)] +
           ", import " + std::to_string((*cell)->import) + ", " +
           std::to_string((*cell)->reported.count()) + " reported";
}

std::string of_month(std::string_view name, domain::Month month, const domain::Decimal& value) {
    return ", " + std::string{name} + " " + value.text() + " of " + month.text();
}

std::optional<std::string> state_in_words(std::string_view value) {
    const auto row = domain::codec::decode_state(value);
    if (!row) return std::nullopt;
    const auto& state = row->state;
    std::string text = "recorded " + row->recorded.text();
    if (state.initial) text += of_month("initial", state.initial->month, state.initial->value);
    if (state.global_target)
        text += of_month("global target", state.global_target->month, state.global_target->value);
    for (const auto& target : state.year_targets)
        text += of_month("target", target.month, target.value);
    if (state.last) text += of_month("last", state.last->month, state.last->annual);
    if (state.previous) text += of_month("previous", state.previous->month, state.previous->annual);
    return text;
}

std::optional<std::string> level_in_words(std::string_view value) {
    const auto last = domain::codec::decode_level(value);
    if (!last) return std::nullopt;
    return *last ? "last month " + (*last)->text() : "no month";
}

std::optional<std::string> tile_in_words(std::string_view value) {
    constexpr std::size_t hash_bytes = sizeof(domain::merkle::Hash);
    if (value.empty() || value.size() % hash_bytes != 0) return std::nullopt;
    const auto last = domain::merkle::hash_of_bytes(value.substr(value.size() - hash_bytes));
    return std::to_string(value.size() / hash_bytes) + " hashes, the last " + domain::hex(*last);
}

std::optional<std::string> record_in_words(std::string_view value) {
    constexpr std::size_t length_bytes = 4;
    if (value.size() < length_bytes) return std::nullopt;
    std::size_t length = 0;
    for (const char each : value.substr(0, length_bytes))
        length = length << 8 | static_cast<unsigned char>(each);
    const auto decision = domain::codec::decode_record_row(value.substr(length_bytes, length), 0);
    if (!decision) return std::nullopt;
    const auto& outcome = decision->outcome;
    std::string text{name_of(outcome.kind)};
    if (!outcome.reason.empty()) text += " " + outcome.reason;
    return text + " at " + decision->time.text();
}

std::optional<std::string> decoded_row(std::size_t family, std::string_view value) {
    switch (family) {
        case family::records:
            return record_in_words(value);
        case family::catalogue:
            return std::string{value};
        case family::measures:
            return day_in_words(value);
        case family::values:
            return cell_in_words(value);
        case family::states:
            return state_in_words(value);
        case family::levels:
            return level_in_words(value);
        case family::audit:
            return audit_in_words(value);
        case family::tiles:
            return tile_in_words(value);
        case family::times:
        case family::withdrawn: {
            Parts parts{value};
            parts.record();
            if (!parts.good()) return std::nullopt;
            return std::move(parts).text();
        }
        default:
            return std::nullopt;
    }
}

}  // namespace

std::string in_hexadecimal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "bytes ";
    for (const char each : bytes.substr(0, bytes_shown_max)) {
        const auto byte = static_cast<unsigned char>(each);
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    if (bytes.size() > bytes_shown_max) text += "…";
    return text;
}

std::string key_in_words(std::size_t family, std::string_view key) {
    Parts parts{key};
    read_key(family, parts);
    return parts.good() ? std::move(parts).text() : in_hexadecimal(key);
}

std::string row_in_words(std::size_t family, std::string_view value) {
    return decoded_row(family, value).value_or(in_hexadecimal(value));
}

}  // namespace projector::read_model
