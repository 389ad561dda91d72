// SPDX-License-Identifier: EUPL-1.2
#include "domain/fold/fold.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/codec/definition_json.hpp"
#include "domain/sha256.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/folded_log.hpp"
#include "tests/support/values.hpp"

namespace {

namespace event_type = domain::event_type;
using domain::Kind;
using domain::OutcomeKind;
using support::cloud_event;
using support::EventText;
using support::FoldedLog;
using support::RowText;

// "applied", or the kind and the reason: "rejected history-order".
std::string outcome_of(const domain::Changes& changes) {
    const auto& outcome = changes.record.outcome;
    const std::string kind{domain::name_of(outcome.kind)};
    return outcome.reason.empty() ? kind : kind + " " + outcome.reason;
}

EventText measures(std::vector<RowText> rows, std::string id = "1") {
    EventText event;
    event.type = event_type::measures_reported;
    event.data = support::measures_data(rows);
    event.id = std::move(id);
    return event;
}

domain::Changes report(FoldedLog& log, std::vector<RowText> rows) {
    return log.report(event_type::measures_reported, support::measures_data(rows));
}

domain::Changes withdraw(FoldedLog& log, domain::Sequence sequence) {
    return log.report(event_type::measures_withdrawn,
                      support::withdrawal_data(FoldedLog::id_of(sequence)));
}

// Defines CH-001 and IND-001, summed up from departments.
void define(FoldedLog& log, std::string_view more = {}) {
    log.report(event_type::policy_defined, support::policy_data("CH-001"));
    std::string members = support::rolled_up_members("sum");
    if (!more.empty()) members.append(",").append(more);
    log.report(event_type::indicator_defined,
               support::indicator_data("IND-001", "CH-001", members));
}

// The months and values of a series: "2024-01=5 2024-02=null".
std::string text_of(const domain::CellSeries& series) {
    std::string text;
    for (const auto& [month, cell] : series)
        text += (text.empty() ? "" : " ") + month.text() + "=" + support::text_of(cell.value);
    return text;
}

TEST(Fold, AppliesARecordAndTellsWhatItWas) {
    FoldedLog log;
    const auto changes = log.append(cloud_event(measures({
        {"D35", "actual", "2024-01-31", "5"}
    })));
    EXPECT_EQ(outcome_of(changes), "applied");
    EXPECT_EQ(changes.record.sequence, 1U);
    EXPECT_EQ(changes.record.identity, (domain::Identity{"urn:test", "1"}));
    EXPECT_EQ(changes.record.type, event_type::measures_reported);
    EXPECT_EQ(changes.record.time.text(), "2024-01-01T00:00:00Z");
    EXPECT_EQ(changes.record.arrival, domain::Arrival::live);
    EXPECT_EQ(changes.head.next, 2U);
    EXPECT_EQ(changes.head.log_id, "test");
    EXPECT_EQ(changes.head.engine, 1U);
    ASSERT_EQ(changes.days.size(), 1U);
    EXPECT_EQ(changes.days[0].entry.entered, 1U);
    EXPECT_TRUE(changes.cells.empty());
}

TEST(Identity, IsForEver) {
    for (const std::size_t commit_every : {1U, 100U}) {
        FoldedLog log{{.commit_every = commit_every}};
        const auto first = measures({
            {"D35", "actual", "2024-01-31", "5"}
        });
        EXPECT_EQ(outcome_of(log.append(cloud_event(first))), "applied");

        auto again = first;
        again.recorded = "2024-02-01T00:00:00Z";
        const auto duplicate = log.append(cloud_event(again));
        EXPECT_EQ(outcome_of(duplicate), "duplicate");
        EXPECT_TRUE(duplicate.days.empty());

        const auto other = measures({
            {"D35", "actual", "2024-01-31", "6"}
        });
        const auto conflict = log.append(cloud_event(other));
        EXPECT_EQ(outcome_of(conflict), "conflict identity-reused");
        EXPECT_EQ(conflict.record.outcome.pointer, "/id");
        EXPECT_TRUE(conflict.days.empty());

        // The first record counts, whatever came between.
        EXPECT_EQ(outcome_of(log.append(cloud_event(first))), "duplicate");
        EXPECT_EQ(outcome_of(log.append(cloud_event(other))), "conflict identity-reused");
        auto elsewhere = other;
        elsewhere.source = "urn:other";
        EXPECT_EQ(outcome_of(log.append(cloud_event(elsewhere))), "applied");
        EXPECT_EQ(log.past().first_record({"urn:test", "1"})->sequence, 1U);
    }
}

// Found by reading: a conflict after a commit passed for the first record of its identity.
TEST(Identity, IsNotTakenOverByAConflictAfterACommit) {
    FoldedLog log{{.commit_every = 100}};
    const auto first = measures({
        {"D35", "actual", "2024-01-31", "5"}
    });
    const auto other = measures({
        {"D35", "actual", "2024-01-31", "6"}
    });
    log.append(cloud_event(first));
    ASSERT_EQ(log.past().head().next, 2U);
    EXPECT_EQ(outcome_of(log.append(cloud_event(other))), "conflict identity-reused");
    EXPECT_EQ(outcome_of(log.append(cloud_event(first))), "duplicate");
    EXPECT_EQ(outcome_of(log.append(cloud_event(other))), "conflict identity-reused");
}

TEST(Identity, OfARejectedRecordIsUsedUpToo) {
    FoldedLog log;
    auto event = measures({
        {"D99", "actual", "2024-01-31", "5"}
    });
    EXPECT_EQ(outcome_of(log.append(cloud_event(event))), "rejected territory-unknown");
    EXPECT_EQ(outcome_of(log.append(cloud_event(event))), "duplicate");
    event = measures({
        {"D35", "actual", "2024-01-31", "5"}
    });
    EXPECT_EQ(outcome_of(log.append(cloud_event(event))), "conflict identity-reused");
    event.id = "2";
    EXPECT_EQ(outcome_of(log.append(cloud_event(event))), "applied");
}

TEST(Record, ThatCannotBeReadIsRejectedAndHasTheTimeOfTheOneBefore) {
    FoldedLog log;
    auto first = measures({
        {"D35", "actual", "2024-01-31", "5"}
    });
    first.recorded = "2024-05-01T00:00:00Z";
    log.append(cloud_event(first));

    for (const char* value : {"", "nothing", "[]", R"({"specversion":"1.0"})"}) {
        const auto changes = log.append(value);
        EXPECT_EQ(changes.record.outcome.kind, OutcomeKind::rejected) << value;
        EXPECT_FALSE(changes.record.identity) << value;
        EXPECT_EQ(changes.record.arrival, domain::Arrival::neither) << value;
        EXPECT_EQ(changes.record.time.text(), "2024-05-01T00:00:00Z") << value;
    }
    auto timeless = measures(
        {
            {"D35", "actual", "2024-01-31", "5"}
    },
        "2");
    timeless.recorded.clear();
    const auto changes = log.append(cloud_event(timeless));
    EXPECT_EQ(outcome_of(changes), "rejected recordedtime-missing");
    EXPECT_EQ(changes.record.outcome.pointer, "/recordedtime");
    EXPECT_EQ(changes.record.arrival, domain::Arrival::neither);
    EXPECT_EQ(changes.record.time.text(), "2024-05-01T00:00:00Z");
    EXPECT_EQ(changes.head.next, 7U);

    EventText unknown = measures(
        {
            {"D35", "actual", "2024-01-31", "5"}
    },
        "3");
    unknown.type = "fr.barometre.edition.retracted.v1";
    EXPECT_EQ(outcome_of(log.append(cloud_event(unknown))), "rejected type-unknown");
}

TEST(Record, OverALimitIsRejected) {
    FoldedLog log;
    const auto event = cloud_event(measures({
        {"D35", "actual", "2024-01-31", "5"}
    }));
    const auto padded = event + std::string(domain::event_bytes_max - event.size(), ' ');
    EXPECT_EQ(outcome_of(log.append(padded + " ")), "rejected event-too-large");
    // It had no identity: the same event fits without the last space.
    EXPECT_EQ(outcome_of(log.append(padded)), "applied");
}

TEST(Time, NeverDecreases) {
    FoldedLog log;
    EXPECT_EQ(log.past().records()[0].time.text(), "1970-01-01T00:00:00Z");
    EXPECT_EQ(log.past().records()[0].arrival, domain::Arrival::neither);
    const auto time_after = [&log](const char* recorded) {
        auto event = measures(
            {
                {"D35", "actual", "2024-01-31", "5"}
        },
            std::to_string(log.past().head().next));
        event.recorded = recorded;
        return log.append(cloud_event(event)).record.time.text();
    };
    EXPECT_EQ(time_after("2024-05-01T00:00:00Z"), "2024-05-01T00:00:00Z");
    // A live clock that is behind is not refused.
    EXPECT_EQ(time_after("2024-04-01T00:00:00Z"), "2024-05-01T00:00:00Z");
    EXPECT_EQ(time_after("2024-05-01T00:00:00Z"), "2024-05-01T00:00:00Z");
    EXPECT_EQ(time_after("2024-05-01T00:00:00.000001Z"), "2024-05-01T00:00:00.000001Z");
}

// A loaded record, given its two times.
EventText loaded(FoldedLog& log, const char* recorded, const char* received) {
    auto event = measures(
        {
            {"D35", "actual", "2024-01-31", "5"}
    },
        std::to_string(log.past().head().next));
    event.recorded = recorded;
    event.received = received;
    return event;
}

TEST(History, IsLoadedInOrderBeforeTheLogIsLive) {
    FoldedLog log;
    const auto load = [&log](const char* recorded, const char* received) {
        const auto changes = log.append(cloud_event(loaded(log, recorded, received)));
        EXPECT_EQ(changes.record.arrival, domain::Arrival::loaded);
        return outcome_of(changes) + " at " + changes.record.time.text();
    };
    constexpr const char* received = "2024-06-01T00:00:00Z";
    EXPECT_EQ(load("2020-01-01T00:00:00Z", received), "applied at 2020-01-01T00:00:00Z");
    // Equal times are in order.
    EXPECT_EQ(load("2020-01-01T00:00:00Z", received), "applied at 2020-01-01T00:00:00Z");
    EXPECT_EQ(load("2019-12-31T23:59:59Z", received),
              "rejected history-order at 2020-01-01T00:00:00Z");
    // Later than it was received: it does not move the log's time.
    EXPECT_EQ(load("2024-06-01T00:00:00.000001Z", received),
              "rejected history-order at 2020-01-01T00:00:00Z");
    EXPECT_EQ(load("2024-06-01T00:00:00Z", received), "applied at 2024-06-01T00:00:00Z");
    EXPECT_FALSE(log.past().head().live);

    auto live = measures(
        {
            {"D35", "actual", "2024-01-31", "5"}
    },
        "live");
    live.recorded = "2024-07-01T00:00:00Z";
    EXPECT_EQ(log.append(cloud_event(live)).record.arrival, domain::Arrival::live);
    EXPECT_TRUE(log.past().head().live);
    EXPECT_EQ(load("2024-07-02T00:00:00Z", "2024-07-03T00:00:00Z"),
              "rejected history-order at 2024-07-01T00:00:00Z");
}

TEST(History, OutOfOrderDoesNotMoveTheTimeWhateverElseIsWrong) {
    FoldedLog log;
    auto unreadable = loaded(log, "2030-01-01T00:00:00Z", "2024-06-01T00:00:00Z");
    unreadable.data = "{}";
    const auto first = log.append(cloud_event(unreadable));
    EXPECT_EQ(outcome_of(first), "rejected data-malformed");
    const auto again = log.append(cloud_event(unreadable));
    EXPECT_EQ(outcome_of(again), "duplicate");
    EXPECT_EQ(again.record.time.text(), "1970-01-01T00:00:00Z");
}

TEST(History, EndsWithTheFirstLiveRecordWhateverItsOutcome) {
    FoldedLog log;
    auto rejected = measures(
        {
            {"D99", "actual", "2024-01-31", "5"}
    },
        "live");
    rejected.recorded = "2020-01-01T00:00:00Z";
    EXPECT_EQ(outcome_of(log.append(cloud_event(rejected))), "rejected territory-unknown");
    const auto changes =
        log.append(cloud_event(loaded(log, "2020-01-02T00:00:00Z", "2024-06-01T00:00:00Z")));
    EXPECT_EQ(outcome_of(changes), "rejected history-order");
}

TEST(History, IsNotEndedByARecordThatIsNeitherLiveNorLoaded) {
    FoldedLog log;
    log.append("nothing");
    auto timeless = measures(
        {
            {"D35", "actual", "2024-01-31", "5"}
    },
        "timeless");
    timeless.recorded.clear();
    log.append(cloud_event(timeless));
    EventText again;
    again.type = event_type::log_opened;
    again.id = "opened again";
    again.data = R"({"log_id":"x","engine":1,"territories":"t","territories_sha256":"h"})";
    log.append(cloud_event(again));
    const auto changes =
        log.append(cloud_event(loaded(log, "2020-01-02T00:00:00Z", "2024-06-01T00:00:00Z")));
    EXPECT_EQ(outcome_of(changes), "applied");
}

TEST(Log, IsOpenedOnce) {
    FoldedLog log;
    EXPECT_EQ(outcome_of(log.append(support::log_opened_event())), "duplicate");
    EventText event;
    event.type = event_type::log_opened;
    event.id = "again";
    event.recorded = "2024-01-01T00:00:00Z";
    event.data =
        "{\"log_id\":\"other\",\"engine\":1,\"territories\":\"t\",\"territories_sha256\":\"" +
        domain::hex(domain::sha256(domain::territories_text())) + "\"}";
    const auto changes = log.append(cloud_event(event));
    EXPECT_EQ(outcome_of(changes), "rejected log-already-opened");
    EXPECT_EQ(changes.head.log_id, "test");
    // It has no time of its own.
    EXPECT_EQ(changes.record.time.text(), "1970-01-01T00:00:00Z");
}

// Why a new fold halts at its first record, nothing if it goes on.
std::optional<domain::Halt> halt_at_first(const std::string& value) {
    const support::MemoryPast past;
    domain::Fold fold{past};
    const auto changes = fold.apply(domain::decode(value));
    if (changes) return std::nullopt;
    return changes.error();
}

TEST(Log, OfAnotherKindHaltsTheFold) {
    EXPECT_EQ(halt_at_first(support::log_opened_event()), std::nullopt);
    EXPECT_EQ(halt_at_first(""), domain::Halt::not_opened);
    EXPECT_EQ(halt_at_first(cloud_event(measures({
                  {"D35", "actual", "2024-01-31", "5"}
    }))),
              domain::Halt::not_opened);
    const auto opened = [](const std::string& engine, const std::string& digest) {
        EventText event;
        event.type = event_type::log_opened;
        event.data = "{\"log_id\":\"x\",\"engine\":" + engine +
                     ",\"territories\":\"t\",\"territories_sha256\":\"" + digest + "\"}";
        return cloud_event(event);
    };
    const auto digest = domain::hex(domain::sha256(domain::territories_text()));
    EXPECT_EQ(halt_at_first(opened("1", digest)), std::nullopt);
    EXPECT_EQ(halt_at_first(opened("0", digest)), domain::Halt::engine_unknown);
    EXPECT_EQ(halt_at_first(opened("2", digest)), domain::Halt::engine_unknown);
    EXPECT_EQ(halt_at_first(opened("1", "abc")), domain::Halt::territories_unknown);
}

TEST(Engine, RaisedBeyondThisSoftwareHaltsTheFold) {
    const support::MemoryPast past;
    domain::Fold fold{past};
    ASSERT_TRUE(fold.apply(domain::decode(support::log_opened_event())));
    EventText event;
    event.type = event_type::engine_raised;
    event.data = R"({"engine":2})";
    const auto changes = fold.apply(domain::decode(cloud_event(event)));
    ASSERT_FALSE(changes);
    EXPECT_EQ(changes.error(), domain::Halt::engine_unknown);
    // Nothing moved.
    EXPECT_EQ(fold.head().next, 1U);
}

TEST(Engine, OnlyRises) {
    FoldedLog log;
    EXPECT_EQ(outcome_of(log.report(event_type::engine_raised, R"({"engine":1})")),
              "rejected engine-not-raised");
    EXPECT_EQ(outcome_of(log.report(event_type::engine_raised, R"({"engine":0})")),
              "rejected engine-not-raised");
    // An identity that is taken has no effect, even on an engine that nobody knows.
    log.append(cloud_event(measures({
        {"D35", "actual", "2024-01-31", "5"}
    })));
    EventText event;
    event.type = event_type::engine_raised;
    event.data = R"({"engine":9})";
    EXPECT_EQ(outcome_of(log.append(cloud_event(event))), "conflict identity-reused");
}

TEST(ExpectedRevision, IsThatOfTheMonth) {
    FoldedLog log;
    const auto enter = [&log](const char* day, std::optional<domain::Sequence> expected) {
        RowText row{"D35", "actual", day, "5"};
        row.expected_revision = expected;
        const auto changes = report(log, {row});
        return outcome_of(changes) + changes.record.outcome.detail;
    };
    EXPECT_EQ(enter("2024-01-31", 3), "conflict revision-mismatch/data/rows/0 is at revision 0");
    EXPECT_EQ(enter("2024-01-31", 0), "applied");  // Sequence 2.
    EXPECT_EQ(enter("2024-01-31", 0), "conflict revision-mismatch/data/rows/0 is at revision 2");
    EXPECT_EQ(enter("2024-01-31", 2), "applied");  // Sequence 4.
    // Another day of the month has the same revision; another month has none.
    EXPECT_EQ(enter("2024-01-15", 4), "applied");  // Sequence 5.
    EXPECT_EQ(enter("2024-02-15", 4), "conflict revision-mismatch/data/rows/0 is at revision 0");
    EXPECT_EQ(enter("2024-02-15", 0), "applied");
    EXPECT_EQ(enter("2024-01-01", std::nullopt), "applied");
}

TEST(ExpectedRevision, TellsEachRowThatFailsAndNothingIsEntered) {
    FoldedLog log;
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"},
                    {"D22", "actual", "2024-01-31", "5"}
    });
    RowText right{"D35", "actual", "2024-01-31", "6"};
    right.expected_revision = 1;
    RowText wrong{"D22", "actual", "2024-01-31", "6"};
    wrong.expected_revision = 0;
    RowText wrong_kind{"D35", "target", "2024-01-31", "6"};
    wrong_kind.expected_revision = 1;
    const auto changes = report(log, {right, wrong, wrong_kind});
    EXPECT_EQ(outcome_of(changes), "conflict revision-mismatch");
    EXPECT_EQ(changes.record.outcome.pointer, "/data/rows/1/expected_revision");
    EXPECT_EQ(changes.record.outcome.detail,
              "/data/rows/1 is at revision 1; /data/rows/2 is at revision 0");
    EXPECT_TRUE(changes.days.empty());
}

