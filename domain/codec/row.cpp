// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/row.hpp"

#include <algorithm>
#include <cassert>

namespace domain::codec {
namespace {

constexpr std::size_t set_bytes = (Territory::count + 7) / 8;

void append_bytes(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU));
}

void append_u8(std::string& out, std::uint8_t value) {
    out.push_back(static_cast<char>(value));
}

void append_decimal(std::string& out, Decimal value) {
    __extension__ using Unsigned = unsigned __int128;
    const auto units = static_cast<Unsigned>(value.units());
    append_u64(out, static_cast<std::uint64_t>(units >> 64U));
    append_u64(out, static_cast<std::uint64_t>(units));
}

void append_set(std::string& out, const TerritorySet& set) {
    for (std::size_t byte = 0; byte < set_bytes; ++byte) {
        unsigned bits = 0;
        for (std::size_t bit = 0; bit < 8; ++bit)
            if (set.test(byte * 8 + bit)) bits |= 1U << bit;
        append_u8(out, static_cast<std::uint8_t>(bits));
    }
}

void append_text(std::string& out, std::string_view text) {
    append_u32(out, static_cast<std::uint32_t>(text.size()));
    out.append(text);
}

// Takes values from the front of a row; once one is missing, everything after it is.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

    std::uint64_t number(std::size_t count) {
        std::uint64_t value = 0;
        for (const char c : take(count)) value = value << 8U | static_cast<unsigned char>(c);
        return value;
    }
    std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
    std::uint64_t u64() { return number(8); }
    std::string_view text() { return take(number(4)); }
    Decimal decimal() {
        __extension__ using Unsigned = unsigned __int128;
        const Unsigned high = u64();
        const Unsigned low = u64();
        return Decimal::from_units(static_cast<Int128>(high << 64U | low));
    }
    TerritorySet set() {
        TerritorySet set;
        const std::string_view bytes = take(set_bytes);
        for (std::size_t i = 0; i < bytes.size() * 8; ++i)
            if ((static_cast<unsigned char>(bytes[i / 8]) >> (i % 8) & 1U) != 0) set.set(i);
        return set;
    }
    Month month() {
        const std::uint64_t index = number(2);
        if (index >= Month::count) ok_ = false;
        return Month::from_index(ok_ ? static_cast<std::uint16_t>(index) : 0);
    }
    // One byte of which only bits of `known` are set.
    std::uint8_t flags(unsigned known) {
        const std::uint8_t value = u8();
        if ((value & ~known) != 0) ok_ = false;
        return value;
    }
    bool boolean() { return flags(1) != 0; }
    template <class Enum>
    Enum choice(Enum last) {
        const std::uint8_t value = u8();
        if (value > static_cast<std::uint8_t>(last)) ok_ = false;
        return ok_ ? static_cast<Enum>(value) : last;
    }
    std::string_view take(std::size_t count) {
        if (!ok_ || bytes_.size() < count) {
            ok_ = false;
            return {};
        }
        const std::string_view taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }
    bool more() const { return ok_ && !bytes_.empty(); }
    bool done() const { return ok_ && bytes_.empty(); }

private:
    std::string_view bytes_;
    bool ok_ = true;
};

namespace flag {
constexpr std::uint8_t present = 1;
constexpr std::uint8_t value = 2;
constexpr std::uint8_t overflow = 4;
}  // namespace flag

namespace state_flag {
constexpr std::uint8_t initial = 1;
constexpr std::uint8_t global_target = 2;
constexpr std::uint8_t last = 4;
constexpr std::uint8_t previous = 8;
}  // namespace state_flag

void append_month_value(std::string& out, const rules::MonthValue& value) {
    append_u16(out, value.month.index());
    append_decimal(out, value.value);
}

rules::MonthValue read_month_value(Bytes& bytes) {
    const Month month = bytes.month();
    return {month, bytes.decimal()};
}

void append_comparable_row(std::string& out, const rules::ComparableRow& row) {
    append_u16(out, row.month.index());
    append_decimal(out, row.annual);
    append_u8(out, row.global ? 1 : 0);
    if (row.global) append_decimal(out, *row.global);
    append_set(out, row.reported);
    append_u8(out, static_cast<std::uint8_t>(row.origin));
}

rules::ComparableRow read_comparable_row(Bytes& bytes) {
    const Month month = bytes.month();
    rules::ComparableRow row{month, bytes.decimal(), std::nullopt, {}, Origin::entered};
    if (bytes.boolean()) row.global = bytes.decimal();
    row.reported = bytes.set();
    row.origin = bytes.choice(Origin::replicated_from_nation);
    return row;
}

