// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/term_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "domain/fold/fold.hpp"
#include "projector/read_model/view.hpp"
#include "projector/read_model/words.hpp"
#include "tests/component/projector/random_log.hpp"
#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"
#include "tests/support/property.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tests::projector {
namespace {

using domain::Sequence;
using namespace ::projector::read_model;

using Index = std::map<Term, std::vector<Sequence>>;

// The family as it stands.
Index stored_index(const Store& store) {
    Index index;
    auto cursor = store.database().cursor(family::index);
    for (cursor.seek(""); cursor.valid(); cursor.next()) {
        const std::string_view key = cursor.key();
        EXPECT_TRUE(cursor.value().empty());
        const Term term{static_cast<TermKind>(key.front()),
                        std::string{key.substr(3, key.size() - 11)}};
        index[term].push_back(domain::codec::read_u64(key.substr(key.size() - 8)));
    }
    return index;
}

// What a record names and says of itself, without the fold.
std::set<Term> terms_of(const StoredRecordRow& row) {
    std::set<Term> terms;
    const auto& decision = row.decision;
    if (decision.identity) terms.insert(text_term(TermKind::source, decision.identity->source));
    if (!decision.type.empty()) terms.insert(text_term(TermKind::type, decision.type));
    if (decision.outcome.kind != domain::OutcomeKind::applied)
        terms.insert(outcome_term(decision.outcome.kind));
    const auto decoded = domain::decode(row.record.value);
    if (!decoded.data || !*decoded.data) return terms;
    if (const auto* reported = std::get_if<domain::MeasuresReported>(&**decoded.data);
        reported != nullptr && decision.outcome.kind != domain::OutcomeKind::duplicate)
        for (const auto& measure : reported->rows) {
            terms.insert(indicator_term(measure.indicator));
            terms.insert(territory_term(measure.territory));
        }
    return terms;
}

std::vector<Sequence> in_common(const Index& index, const std::vector<Term>& terms,
                                Sequence position) {
    std::vector<Sequence> common;
    for (Sequence sequence = 0; sequence <= position; ++sequence)
        if (std::all_of(terms.begin(), terms.end(), [&](const Term& term) {
                const auto found = index.find(term);
                return found != index.end() &&
                       std::binary_search(found->second.begin(), found->second.end(), sequence);
            }))
            common.push_back(sequence);
    return common;
}

// Everything that is found from one end to the other, in goes of a few.
std::vector<Sequence> walk(const View& view, const std::vector<Term>& terms, Sequence from,
                           Direction direction, const SearchBounds& bounds) {
    std::vector<Sequence> found;
    std::optional<Sequence> next = from;
    while (next) {
        auto stretch = view.records_with(terms, *next, direction, bounds);
        EXPECT_LE(stretch.found.size(), bounds.found_max);
        found.insert(found.end(), stretch.found.begin(), stretch.found.end());
        next = stretch.next;
    }
    return found;
}

TEST(TermSearch, FindsARecordByAllThatItNames) {
    support::for_random([](std::mt19937_64& random) {
        const support::TemporaryDirectory folder;
        const auto log = make_log(folder.path() / "log", random_events(random, 300));
        const auto store = make_store(folder.path() / "store", *log);
        const View view{*store};
        const Index index = stored_index(*store);
        for (Sequence sequence = 0; sequence <= view.position(); ++sequence)
            for (const Term& term : terms_of(*view.record(sequence)))
                EXPECT_EQ(in_common(index, {term}, sequence).back(), sequence)
                    << sequence << " "
                    << key_in_words(family::index, key::term(term) + key::sequence(sequence));
    });
}

TEST(TermSearch, WalksWhatTermsHaveInCommonBothWays) {
    support::for_random([](std::mt19937_64& random) {
        const support::TemporaryDirectory folder;
        const auto log = make_log(folder.path() / "log", random_events(random, 300));
        const auto store = make_store(folder.path() / "store", *log);
        const Index index = stored_index(*store);
        std::vector<Term> all;
        for (const auto& [term, sequences] : index) all.push_back(term);
        const auto below = [&random](std::size_t bound) {
            return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random);
        };
        const Sequence last = store->published()->position();
        for (int round = 0; round < 100; ++round) {
            std::vector<Term> terms;
            for (std::size_t i = below(4); i > 0; --i) terms.push_back(all[below(all.size())]);
            const View view{*store, below(last + 1)};
            const SearchBounds bounds{.found_max = 1 + below(20), .seeks_max = 4 + below(50)};
            const Sequence from = below(last + 1);

            const auto common = in_common(index, terms, view.position());
            const auto begin = std::lower_bound(common.begin(), common.end(), from);
            EXPECT_EQ(walk(view, terms, from, Direction::forward, bounds),
                      (std::vector<Sequence>{begin, common.end()}));
            const auto end = std::upper_bound(common.begin(), common.end(), from);
            std::vector<Sequence> backwards{common.begin(), end};
            std::reverse(backwards.begin(), backwards.end());
            EXPECT_EQ(walk(view, terms, from, Direction::backward, bounds), backwards);
        }
    });
}