TEST(ExpectedRevision, IsRaisedByAWithdrawal) {
    FoldedLog log;
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"}
    });
    withdraw(log, 1);
    RowText row{"D35", "actual", "2024-01-31", "6"};
    row.expected_revision = 1;
    EXPECT_EQ(outcome_of(report(log, {row})), "conflict revision-mismatch");
    row.expected_revision = 0;
    EXPECT_EQ(outcome_of(report(log, {row})), "conflict revision-mismatch");
    row.expected_revision = 2;
    EXPECT_EQ(outcome_of(report(log, {row})), "applied");
}

TEST(ExpectedRevision, LetsAllDepartmentsReportInOneMorning) {
    FoldedLog log;
    define(log);
    for (const auto territory : domain::territories_of(domain::Level::department)) {
        RowText row{std::string{territory.id()}, "actual", "2024-01-31", "2"};
        row.expected_revision = 0;
        EXPECT_EQ(outcome_of(report(log, {row})), "applied") << territory.id();
    }
    EXPECT_EQ(text_of(log.cells("NAT-FR", Kind::actual)), "2024-01=202");
    EXPECT_EQ(log.cells("NAT-FR", Kind::actual)[0].cell.reported.count(), 101U);
}

TEST(Withdrawal, LeavesWhatWasThereBefore) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"}
    });  // Sequence 3.
    report(log, {
                    {"D35", "actual", "2024-01-31", "50"}
    });  // Sequence 4.
    EXPECT_EQ(outcome_of(withdraw(log, 4)), "applied");
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=5");
    EXPECT_EQ(text_of(log.cells("NAT-FR", Kind::actual)), "2024-01=5");
    const auto& entry = log.past().days(support::must(domain::IndicatorId::parse("IND-001")),
                                        support::territory("D35"), Kind::actual);
    EXPECT_EQ(entry[0].entered, 3U);
    EXPECT_EQ(entry[0].since, 5U);
    // Its import goes back too.
    EXPECT_EQ(log.cells("D35", Kind::actual)[0].cell.import, 3U);
    // The outcome of the event that was taken back stays.
    EXPECT_EQ(log.past().records()[4].outcome.kind, OutcomeKind::applied);
}

