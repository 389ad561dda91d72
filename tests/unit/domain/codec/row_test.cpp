// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/row.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/values.hpp"

namespace {

namespace codec = domain::codec;

// That `decode` gives back what was encoded as `bytes`, and nothing for bytes that end early or go
// on.
template <class T, class Decode>
void expect_whole(const std::string& bytes, const T& expected, Decode decode) {
    const std::optional<T> decoded = decode(bytes);
    ASSERT_TRUE(decoded);
    EXPECT_TRUE(*decoded == expected);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_FALSE(decode(bytes.substr(0, length))) << length << " of " << bytes.size();
    EXPECT_FALSE(decode(bytes + '\0'));
}

domain::Cell cell(const char* value, domain::Origin origin) {
    domain::Cell cell;
    if (value != nullptr) cell.value = support::decimal(value);
    cell.import = 0x0102030405060708;
    cell.reported.set(0);
    cell.reported.set(119);
    cell.origin = origin;
    return cell;
}

TEST(DayRow, IsGivenBack) {
    const auto date = support::date("2024-02-29");
    for (const bool present : {true, false}) {
        for (const char* value : {"-12.5", "0", "1000000000000000", ""}) {
            domain::DayEntry entry{.date = date,
                                   .present = present,
                                   .value = std::nullopt,
                                   .entered = 7,
                                   .row = 4'999,
                                   .since = 9};
            if (std::string_view{value} != "") entry.value = support::decimal(value);
            expect_whole(codec::encode_day(entry), entry, [date](std::string_view bytes) {
                return codec::decode_day(bytes, date, 9);
            });
        }
    }
}

TEST(CellRow, IsGivenBackAndSoIsItsAbsence) {
    const auto decode = [](std::string_view bytes) { return codec::decode_cell(bytes); };
    expect_whole(codec::encode_cell(std::nullopt), std::optional<domain::Cell>{}, decode);
    for (const auto origin :
         {domain::Origin::entered, domain::Origin::rolled_up, domain::Origin::rule_544,
          domain::Origin::replicated_from_region, domain::Origin::replicated_from_nation}) {
        for (const char* value : {"-0.000000001", "12", static_cast<const char*>(nullptr)}) {
            const std::optional of{cell(value, origin)};
            expect_whole(codec::encode_cell(of), of, decode);
        }
    }
    std::optional overflow{cell(nullptr, domain::Origin::rolled_up)};
    overflow->overflow = true;
    expect_whole(codec::encode_cell(overflow), overflow, decode);
}

bool operator==(const codec::StateRow& a, const codec::StateRow& b) {
    return a.recorded == b.recorded && a.state == b.state;
}

TEST(CellRow, WithUnknownFlagsIsNotRead) {
    const auto bytes = codec::encode_cell(cell("1", domain::Origin::entered));
    for (const char flags : {'\x02', '\x04', '\x08', '\x0B', '\x83'})
        EXPECT_FALSE(codec::decode_cell(flags + bytes.substr(1)));
    auto origin = bytes;
    origin[1] = '\x05';
    EXPECT_FALSE(codec::decode_cell(origin));
}

TEST(StateRow, IsGivenBack) {
    using domain::rules::ComparableRow;
    using domain::rules::MonthValue;
    codec::StateRow row;
    row.recorded = support::must(domain::Instant::parse("2024-10-23T08:11:02.123456Z"));
    const auto decode = [](std::string_view bytes) -> std::optional<bool> {
        const auto decoded = codec::decode_state(bytes);
        if (!decoded) return std::nullopt;
        return codec::encode_state(*decoded) == bytes;
    };
    expect_whole(codec::encode_state(row), true, decode);
    row.state.initial = MonthValue{support::month("2020-12"), support::decimal("-1")};
    row.state.global_target = MonthValue{support::month("2026-12"), support::decimal("60")};
    row.state.year_targets = {
        {support::month("2024-12"), support::decimal("50")},
        {support::month("2026-12"), support::decimal("60")}
    };
    ComparableRow last{.month = support::month("2024-09"),
                       .annual = support::decimal("1").divided_by(3),
                       .global = std::nullopt,
                       .reported = {}};
    last.reported.set(53);
    row.state.last = last;
    expect_whole(codec::encode_state(row), true, decode);
    last.global = support::decimal("2");
    last.origin = domain::Origin::replicated_from_nation;
    row.state.previous = last;
    expect_whole(codec::encode_state(row), true, decode);
    EXPECT_TRUE(*codec::decode_state(codec::encode_state(row)) == row);
}

TEST(LevelRow, IsGivenBackAndEmptyWithoutAMonth) {
    EXPECT_EQ(codec::encode_level(std::nullopt), "");
    ASSERT_TRUE(codec::decode_level(""));
    EXPECT_FALSE(*codec::decode_level(""));
    for (const char* month : {"1990-01", "2024-09", "2099-12"}) {
        const std::optional last{support::month(month)};
        const auto bytes = codec::encode_level(last);
        EXPECT_EQ(codec::decode_level(bytes), std::optional{last});
        EXPECT_EQ(codec::decode_level(bytes.substr(1)), std::nullopt);
        EXPECT_EQ(codec::decode_level(bytes + 'x'), std::nullopt);
    }
    // The month after the last.
    EXPECT_EQ(codec::decode_level("\x05\x28"), std::nullopt);
}

TEST(RecordRow, IsGivenBack) {
    domain::RecordRow row;
    row.sequence = 12;
    row.time = support::must(domain::Instant::parse("2024-10-23T08:11:02.123456Z"));
    row.arrival = domain::Arrival::loaded;
    row.content.fill(0xAB);
    row.type = "fr.barometre.measures.reported.v1";
    for (const auto kind : {domain::OutcomeKind::applied, domain::OutcomeKind::duplicate,
                            domain::OutcomeKind::conflict, domain::OutcomeKind::rejected}) {
        row.outcome = {kind, "reason", "/pointer", "détail"};
        for (const bool known : {true, false}) {
            row.identity.reset();
            if (known) row.identity = domain::Identity{"urn:source", "id"};
            const auto bytes = codec::encode_record_row(row);
            const auto decoded = codec::decode_record_row(bytes, 12);
            ASSERT_TRUE(decoded);
            EXPECT_EQ(decoded->sequence, row.sequence);
            EXPECT_EQ(decoded->time, row.time);
            EXPECT_EQ(decoded->arrival, row.arrival);
            EXPECT_EQ(decoded->outcome, row.outcome);
            EXPECT_EQ(decoded->identity, row.identity);
            // Bytes that are no event have no content either.
            EXPECT_EQ(decoded->content, known ? row.content : domain::ContentHash{});
            EXPECT_EQ(decoded->type, row.type);
            for (std::size_t length = 0; length < bytes.size(); ++length)
                EXPECT_FALSE(codec::decode_record_row(bytes.substr(0, length), 12)) << length;
            EXPECT_FALSE(codec::decode_record_row(bytes + 'x', 12));
        }
    }
}

TEST(HeadRow, IsGivenBack) {
    domain::Head head;
    head.log_id = "k7Qd";
    head.engine = 1;
    head.live = true;
    head.time = support::must(domain::Instant::parse("2024-10-23T08:11:02.123456Z"));
    head.next = 813;
    expect_whole(codec::encode_head(head), head,
                 [](std::string_view bytes) { return codec::decode_head(bytes); });
}

TEST(BigEndian, IsOrderedAsTheNumbers) {
    std::string before;
    for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{255},
                                      std::uint64_t{256}, UINT64_MAX - 1, UINT64_MAX}) {
        std::string bytes;
        codec::append_u64(bytes, value);
        EXPECT_EQ(bytes.size(), 8U);
        EXPECT_EQ(codec::read_u64(bytes), value);
        EXPECT_TRUE(before.empty() || before < bytes);
        before = bytes;
    }
    std::string bytes;
    codec::append_u16(bytes, 0x0102);
    codec::append_u32(bytes, 0x03040506);
    EXPECT_EQ(bytes, "\x01\x02\x03\x04\x05\x06");
}

}  // namespace