// The value of a cell as it was believed, its row or the value being missing at times.
void append_believed(std::string& out, const std::optional<std::optional<Decimal>>& believed) {
    const bool value = believed && *believed;
    append_u8(
        out, static_cast<std::uint8_t>((believed ? flag::present : 0) | (value ? flag::value : 0)));
    if (value) append_decimal(out, **believed);
}

std::optional<std::optional<Decimal>> read_believed(Bytes& bytes) {
    const std::uint8_t flags = bytes.flags(flag::present | flag::value);
    if ((flags & flag::present) == 0) return std::nullopt;
    if ((flags & flag::value) == 0) return std::optional<Decimal>{};
    return std::optional{bytes.decimal()};
}

}  // namespace

void append_u16(std::string& out, std::uint16_t value) {
    append_bytes(out, value, 2);
}
void append_u32(std::string& out, std::uint32_t value) {
    append_bytes(out, value, 4);
}
void append_u64(std::string& out, std::uint64_t value) {
    append_bytes(out, value, 8);
}

std::uint64_t read_u64(std::string_view eight_bytes) {
    assert(eight_bytes.size() == 8);
    return Bytes{eight_bytes}.u64();
}

std::string encode_day(const DayEntry& entry) {
    std::string out;
    append_u8(out, static_cast<std::uint8_t>((entry.present ? flag::present : 0) |
                                             (entry.value ? flag::value : 0)));
    append_u64(out, entry.entered);
    append_u32(out, entry.row);
    if (entry.value) append_decimal(out, *entry.value);
    return out;
}

std::optional<DayEntry> decode_day(std::string_view row, Date date, Sequence since) {
    Bytes bytes{row};
    const std::uint8_t flags = bytes.flags(flag::present | flag::value);
    DayEntry entry{.date = date,
                   .present = (flags & flag::present) != 0,
                   .value = std::nullopt,
                   .entered = bytes.u64(),
                   .row = static_cast<std::uint32_t>(bytes.number(4)),
                   .since = since};
    if ((flags & flag::value) != 0) entry.value = bytes.decimal();
    if (!bytes.done()) return std::nullopt;
    return entry;
}

std::string encode_cell(const std::optional<Cell>& cell) {
    std::string out;
    if (!cell) {
        append_u8(out, 0);
        return out;
    }
    append_u8(out, static_cast<std::uint8_t>(flag::present | (cell->value ? flag::value : 0) |
                                             (cell->overflow ? flag::overflow : 0)));
    append_u8(out, static_cast<std::uint8_t>(cell->origin));
    append_u64(out, cell->import);
    append_set(out, cell->reported);
    if (cell->value) append_decimal(out, *cell->value);
    return out;
}

std::optional<std::optional<Cell>> decode_cell(std::string_view row) {
    Bytes bytes{row};
    const std::uint8_t flags = bytes.flags(flag::present | flag::value | flag::overflow);
    if (flags == 0) {
        if (!bytes.done()) return std::nullopt;
        return std::optional<Cell>{};
    }
    if ((flags & flag::present) == 0) return std::nullopt;
    Cell cell;
    cell.overflow = (flags & flag::overflow) != 0;
    cell.origin = bytes.choice(Origin::replicated_from_nation);
    cell.import = bytes.u64();
    cell.reported = bytes.set();
    if ((flags & flag::value) != 0) cell.value = bytes.decimal();
    if (!bytes.done()) return std::nullopt;
    return cell;
}

std::string encode_state(const StateRow& row) {
    const rules::State& state = row.state;
    std::string out;
    append_u64(out, static_cast<std::uint64_t>(row.recorded.microseconds()));
    append_u8(out, static_cast<std::uint8_t>((state.initial ? state_flag::initial : 0) |
                                             (state.global_target ? state_flag::global_target : 0) |
                                             (state.last ? state_flag::last : 0) |
                                             (state.previous ? state_flag::previous : 0)));
    if (state.initial) append_month_value(out, *state.initial);
    if (state.global_target) append_month_value(out, *state.global_target);
    if (state.last) append_comparable_row(out, *state.last);
    if (state.previous) append_comparable_row(out, *state.previous);
    append_u8(out, static_cast<std::uint8_t>(state.year_targets.size()));
    for (const auto& target : state.year_targets) append_month_value(out, target);
    return out;
}