TEST(Withdrawal, LeavesNothingWhereNothingWas) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"},
                    {"D22", "actual", "2024-01-31", "6"}
    });
    EXPECT_EQ(text_of(log.cells("REG-53", Kind::actual)), "2024-01=11");
    withdraw(log, 3);
    EXPECT_TRUE(log.past().figures().cells.empty());
    EXPECT_TRUE(log.past().figures().states.empty());
    EXPECT_TRUE(log.past().figures().levels.empty());
    // Unlike an erasure.
    report(log, {
                    {"D35", "actual", "2024-01-31", std::nullopt}
    });
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=null");
}

TEST(Withdrawal, OfASupersededRowChangesNoFigure) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"}
    });  // Sequence 3.
    report(log, {
                    {"D35", "actual", "2024-01-31", "50"}
    });  // Sequence 4.
    const auto changes = withdraw(log, 3);
    EXPECT_EQ(outcome_of(changes), "applied");
    EXPECT_EQ(changes.withdrawn, 3U);
    EXPECT_TRUE(changes.days.empty());
    EXPECT_TRUE(changes.cells.empty());
    // The later row's own withdrawal does not bring it back.
    withdraw(log, 4);
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "");
}

TEST(Withdrawal, SkipsEveryRowThatIsTakenBack) {
    FoldedLog log;
    define(log);
    for (const char* value : {"1", "2", "3", "4"})
        report(log, {
                        {"D35", "actual", "2024-01-31", value}
        });  // Sequences 3 to 6.
    withdraw(log, 5);
    withdraw(log, 4);
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=4");
    withdraw(log, 6);
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=1");
    withdraw(log, 3);
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "");
    // Entered again, it is there again.
    report(log, {
                    {"D35", "actual", "2024-01-31", "7"}
    });
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=7");
}