class NamedRecords : public testing::Test {
protected:
    // Stored as event "e" and its place.
    void add(std::string_view type, std::string data, std::string_view actor = {}) {
        support::EventText event;
        event.type = type;
        event.data = std::move(data);
        event.id = "e" + std::to_string(events.size() + 1);
        std::string value = support::cloud_event(event);
        if (!actor.empty()) value.insert(1, R"("authid":)" + std::string{actor} + ",");
        events.push_back(std::move(value));
    }
    void fold() {
        log = make_log(folder.path() / "log", events);
        store = make_store(folder.path() / "store", *log);
    }
    std::vector<Sequence> found(const Term& term) const {
        return in_common(stored_index(*store), {term}, store->published()->position());
    }

    support::TemporaryDirectory folder;
    std::vector<std::string> events;
    std::unique_ptr<platform::event_log::EmbeddedLog> log;
    std::unique_ptr<Store> store;
};

std::string one_row() {
    support::RowText row;
    row.territory = "DEPT-35";
    row.kind = "actual";
    row.date = "2024-06-30";
    row.value = "49";
    return support::measures_data({row});
}

TEST_F(NamedRecords, AreFoundByThePolicyOnceItIsDefined) {
    add(domain::event_type::policy_defined, support::policy_data("CH-001"));
    add(domain::event_type::measures_reported, one_row());
    add(domain::event_type::indicator_defined, support::indicator_data("IND-001", "CH-001"));
    add(domain::event_type::measures_withdrawn, support::withdrawal_data("e2"));
    fold();
    EXPECT_EQ(found(policy_term(support::must(domain::PolicyId::parse("CH-001")))),
              (std::vector<Sequence>{1, 3, 4}));
    EXPECT_EQ(found(indicator_term(support::must(domain::IndicatorId::parse("IND-001")))),
              (std::vector<Sequence>{2, 3, 4}));
    EXPECT_EQ(found(territory_term(support::must(domain::Territory::parse("DEPT-35")))),
              (std::vector<Sequence>{2, 4}));
}

TEST_F(NamedRecords, AreFoundByWhoSentThemWhereThatCanBe) {
    add(domain::event_type::policy_defined, support::policy_data("CH-001"), R"("key:anne")");
    add(domain::event_type::policy_defined, support::policy_data("CH-002"), "7");
    add(domain::event_type::policy_defined, support::policy_data("CH-003"),
        '"' + std::string(term_bytes_max, 'a') + '"');
    add(domain::event_type::policy_defined, support::policy_data("CH-004"),
        '"' + std::string(term_bytes_max + 1, 'a') + '"');
    fold();
    const auto outcome = [this](Sequence at) {
        return View{*store}.record(at)->decision.outcome.kind;
    };
    for (Sequence at = 1; at <= 4; ++at) EXPECT_EQ(outcome(at), domain::OutcomeKind::applied);
    EXPECT_EQ(found(text_term(TermKind::actor, "key:anne")), (std::vector<Sequence>{1}));
    EXPECT_EQ(found(text_term(TermKind::actor, std::string(term_bytes_max, 'a'))),
              (std::vector<Sequence>{3}));
    EXPECT_EQ(found(text_term(TermKind::actor, std::string(term_bytes_max + 1, 'a'))),
              (std::vector<Sequence>{}));
}

TEST(Words, NameATermOfTheIndex) {
    const auto words = [](const Term& term) {
        return key_in_words(family::index, key::term(term) + key::sequence(7));
    };
    EXPECT_EQ(words(text_term(TermKind::actor, "anne")), "actor anne, record 7");
    EXPECT_EQ(words(outcome_term(domain::OutcomeKind::conflict)), "conflict, record 7");
    EXPECT_EQ(words(policy_term(support::must(domain::PolicyId::parse("CH-045")))),
              "CH-045, record 7");
    EXPECT_EQ(words(territory_term(support::must(domain::Territory::parse("DEPT-2A")))),
              "DEPT-2A, record 7");
}

}  // namespace
}  // namespace tests::projector
