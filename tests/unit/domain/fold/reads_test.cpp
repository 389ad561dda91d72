// SPDX-License-Identifier: EUPL-1.2
// What the fold reads of the past, and how much of it it holds.
#include <gtest/gtest.h>

#include <string>

#include "domain/fold/fold.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/memory_past.hpp"

namespace {

namespace event_type = domain::event_type;
using domain::Kind;

// A past that counts the columns read of it.
class CountingPast final : public domain::Past {
public:
    explicit CountingPast(const support::MemoryPast& past) : past_(past) {}

    std::size_t columns_read() const { return columns_read_; }

    domain::Head head() const override { return past_.head(); }
    std::vector<domain::PolicyDefinition> policies() const override { return past_.policies(); }
    std::vector<domain::IndicatorDefinition> indicators() const override {
        return past_.indicators();
    }
    std::optional<domain::FirstRecord> first_record(
        const domain::Identity& identity) const override {
        return past_.first_record(identity);
    }
    std::string record_value(domain::Sequence sequence) const override {
        return past_.record_value(sequence);
    }
    bool is_withdrawn(domain::Sequence sequence) const override {
        return past_.is_withdrawn(sequence);
    }
    bool has_rows(domain::IndicatorId indicator) const override {
        ++columns_read_;
        return past_.has_rows(indicator);
    }
    std::vector<domain::DayEntry> days(domain::IndicatorId indicator, domain::Territory territory,
                                       Kind kind) const override {
        ++columns_read_;
        return past_.days(indicator, territory, kind);
    }
    std::vector<domain::DayEntry> day_versions(domain::IndicatorId indicator,
                                               domain::Territory territory, Kind kind,
                                               domain::Date date) const override {
        ++columns_read_;
        return past_.day_versions(indicator, territory, kind, date);
    }
    domain::CellSeries cells(domain::IndicatorId indicator, domain::Territory territory,
                             Kind kind) const override {
        ++columns_read_;
        return past_.cells(indicator, territory, kind);
    }
    domain::rules::State state(domain::IndicatorId indicator,
                               domain::Territory territory) const override {
        ++columns_read_;
        return past_.state(indicator, territory);
    }
    std::optional<domain::Month> last_month(domain::IndicatorId indicator,
                                            domain::Level level) const override {
        ++columns_read_;
        return past_.last_month(indicator, level);
    }

private:
    const support::MemoryPast& past_;
    mutable std::size_t columns_read_ = 0;
};

// Folds records into a past; each is committed at once.
class Records {
public:
    void add(const std::string& value, domain::Fold& fold) {
        const auto changes = fold.apply(domain::decode(value));
        ASSERT_TRUE(changes);
        past_.commit(*changes, value);
    }
    void report(std::string_view type, std::string data, domain::Fold& fold) {
        support::EventText event;
        event.type = type;
        event.data = std::move(data);
        event.id = std::to_string(++made_);
        add(support::cloud_event(event), fold);
        fold.committed();
    }

    const support::MemoryPast& past() const { return past_; }

private:
    support::MemoryPast past_;
    std::size_t made_ = 0;
};

std::string definition(std::string_view more) {
    return support::indicator_data("IND-001", "CH-001",
                                   support::rolled_up_members("sum") + std::string{more});
}

std::string one_row() {
    support::RowText row;
    row.territory = "DEPT-35";
    row.kind = "actual";
    row.date = "2024-01-31";
    row.value = "5";
    return support::measures_data({row});
}

class Reads : public testing::Test {
protected:
    void SetUp() override {
        domain::Fold fold{records.past()};
        records.add(support::log_opened_event(), fold);
        records.report(event_type::policy_defined, support::policy_data("CH-001"), fold);
        records.report(event_type::indicator_defined, definition(""), fold);
        records.report(event_type::measures_reported, one_row(), fold);
    }

    // Columns that a fold with nothing in its cache reads for one more record.
    std::size_t columns_read_by(std::string_view type, const std::string& data) {
        const CountingPast counting{records.past()};
        domain::Fold fold{counting};
        records.report(type, data, fold);
        return counting.columns_read();
    }

    Records records;
};

TEST_F(Reads, NoColumnForADefinitionThatIsTheSame) {
    EXPECT_EQ(columns_read_by(event_type::indicator_defined, definition("")), 0U);
    EXPECT_EQ(columns_read_by(event_type::policy_defined, support::policy_data("CH-001")), 0U);
}

TEST_F(Reads, NoColumnForADefinitionThatComputesTheSame) {
    EXPECT_EQ(
        columns_read_by(event_type::indicator_defined,
                        definition(R"(,"name":"other","trend":"down","periodicity":"yearly")")),
        0U);
    EXPECT_EQ(columns_read_by(event_type::policy_defined,
                              support::policy_data("CH-001", R"("title":"other")")),
              0U);
}

TEST_F(Reads, EveryColumnForOneThatComputesOtherwise) {
    EXPECT_GT(columns_read_by(event_type::indicator_defined, definition(R"(,"hidden":true)")), 0U);
    EXPECT_GT(
        columns_read_by(event_type::policy_defined,
                        support::policy_data("CH-001", R"("replicate_region_to":"department")")),
        0U);
}

// One row is a day and the cells of the department, its region and the nation.
TEST_F(Reads, AreCrowdedOnceMoreIsHeldThanThereIsRoomFor) {
    constexpr std::size_t held = 4;
    for (const std::size_t room : {held, held - 1}) {
        const CountingPast past{records.past()};
        domain::Fold fold{past, 0, room};
        EXPECT_FALSE(fold.is_crowded());
        support::EventText event;
        event.type = event_type::measures_reported;
        event.data = one_row();
        event.id = "crowd";
        ASSERT_TRUE(fold.apply(domain::decode(support::cloud_event(event))));
        EXPECT_EQ(fold.is_crowded(), room < held);
        fold.committed();
        EXPECT_FALSE(fold.is_crowded());
    }
}

}  // namespace