TEST(Withdrawal, OfAnErasureGivesTheMonthBack) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-15", "5"}
    });  // Sequence 3.
    report(log, {
                    {"D35", "actual", "2024-01-31", std::nullopt}
    });  // Sequence 4.
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=null");
    withdraw(log, 4);
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=5");
}

TEST(Withdrawal, WhileTheMonthIsErasedKeepsItErased) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-15", "5"}
    });  // Sequence 3.
    report(log, {
                    {"D35", "actual", "2024-01-31", std::nullopt}
    });  // Sequence 4.
    report(log, {
                    {"D35", "actual", "2024-01-15", "6"}
    });  // Sequence 5.
    withdraw(log, 5);
    withdraw(log, 3);
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=null");
    EXPECT_EQ(log.cells("D35", Kind::actual)[0].cell.import, 4U);
}

TEST(Withdrawal, IsOfAnAppliedEventOfMeasuresOnce) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"}
    });  // Sequence 3.
    report(log, {
                    {"D99", "actual", "2024-01-31", "5"}
    });  // Sequence 4, rejected.
    EXPECT_EQ(outcome_of(withdraw(log, 2)), "rejected withdrawal-not-measures");
    EXPECT_EQ(outcome_of(withdraw(log, 4)), "rejected withdrawal-not-applied");
    EXPECT_EQ(outcome_of(withdraw(log, 99)), "rejected withdrawal-unknown");
    // Its own, or a later one.
    EXPECT_EQ(outcome_of(withdraw(log, 8)), "rejected withdrawal-unknown");
    EXPECT_EQ(outcome_of(withdraw(log, 3)), "applied");
    EXPECT_EQ(outcome_of(withdraw(log, 3)), "rejected withdrawal-repeated");
    // A withdrawal is not withdrawn.
    EXPECT_EQ(outcome_of(withdraw(log, 9)), "rejected withdrawal-not-measures");
}

