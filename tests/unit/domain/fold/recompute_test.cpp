// SPDX-License-Identifier: EUPL-1.2
#include "domain/fold/recompute.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/event_text.hpp"
#include "tests/support/folded_log.hpp"
#include "tests/support/values.hpp"

namespace {

namespace event_type = domain::event_type;
using domain::Kind;
using support::cloud_event;
using support::FoldedLog;
using support::RowText;

// One log per rule set, fed the same.
class Both {
public:
    Both(const std::string& indicator_members, std::string_view policy_members = {}) {
        for (FoldedLog* log : {&pilote_, &barometre_}) {
            log->report(event_type::policy_defined, support::policy_data("CH-001", policy_members));
            log->report(
                event_type::indicator_defined,
                support::indicator_data("IND-001", "CH-001", indicator_members + rules_of(log)));
        }
    }

    void report(const std::vector<RowText>& rows) {
        for (FoldedLog* log : {&pilote_, &barometre_})
            log->report(event_type::measures_reported, support::measures_data(rows));
    }
    void redefine(const std::string& indicator_members) {
        for (FoldedLog* log : {&pilote_, &barometre_}) {
            log->report(
                event_type::indicator_defined,
                support::indicator_data("IND-001", "CH-001", indicator_members + rules_of(log)));
        }
    }

    FoldedLog& pilote() { return pilote_; }
    FoldedLog& barometre() { return barometre_; }

private:
    // The member of a definition that names the rule set of `log`.
    std::string rules_of(const FoldedLog* log) const {
        return log == &pilote_ ? R"(,"rules":"pilote-2024")" : R"(,"rules":"barometre-1")";
    }