std::optional<StateRow> decode_state(std::string_view row) {
    Bytes bytes{row};
    StateRow decoded;
    decoded.recorded = Instant::from_microseconds(static_cast<std::int64_t>(bytes.u64()));
    rules::State& state = decoded.state;
    const std::uint8_t flags = bytes.flags(state_flag::initial | state_flag::global_target |
                                           state_flag::last | state_flag::previous);
    if ((flags & state_flag::initial) != 0) state.initial = read_month_value(bytes);
    if ((flags & state_flag::global_target) != 0) state.global_target = read_month_value(bytes);
    if ((flags & state_flag::last) != 0) state.last = read_comparable_row(bytes);
    if ((flags & state_flag::previous) != 0) state.previous = read_comparable_row(bytes);
    const std::uint8_t targets = bytes.u8();
    state.year_targets.reserve(targets);
    for (std::uint8_t i = 0; i < targets; ++i)
        state.year_targets.push_back(read_month_value(bytes));
    if (!bytes.done()) return std::nullopt;
    return decoded;
}

std::string encode_level(std::optional<Month> last) {
    std::string out;
    if (last) append_u16(out, last->index());
    return out;
}

std::optional<std::optional<Month>> decode_level(std::string_view row) {
    if (row.empty()) return std::optional<Month>{};
    Bytes bytes{row};
    const Month month = bytes.month();
    if (!bytes.done()) return std::nullopt;
    return month;
}

std::string encode_audit(const AuditRow& row) {
    std::string out;
    append_u8(out, static_cast<std::uint8_t>(row.outcome));
    for (const AuditRow::Change& change : row.changes) {
        append_u8(out, static_cast<std::uint8_t>(change.kind));
        append_u16(out, change.month.index());
        append_believed(out, change.before);
        append_believed(out, change.after);
    }
    return out;
}

std::optional<AuditRow> decode_audit(std::string_view row) {
    Bytes bytes{row};
    AuditRow audit;
    audit.outcome = bytes.choice(OutcomeKind::rejected);
    while (bytes.more()) {
        const auto kind = bytes.choice(Kind::target);
        const Month month = bytes.month();
        const auto before = read_believed(bytes);
        const auto after = read_believed(bytes);
        audit.changes.push_back({kind, month, before, after});
    }
    if (!bytes.done()) return std::nullopt;
    return audit;
}

std::string encode_record_row(const RecordRow& row) {
    std::string out;
    append_u64(out, static_cast<std::uint64_t>(row.time.microseconds()));
    append_u8(out, static_cast<std::uint8_t>(row.arrival));
    append_u8(out, static_cast<std::uint8_t>(row.outcome.kind));
    append_text(out, row.outcome.reason);
    append_text(out, row.outcome.pointer);
    append_text(out, row.outcome.detail);
    append_text(out, row.type);
    append_u8(out, row.identity ? 1 : 0);
    if (row.identity) {
        append_text(out, row.identity->source);
        append_text(out, row.identity->id);
        for (const std::uint8_t byte : row.content) append_u8(out, byte);
    }
    return out;
}

std::optional<RecordRow> decode_record_row(std::string_view encoded, Sequence sequence) {
    Bytes bytes{encoded};
    RecordRow row;
    row.sequence = sequence;
    row.time = Instant::from_microseconds(static_cast<std::int64_t>(bytes.u64()));
    row.arrival = bytes.choice(Arrival::loaded);
    row.outcome.kind = bytes.choice(OutcomeKind::rejected);
    row.outcome.reason = bytes.text();
    row.outcome.pointer = bytes.text();
    row.outcome.detail = bytes.text();
    row.type = bytes.text();
    if (bytes.boolean()) {
        row.identity.emplace();
        row.identity->source = bytes.text();
        row.identity->id = bytes.text();
        const std::string_view content = bytes.take(row.content.size());
        std::copy(content.begin(), content.end(), row.content.begin());
    }
    if (!bytes.done()) return std::nullopt;
    return row;
}

std::string encode_head(const Head& head) {
    std::string out;
    append_text(out, head.log_id);
    append_u32(out, head.engine);
    append_u8(out, head.live ? 1 : 0);
    append_u64(out, static_cast<std::uint64_t>(head.time.microseconds()));
    append_u64(out, head.next);
    return out;
}

std::optional<Head> decode_head(std::string_view row) {
    Bytes bytes{row};
    Head head;
    head.log_id = bytes.text();
    head.engine = static_cast<std::uint32_t>(bytes.number(4));
    head.live = bytes.boolean();
    head.time = Instant::from_microseconds(static_cast<std::int64_t>(bytes.u64()));
    head.next = bytes.u64();
    if (!bytes.done()) return std::nullopt;
    return head;
}

}  // namespace domain::codec