TEST(Withdrawal, SeesRecordsThatWereNotYetCommitted) {
    FoldedLog log{{.commit_every = 1'000}};
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"}
    });
    report(log, {
                    {"D35", "actual", "2024-01-31", "6"}
    });
    EXPECT_EQ(outcome_of(withdraw(log, 4)), "applied");
    EXPECT_EQ(outcome_of(withdraw(log, 4)), "rejected withdrawal-repeated");
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=5");
}

TEST(Withdrawal, TakesBackRowsOfSeveralIndicatorsDefinedOrNot) {
    FoldedLog log;
    RowText other{"D35", "actual", "2024-01-31", "7"};
    other.indicator = "IND-002";
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"},
                    other
    });  // Sequence 1.
    withdraw(log, 1);
    define(log);
    log.report(event_type::indicator_defined,
               support::indicator_data("IND-002", "CH-001", support::rolled_up_members("sum")));
    EXPECT_TRUE(log.past().figures().cells.empty());
}

TEST(Definition, AdmitsTheMeasuresThatCameBeforeIt) {
    const auto enter = [](FoldedLog& log) {
        report(log, {
                        {"D35", "actual",   "2024-01-31", "5"},
                        {"D35", "baseline", "2020-12-31", "1"},
                        {"D22", "target",   "2024-12-31", "9"}
        });
    };
    FoldedLog after;
    define(after);
    enter(after);
    FoldedLog before;
    enter(before);
    EXPECT_TRUE(before.past().figures().cells.empty());
    define(before);
    EXPECT_FALSE(before.past().figures().cells.empty());
    EXPECT_EQ(text_of(before.cells("NAT-FR", Kind::actual)),
              text_of(after.cells("NAT-FR", Kind::actual)));
    EXPECT_EQ(before.past().figures().states, after.past().figures().states);
    EXPECT_EQ(before.past().figures().levels, after.past().figures().levels);
}