    FoldedLog pilote_;
    FoldedLog barometre_;
};

std::string cells(FoldedLog& log, std::string_view territory, Kind kind) {
    std::string text;
    for (const auto& [month, cell] : log.cells(territory, kind))
        text += (text.empty() ? "" : " ") + month.text() + "=" + support::text_of(cell.value);
    return text;
}

std::string initial(FoldedLog& log, std::string_view territory) {
    const auto value = log.state(territory).initial;
    return value ? value->month.text() + "=" + value->value.text() : "none";
}

// Rules by kind: {"baseline":…,"actual":…,"target":…} with one rule of levels for each.
std::string roll_up(const std::string& baseline, const std::string& actual,
                    const std::string& target) {
    return R"("roll_up":{"baseline":)" + baseline + R"(,"actual":)" + actual + R"(,"target":)" +
           target + "}";
}

const std::string summed =
    R"({"department":{"from":"entered"},"region":{"from":"departments","operation":"sum"},)"
    R"("nation":{"from":"regions","operation":"sum"}})";

TEST(RollUpOfTheFold, AddsTheMonthUpToTheNation) {
    FoldedLog log;
    log.report(event_type::policy_defined, support::policy_data("CH-001"));
    log.report(event_type::indicator_defined,
               support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum")));
    // Different days of one month; a month in which few reported is added up all the same.
    log.report(event_type::measures_reported, support::measures_data({
                                                  {"D01", "actual", "2023-12-31", "10"},
                                                  {"D03", "actual", "2023-12-15", "25"},
                                                  {"D2A", "actual", "2023-12-31", "4" },
                                                  {"D01", "actual", "2024-01-31", "7" }
    }));
    EXPECT_EQ(cells(log, "REG-84", Kind::actual), "2023-12=35 2024-01=7");
    EXPECT_EQ(cells(log, "REG-94", Kind::actual), "2023-12=4");
    EXPECT_EQ(cells(log, "NAT-FR", Kind::actual), "2023-12=39 2024-01=7");
    const auto nation = log.cells("NAT-FR", Kind::actual)[0].cell;
    EXPECT_EQ(nation.origin, domain::Origin::rolled_up);
    EXPECT_EQ(nation.reported.count(), 3U);
    EXPECT_TRUE(nation.reported.test(support::territory("D2A").index()));
    EXPECT_EQ(log.past().figures().levels.size(), 3U);
}

TEST(RollUpOfTheFold, ListsOnlyTheRowsThatChange) {
    FoldedLog log;
    log.report(event_type::policy_defined, support::policy_data("CH-001"));
    log.report(event_type::indicator_defined,
               support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum")));
    const auto first = log.report(
        event_type::measures_reported,
        support::measures_data({
            {"D01", "actual", "2023-12-31", "10"},
            {"D03", "actual", "2023-12-15", "25"}
    }));
    EXPECT_EQ(first.cells.size(), 4U);
    EXPECT_EQ(first.states.size(), 4U);
    EXPECT_EQ(first.levels.size(), 3U);
    const auto again =
        log.report(event_type::measures_reported, support::measures_data({
                                                      {"D01", "actual", "2023-12-31", "11"}
    }));
    EXPECT_EQ(again.cells.size(), 3U);
    EXPECT_TRUE(again.levels.empty());
    // The same value: its import moves, no state does.
    const auto same =
        log.report(event_type::measures_reported, support::measures_data({
                                                      {"D01", "actual", "2023-12-31", "11"}
    }));
    EXPECT_EQ(same.cells.size(), 3U);
    EXPECT_TRUE(same.states.empty());
    // A source that is not entered: the row is kept, nothing else.
    const auto idle =
        log.report(event_type::measures_reported, support::measures_data({
                                                      {"REG-84", "actual", "2023-12-31", "1"}
    }));
    EXPECT_EQ(idle.days.size(), 1U);
    EXPECT_TRUE(idle.cells.empty() && idle.states.empty() && idle.levels.empty());
}

TEST(RollUpOfTheFold, IsAnOverflowCellWhereTheSumDoesNotFit) {
    support::MemoryPast past;
    const auto fold = [&past](std::string_view type, std::string data, const char* id) {
        support::EventText event;
        event.type = type;
        event.data = std::move(data);
        event.id = id;
        return *domain::Fold{past}.apply(domain::decode(cloud_event(event)));
    };
    past.commit(*domain::Fold{past}.apply(domain::decode(support::log_opened_event())), "");
    past.commit(fold(event_type::policy_defined, support::policy_data("CH-001"), "1"), "");
    past.commit(
        fold(event_type::indicator_defined,
             support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum")), "2"),
        "");
    auto large = fold(event_type::measures_reported,
                      support::measures_data({
                          {"D2A", "actual", "2023-12-31", "1"}
    }),
                      "3");
    // Valid inputs never add up to this (DESIGN §7): the past is given it.
    constexpr auto greatest = ~(static_cast<domain::Int128>(1) << 127);
    for (auto& change : large.cells) change.cell->value = domain::Decimal::from_units(greatest);
    past.commit(large, "");

    const auto changes = fold(event_type::measures_reported,
                              support::measures_data({
                                  {"D35", "actual", "2023-12-31", "1"}
    }),
                              "4");
    ASSERT_EQ(changes.cells.size(), 3U);
    const auto& nation = changes.cells[2];
    EXPECT_EQ(nation.territory, domain::Territory::nation());
    EXPECT_FALSE(nation.cell->value);
    EXPECT_TRUE(nation.cell->overflow);
    EXPECT_EQ(nation.cell->import, 4U);
    EXPECT_FALSE(changes.cells[1].cell->overflow);
}

TEST(Levels, FollowTheLastMonthWithAValue) {
    FoldedLog log;
    log.report(event_type::policy_defined, support::policy_data("CH-001"));
    log.report(event_type::indicator_defined,
               support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum")));
    const auto last = [&log](domain::Level level) {
        const auto month =
            log.past().last_month(support::must(domain::IndicatorId::parse("IND-001")), level);
        return month ? month->text() : "none";
    };
    const auto report = [&log](std::vector<RowText> rows) {
        log.report(event_type::measures_reported, support::measures_data(rows));
    };
    report({
        {"D01", "actual", "2024-03-31", "1"},
        {"D35", "actual", "2024-05-31", "1"}
    });
    EXPECT_EQ(last(domain::Level::department), "2024-05");
    report({
        {"D35", "actual", "2024-05-31", std::nullopt}
    });
    EXPECT_EQ(last(domain::Level::department), "2024-03");
    EXPECT_EQ(last(domain::Level::region), "2024-03");
    EXPECT_EQ(last(domain::Level::nation), "2024-03");
    report({
        {"D01", "target", "2026-12-31", "1"}
    });
    EXPECT_EQ(last(domain::Level::department), "2024-03");
    report({
        {"D01", "actual", "2024-03-31", std::nullopt}
    });
    EXPECT_EQ(last(domain::Level::department), "none");
}

const std::string region_entered =
    R"({"department":{"from":"entered"},"region":{"from":"entered"},)"
    R"("nation":{"from":"regions","operation":"sum"}})";

TEST(Replication, ReplacesAllRowsOfTheChildren) {
    Both logs{roll_up(region_entered, region_entered, region_entered),
              R"("replicate_region_to":"department")"};
    for (FoldedLog* log : {&logs.pilote(), &logs.barometre()}) {
        const auto report = [log](std::vector<RowText> rows) {
            log->report(event_type::measures_reported, support::measures_data(rows));
        };
        report({
            {"D2A", "actual", "2023-12-31", "1"},
            {"D2A", "target", "2026-12-31", "2"},
            {"D35", "actual", "2023-12-31", "3"}
        });
        EXPECT_EQ(cells(*log, "D2A", Kind::target), "2026-12=2");
        // The first row of the region, of any kind, even erased, takes all of its departments'.
        report({
            {"R94", "baseline", "2020-12-31", std::nullopt}
        });
        EXPECT_EQ(cells(*log, "D2A", Kind::actual), "");
        EXPECT_EQ(cells(*log, "D2A", Kind::target), "");
        EXPECT_EQ(cells(*log, "D2A", Kind::baseline), "2020-12=null");
        EXPECT_EQ(cells(*log, "D2B", Kind::baseline), "2020-12=null");
        EXPECT_EQ(cells(*log, "D35", Kind::actual), "2023-12=3");
        report({
            {"R94", "actual", "2023-12-31", "42"}
        });
        EXPECT_EQ(cells(*log, "D2A", Kind::actual), "2023-12=42");
        EXPECT_EQ(cells(*log, "NAT-FR", Kind::actual), "2023-12=42");
        const auto cell = log->cells("D2B", Kind::actual)[0].cell;
        EXPECT_EQ(cell.origin, domain::Origin::replicated_from_region);
        EXPECT_EQ(cell.import, log->cells("R94", Kind::actual)[0].cell.import);
        EXPECT_TRUE(cell.reported.test(support::territory("R94").index()));
        // The own rows come back with the withdrawal of the region's.
        log->report(event_type::measures_withdrawn, support::withdrawal_data("e4"));
        log->report(event_type::measures_withdrawn, support::withdrawal_data("e5"));
        EXPECT_EQ(cells(*log, "D2A", Kind::actual), "2023-12=1");
        EXPECT_EQ(cells(*log, "D2A", Kind::target), "2026-12=2");
        EXPECT_EQ(cells(*log, "D2B", Kind::actual), "");
    }
}

TEST(Replication, TakesItsSourcesBeforeReplication) {
    FoldedLog log;
    log.report(event_type::policy_defined,
               support::policy_data("CH-001", R"("replicate_region_to":"department",)"
                                              R"("replicate_nation_to":"region")"));
    const std::string all_entered =
        R"({"department":{"from":"entered"},"region":{"from":"entered"},)"
        R"("nation":{"from":"entered"}})";
    log.report(event_type::indicator_defined,
               support::indicator_data("IND-001", "CH-001",
                                       roll_up(all_entered, all_entered, all_entered)));
    log.report(event_type::measures_reported, support::measures_data({
                                                  {"NAT-FR", "actual", "2023-12-31", "100"},
                                                  {"R94",    "actual", "2023-12-31", "42" },
                                                  {"D35",    "actual", "2023-12-31", "7"  }
    }));
    // Regions show the nation's rows, departments those that their region had of its own.
    EXPECT_EQ(cells(log, "R94", Kind::actual), "2023-12=100");
    EXPECT_EQ(cells(log, "REG-53", Kind::actual), "2023-12=100");
    EXPECT_EQ(cells(log, "D2A", Kind::actual), "2023-12=42");
    EXPECT_EQ(cells(log, "D35", Kind::actual), "2023-12=7");
    EXPECT_EQ(log.cells("R94", Kind::actual)[0].cell.origin,
              domain::Origin::replicated_from_nation);

    log.report(event_type::policy_defined,
               support::policy_data("CH-001", R"("replicate_nation_to":"department")"));
    EXPECT_EQ(cells(log, "R94", Kind::actual), "2023-12=42");
    EXPECT_EQ(cells(log, "D2A", Kind::actual), "2023-12=100");
    EXPECT_EQ(cells(log, "D35", Kind::actual), "2023-12=100");
    log.report(event_type::policy_defined, support::policy_data("CH-001"));
    EXPECT_EQ(cells(log, "D2A", Kind::actual), "");
    EXPECT_EQ(cells(log, "D35", Kind::actual), "2023-12=7");
}

TEST(Replication, LeavesChildrenTheirOwnRowsWhileTheParentHasNone) {
    FoldedLog log;
    log.report(event_type::policy_defined,
               support::policy_data("CH-001", R"("replicate_nation_to":"department")"));
    const std::string entered = R"({"department":{"from":"entered"},"nation":{"from":"entered"}})";
    log.report(event_type::indicator_defined,
               support::indicator_data("IND-001", "CH-001", roll_up(entered, entered, entered)));
    const auto report = [&log](std::vector<RowText> rows) {
        log.report(event_type::measures_reported, support::measures_data(rows));
    };
    report({
        {"D2A", "actual", "2023-12-31", "1"}
    });
    EXPECT_EQ(cells(log, "D2A", Kind::actual), "2023-12=1");
    report({
        {"NAT-FR", "target", "2026-12-31", "9"}
    });
    EXPECT_EQ(cells(log, "D2A", Kind::actual), "");
    EXPECT_EQ(cells(log, "D2A", Kind::target), "2026-12=9");
}

TEST(Rule544OfTheFold, UsesEnteredTargetsOfTheNationWhereNothingIsRolledUp) {
    Both logs{roll_up(summed, summed, summed)};
    logs.report({
        {"NAT-FR", "target", "2026-12-31", "1000"},
        {"NAT-FR", "target", "2025-12-31", "999" },
        {"D01",    "target", "2025-12-31", "10"  },
        {"NAT-FR", "actual", "2023-12-31", "5"   }
    });
    for (FoldedLog* log : {&logs.pilote(), &logs.barometre()}) {
        EXPECT_EQ(cells(*log, "NAT-FR", Kind::target), "2025-12=10 2026-12=1000");
        EXPECT_EQ(cells(*log, "NAT-FR", Kind::actual), "");
        EXPECT_EQ(log->cells("NAT-FR", Kind::target)[1].cell.origin, domain::Origin::rule_544);
        EXPECT_TRUE(log->cells("NAT-FR", Kind::target)[1].cell.reported.test(0));
        log->report(event_type::measures_reported,
                    support::measures_data({
                        {"D01", "target", "2025-12-31", std::nullopt}
        }));
        EXPECT_EQ(cells(*log, "NAT-FR", Kind::target), "2025-12=999 2026-12=1000");
        // With the import of the null row that it stands in for.
        EXPECT_EQ(log->cells("NAT-FR", Kind::target)[0].cell.import, 4U);
    }
}

// Defect 5.
TEST(Rule544OfTheFold, DropsAnEnteredBaselineWhereTargetsAreEnteredUnlessUnderBarometre1) {
    const std::string nation_entered =
        R"({"department":{"from":"entered"},"region":{"from":"departments","operation":"sum"},)"
        R"("nation":{"from":"entered"}})";
    Both logs{roll_up(summed, summed, nation_entered)};
    logs.report({
        {"NAT-FR", "baseline", "2021-12-31", "500"}
    });
    EXPECT_EQ(cells(logs.pilote(), "NAT-FR", Kind::baseline), "");
    EXPECT_EQ(initial(logs.pilote(), "NAT-FR"), "none");
    EXPECT_EQ(cells(logs.barometre(), "NAT-FR", Kind::baseline), "2021-12=500");
    EXPECT_EQ(initial(logs.barometre(), "NAT-FR"), "2021-12=500");
}

// Defect 6.
TEST(RollUpOfTheFold, OfUndeclaredDepartmentsFeedsRegionsUnlessUnderBarometre1) {
    const std::string undeclared = R"({"region":{"from":"departments","operation":"sum"},)"
                                   R"("nation":{"from":"departments","operation":"sum"}})";
    Both logs{roll_up(undeclared, undeclared, undeclared)};
    logs.report({
        {"D01", "actual", "2023-12-31", "10"},
        {"D03", "actual", "2023-12-31", "5" }
    });
    EXPECT_EQ(cells(logs.pilote(), "REG-84", Kind::actual), "2023-12=15");
    EXPECT_EQ(cells(logs.pilote(), "NAT-FR", Kind::actual), "");
    EXPECT_EQ(cells(logs.pilote(), "D01", Kind::actual), "");
    EXPECT_TRUE(logs.barometre().past().figures().cells.empty());
}

// Defect 3.
TEST(InitialValueOfTheFold, OfARegionIsOneDepartmentsAfterAPartialReimportUnlessUnderBarometre1) {
    Both logs{roll_up(summed, summed, summed)};
    logs.report({
        {"D01", "baseline", "2021-12-31", "10"},
        {"D03", "baseline", "2021-12-31", "20"}
    });
    for (FoldedLog* log : {&logs.pilote(), &logs.barometre()})
        EXPECT_EQ(initial(*log, "REG-84"), "2021-12=30");
    logs.report({
        {"D01", "baseline", "2022-12-31", "12"}
    });
    EXPECT_EQ(initial(logs.pilote(), "D01"), "2022-12=12");
    EXPECT_EQ(initial(logs.pilote(), "REG-84"), "2022-12=12");
    EXPECT_EQ(initial(logs.pilote(), "NAT-FR"), "2022-12=12");
    EXPECT_EQ(initial(logs.barometre(), "D01"), "2022-12=12");
    EXPECT_EQ(initial(logs.barometre(), "REG-84"), "2022-12=32");
    EXPECT_EQ(initial(logs.barometre(), "NAT-FR"), "2022-12=32");
    // An import of the same value moves the region's under pilote-2024 alone.
    logs.report({
        {"D03", "baseline", "2021-12-31", "20"}
    });
    EXPECT_EQ(initial(logs.pilote(), "REG-84"), "2021-12=30");
    EXPECT_EQ(initial(logs.barometre(), "REG-84"), "2022-12=32");
}

TEST(InitialValueOfTheFold, UnderBarometre1IsTheSameAfterARedefinition) {
    Both logs{roll_up(summed, summed, summed)};
    logs.report({
        {"D01", "baseline", "2021-12-31", "10"},
        {"D35", "baseline", "2020-12-31", "5" }
    });
    logs.report({
        {"D01", "baseline", "2022-12-31", "12"}
    });
    EXPECT_EQ(initial(logs.barometre(), "NAT-FR"), "2022-12=17");
    logs.redefine(roll_up(summed, summed, summed) + R"(,"hidden":true)");
    EXPECT_EQ(initial(logs.barometre(), "NAT-FR"), "none");
    logs.redefine(roll_up(summed, summed, summed));
    EXPECT_EQ(initial(logs.barometre(), "NAT-FR"), "2022-12=17");
}

TEST(InitialValueOfTheFold, UnderBarometre1MovesWhereNoCellOfTheTerritoryDoes) {
    Both logs{roll_up(summed, summed, summed)};
    logs.report({
        {"D01", "baseline", "2022-12-31", "20"}
    });  // Sequence 3.
    logs.report({
        {"D01", "baseline", "2021-12-31", "10"}
    });
    logs.report({
        {"D01", "baseline", "2022-12-31", "20"}
    });  // Sequence 5.
    logs.report({
        {"D03", "baseline", "2022-12-31", "1"}
    });
    FoldedLog& log = logs.barometre();
    EXPECT_EQ(initial(log, "REG-84"), "2022-12=21");
    // The month keeps its value, and its import is that of the other department.
    const auto before = log.cells("REG-84", Kind::baseline);
    log.report(event_type::measures_withdrawn, support::withdrawal_data("e5"));
    EXPECT_EQ(log.cells("REG-84", Kind::baseline), before);
    EXPECT_EQ(initial(log, "D01"), "2021-12=10");
    EXPECT_EQ(initial(log, "REG-84"), "2022-12=11");
    EXPECT_EQ(initial(log, "NAT-FR"), "2022-12=11");
}

TEST(InitialValueOfTheFold, UnderBarometre1IsTheEnteredOneOfTheNationWhereNoSourceHasAny) {
    Both logs{roll_up(summed, summed, summed)};
    logs.report({
        {"NAT-FR", "baseline", "2021-12-31", "500"}
    });
    for (FoldedLog* log : {&logs.pilote(), &logs.barometre()})
        EXPECT_EQ(initial(*log, "NAT-FR"), "2021-12=500");
    logs.report({
        {"D01", "baseline", "2020-12-31", "10"}
    });
    // pilote-2024: the latest import of the nation's months, rolled up or not.
    EXPECT_EQ(initial(logs.pilote(), "NAT-FR"), "2020-12=10");
    EXPECT_EQ(initial(logs.barometre(), "NAT-FR"), "2020-12=10");
}

// Defect 1.
TEST(RollUpOfTheFold, ByMoyIsAConstantUnlessUnderBarometre1) {
    const std::string by_moy =
        R"({"department":{"from":"entered"},"region":{"from":"departments","operation":"moy"},)"
        R"("nation":{"from":"regions","operation":"sum"}})";
    Both logs{roll_up(by_moy, by_moy, by_moy)};
    logs.report({
        {"D01", "actual",   "2023-12-31", "10"},
        {"D03", "actual",   "2023-12-31", "20"},
        {"D01", "baseline", "2020-12-31", "1" },
        {"D03", "baseline", "2021-12-31", "3" }
    });
    EXPECT_EQ(cells(logs.pilote(), "REG-84", Kind::actual), "2023-12=-1.212121");
    EXPECT_EQ(cells(logs.pilote(), "NAT-FR", Kind::actual), "2023-12=-1.212121");
    EXPECT_EQ(cells(logs.barometre(), "REG-84", Kind::actual), "2023-12=15");
    EXPECT_EQ(initial(logs.barometre(), "REG-84"), "2021-12=2");
}

// Defect 2.
TEST(ComparableOfTheFold, IsBrokenByAnErasedMonthUnlessUnderBarometre1) {
    Both logs{roll_up(summed, summed, summed) +
              R"(,"comparable":{"annual":{"decumulate":"year"},"global":{"decumulate":"year"}})"};
    logs.report({
        {"D01", "actual", "2024-01-31", "7"         },
        {"D01", "actual", "2024-02-29", std::nullopt},
        {"D01", "actual", "2024-03-31", "12"        }
    });
    EXPECT_EQ(support::text_of(logs.pilote().state("D01").last->annual), "12");
    EXPECT_EQ(support::text_of(logs.barometre().state("D01").last->annual), "5");
}

TEST(StateOfTheFold, FollowsAnEmptyRowOfAnotherKindThatBreaksDecumulation) {
    Both logs{roll_up(summed, summed, summed) +
              R"(,"comparable":{"annual":{"decumulate":"year"},"global":{"decumulate":"year"}})"};
    logs.report({
        {"D01", "actual", "2024-01-31", "7" },
        {"D01", "actual", "2024-03-31", "12"}
    });
    EXPECT_EQ(support::text_of(logs.pilote().state("D01").last->annual), "5");
    logs.report({
        {"D01", "target", "2024-02-29", std::nullopt}
    });
    EXPECT_EQ(support::text_of(logs.pilote().state("D01").last->annual), "12");
    EXPECT_EQ(support::text_of(logs.pilote().state("NAT-FR").last->annual), "12");
    EXPECT_EQ(support::text_of(logs.barometre().state("D01").last->annual), "5");
}

}  // namespace