TEST(Definition, OfAnIndicatorTakesEffectWithThatOfItsPolicy) {
    FoldedLog log;
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"}
    });
    log.report(event_type::indicator_defined,
               support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum")));
    EXPECT_TRUE(log.past().figures().cells.empty());
    report(log, {
                    {"D22", "actual", "2024-01-31", "6"}
    });
    EXPECT_TRUE(log.past().figures().cells.empty());
    const auto other = log.report(event_type::policy_defined, support::policy_data("CH-002"));
    EXPECT_TRUE(other.cells.empty());
    const auto changes = log.report(event_type::policy_defined, support::policy_data("CH-001"));
    EXPECT_EQ(outcome_of(changes), "applied");
    EXPECT_FALSE(changes.cells.empty());
    EXPECT_EQ(text_of(log.cells("NAT-FR", Kind::actual)), "2024-01=11");
}

TEST(Definition, ThatIsTheSameChangesNothing) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"}
    });
    const auto policy = log.report(event_type::policy_defined, support::policy_data("CH-001"));
    EXPECT_EQ(outcome_of(policy), "applied");
    EXPECT_FALSE(policy.policy);
    const auto indicator =
        log.report(event_type::indicator_defined,
                   support::indicator_data("IND-001", "CH-001", support::rolled_up_members("sum")));
    EXPECT_EQ(outcome_of(indicator), "applied");
    EXPECT_FALSE(indicator.indicator);
    EXPECT_TRUE(indicator.cells.empty());
}

TEST(Definition, RecomputesOnlyWhenTheComputationChanges) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"},
                    {"D22", "actual", "2024-01-31", "6"}
    });
    const auto redefine = [&log](const std::string& members) {
        return log.report(event_type::indicator_defined,
                          support::indicator_data("IND-001", "CH-001", members));
    };
    const auto title =
        redefine(support::rolled_up_members("sum") + R"(,"name":"other","trend":"down")");
    ASSERT_TRUE(title.indicator);
    EXPECT_EQ(title.indicator->name, "other");
    EXPECT_TRUE(title.cells.empty() && title.states.empty());

    const auto mean = redefine(support::rolled_up_members("mean"));
    EXPECT_EQ(mean.cells.size(), 2U);  // The region and the nation.
    EXPECT_EQ(text_of(log.cells("REG-53", Kind::actual)), "2024-01=5.5");
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=5");

    redefine(support::rolled_up_members("mean") + R"(,"hidden":true)");
    EXPECT_TRUE(log.past().figures().cells.empty());
    EXPECT_TRUE(log.past().figures().levels.empty());
    // Rows entered while it is hidden are kept.
    report(log, {
                    {"D29", "actual", "2024-01-31", "13"}
    });
    EXPECT_TRUE(log.past().figures().cells.empty());
    redefine(support::rolled_up_members("mean") + R"(,"applies_to":["D35","D29","REG-53"])");
    EXPECT_EQ(text_of(log.cells("D22", Kind::actual)), "");
    EXPECT_EQ(text_of(log.cells("REG-53", Kind::actual)), "2024-01=9");
    EXPECT_EQ(text_of(log.cells("NAT-FR", Kind::actual)), "2024-01=9");
}

TEST(Definition, OfAnIndicatorInAnotherPolicyIsRejected) {
    FoldedLog log;
    define(log);
    const auto changes =
        log.report(event_type::indicator_defined, support::indicator_data("IND-001", "CH-002"));
    EXPECT_EQ(outcome_of(changes), "rejected indicator-changes-policy");
    EXPECT_EQ(changes.record.outcome.pointer, "/data/policy");
    EXPECT_FALSE(changes.indicator);
    EXPECT_EQ(log.past().indicators()[0].policy.text(), "CH-001");
}

TEST(Definition, OfAPolicyWithTwoParentsForDepartmentsIsRejected) {
    FoldedLog log;
    const auto changes = log.report(
        event_type::policy_defined,
        support::policy_data(
            "CH-001", R"("replicate_region_to":"department","replicate_nation_to":"department")"));
    EXPECT_EQ(outcome_of(changes), "rejected replication-two-parents");
    EXPECT_TRUE(log.past().policies().empty());
}

TEST(Fold, StartsAgainFromWhatThePastHolds) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2024-01-31", "5"}
    });
    domain::Fold fold{log.past()};
    EXPECT_EQ(fold.head(), log.past().head());
    EventText event = measures(
        {
            {"D22", "actual", "2024-01-31", "6"}
    },
        "new");
    const auto changes = fold.apply(domain::decode(cloud_event(event)));
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->cells.size(), 3U);
    EXPECT_EQ(changes->cells[2].territory, support::territory("NAT-FR"));
    EXPECT_EQ(support::text_of(changes->cells[2].cell->value), "11");
}

TEST(Fold, GivesTwoEventsOfOneSecondTheirOrder) {
    FoldedLog log;
    define(log);
    for (const char* value : {"5", "6"}) {
        auto event = measures(
            {
                {"D35", "actual", "2024-01-31", value}
        },
            value);
        event.recorded = "2024-03-01T00:00:00Z";
        EXPECT_EQ(outcome_of(log.append(cloud_event(event))), "applied");
    }
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2024-01=6");
    EXPECT_EQ(log.cells("D35", Kind::actual)[0].cell.import, 4U);
}

TEST(Fold, TakesADayAndItsOtherSpellingAsOne) {
    FoldedLog log;
    define(log);
    report(log, {
                    {"D35", "actual", "2023-06-31", "5"}
    });
    report(log, {
                    {"D35", "actual", "2023-06-30", "6"}
    });
    EXPECT_EQ(text_of(log.cells("D35", Kind::actual)), "2023-06=6");
    const auto days = log.past().days(support::must(domain::IndicatorId::parse("IND-001")),
                                      support::territory("D35"), Kind::actual);
    EXPECT_EQ(days.size(), 1U);
}

}  // namespace
