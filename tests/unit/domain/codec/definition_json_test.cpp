// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/definition_json.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/event_text.hpp"
#include "tests/support/values.hpp"

namespace {

namespace codec = domain::codec;
using domain::IndicatorDefinition;
using domain::PolicyDefinition;
using support::indicator_data;
using support::policy_data;

domain::Result<IndicatorDefinition> indicator(const std::string& data) {
    return codec::decode_indicator(support::must(codec::parse_json(data)), "/data");
}

domain::Result<PolicyDefinition> policy(const std::string& data) {
    return codec::decode_policy(support::must(codec::parse_json(data)), "/data");
}

// The indicator that `members` define, after a round trip.
IndicatorDefinition indicator_with(std::string_view members) {
    const auto read = support::must(indicator(indicator_data("IND-001", "CH-001", members)));
    EXPECT_EQ(support::must(indicator(codec::encode(read))), read) << members;
    return read;
}

PolicyDefinition policy_with(std::string_view members) {
    const auto read = support::must(policy(policy_data("CH-001", members)));
    EXPECT_EQ(support::must(policy(codec::encode(read))), read) << members;
    return read;
}

TEST(IndicatorDefinition, HasPilotesDefaults) {
    const auto definition = indicator_with("");
    EXPECT_EQ(definition.id.text(), "IND-001");
    EXPECT_EQ(definition.policy.text(), "CH-001");
    EXPECT_EQ(definition.name, "IND-001");
    EXPECT_FALSE(definition.unit);
    EXPECT_EQ(definition.trend, domain::Trend::up);
    EXPECT_FALSE(definition.hidden);
    EXPECT_FALSE(definition.applies_to);
    EXPECT_EQ(definition.value_schema, domain::ValueSchema::any);
    EXPECT_TRUE(definition.territorial);
    for (const auto& of_kind : definition.roll_up)
        for (const auto& rule : of_kind) EXPECT_EQ(rule, domain::LevelRule{});
    EXPECT_EQ(definition.annual, domain::ComparableRule{});
    EXPECT_EQ(definition.global, domain::ComparableRule{});
    for (const auto weight : definition.weights) EXPECT_EQ(weight, domain::Decimal{});
    EXPECT_FALSE(definition.periodicity);
    EXPECT_EQ(definition.publication_delay_months, 0);
    EXPECT_EQ(definition.rules, domain::RuleSet::pilote_2024);
    // Null is not sent.
    EXPECT_EQ(indicator_with(R"("name":null,"trend":null,"applies_to":null,"roll_up":null)"),
              definition);
}

TEST(IndicatorDefinition, IsWrittenWithAllItsDefaults) {
    EXPECT_EQ(codec::encode(indicator_with("")),
              R"({"id":"IND-001","policy":"CH-001","name":"IND-001","unit":null,"trend":"up",)"
              R"("hidden":false,"applies_to":null,"value_schema":"any","territorial":true,)"
              R"("roll_up":{"baseline":{"department":{"from":"none","operation":"none"},)"
              R"("nation":{"from":"none","operation":"none"},)"
              R"("region":{"from":"none","operation":"none"}},)"
              R"("actual":{"department":{"from":"none","operation":"none"},)"
              R"("nation":{"from":"none","operation":"none"},)"
              R"("region":{"from":"none","operation":"none"}},)"
              R"("target":{"department":{"from":"none","operation":"none"},)"
              R"("nation":{"from":"none","operation":"none"},)"
              R"("region":{"from":"none","operation":"none"}}},)"
              R"("comparable":{"annual":{"decumulate":"none","months":0,)"
              R"("operation":"current","window":"none"},)"
              R"("global":{"decumulate":"none","months":0,"operation":"current","window":"none"}},)"
              R"("weights":{"department":"0","nation":"0","region":"0"},"periodicity":null,)"
              R"("publication_delay":0,"rules":"pilote-2024"})");
}

TEST(IndicatorDefinition, ReadsEveryWord) {
    using namespace domain;
    const struct {
        const char* word;
        Trend trend;
    } trends[] = {
        {"up",     Trend::up    },
        {"down",   Trend::down  },
        {"stable", Trend::stable},
        {"none",   Trend::none  }
    };
    for (const auto& row : trends)
        EXPECT_EQ(indicator_with("\"trend\":\"" + std::string{row.word} + "\"").trend, row.trend);

    const struct {
        const char* word;
        ValueSchema schema;
    } schemas[] = {
        {"any",         ValueSchema::any             },
        {"0-100",       ValueSchema::percentage      },
        {"departments", ValueSchema::departments_only},
        {"regions",     ValueSchema::regions_only    }
    };
    for (const auto& row : schemas)
        EXPECT_EQ(indicator_with("\"value_schema\":\"" + std::string{row.word} + "\"").value_schema,
                  row.schema);

    const struct {
        const char* word;
        Periodicity periodicity;
    } periodicities[] = {
        {"monthly",      Periodicity::monthly     },
        {"quarterly",    Periodicity::quarterly   },
        {"half-yearly",  Periodicity::half_yearly },
        {"yearly",       Periodicity::yearly      },
        {"two-yearly",   Periodicity::two_yearly  },
        {"three-yearly", Periodicity::three_yearly},
        {"six-yearly",   Periodicity::six_yearly  },
        {"other",        Periodicity::other       }
    };
    for (const auto& row : periodicities)
        EXPECT_EQ(indicator_with("\"periodicity\":\"" + std::string{row.word} + "\"").periodicity,
                  row.periodicity);

    EXPECT_EQ(indicator_with(R"("rules":"pilote-2024")").rules, RuleSet::pilote_2024);
    EXPECT_EQ(indicator_with(R"("rules":"barometre-1")").rules, RuleSet::barometre_1);
    EXPECT_EQ(codec::name_of(RuleSet::pilote_2024), "pilote-2024");
    EXPECT_EQ(codec::name_of(RuleSet::barometre_1), "barometre-1");
}

TEST(IndicatorDefinition, ReadsEverySourceAndOperation) {
    using domain::RollUpOperation;
    using domain::Source;
    const struct {
        const char* level;
        const char* from;
        const char* operation;
        domain::Level of;
        domain::LevelRule rule;
    } rows[] = {
        {"department", "none",    "none", domain::Level::department, {}                   },
        {"department", "entered", "none", domain::Level::department, {Source::entered, {}}},
        {"department",
         "sub-indicators",        "sum",
         domain::Level::department,
         {Source::sub_indicators, RollUpOperation::sum}                                   },
        {"region",
         "departments",           "mean",
         domain::Level::region,
         {Source::departments, RollUpOperation::mean}                                     },
        {"nation",
         "regions",               "moy",
         domain::Level::nation,
         {Source::regions, RollUpOperation::moy}                                          },
        {"nation",
         "departments",           "none",
         domain::Level::nation,
         {Source::departments, RollUpOperation::none}                                     },
    };
    for (const auto& row : rows) {
        const auto definition =
            indicator_with(R"("roll_up":{"target":{")" + std::string{row.level} + R"(":{"from":")" +
                           row.from + R"(","operation":")" + row.operation + "\"}}}");
        EXPECT_EQ(definition.rule(domain::Kind::target, row.of), row.rule) << row.from;
        EXPECT_EQ(definition.rule(domain::Kind::actual, row.of), domain::LevelRule{}) << row.from;
    }
}

TEST(IndicatorDefinition, ReadsEveryWindow) {
    using namespace domain;
    const auto definition =
        indicator_with(R"("comparable":{"annual":{"decumulate":"year","window":"months",)"
                       R"("months":12,"operation":"sum"},)"
                       R"("global":{"decumulate":"series","window":"series","operation":"mean"}})");
    EXPECT_EQ(definition.annual,
              (ComparableRule{Decumulation::year, Window::months, 12, ComparableOperation::sum}));
    EXPECT_EQ(definition.global,
              (ComparableRule{Decumulation::series, Window::series, 0, ComparableOperation::mean}));
    EXPECT_EQ(indicator_with(R"("comparable":{"annual":{"window":"year"}})").annual.window,
              Window::year);
    EXPECT_EQ(indicator_with(R"("comparable":{"annual":{"months":1320}})").annual.months, 1'320);
}

TEST(IndicatorDefinition, ReadsTheOtherFields) {
    const auto definition = indicator_with(
        R"("name":"Nombre d'élèves","unit":"élèves","hidden":true,"territorial":false,)"
        R"("applies_to":["D35","REG-53","NAT-FR"],"weights":{"department":"33.33","region":"100"},)"
        R"("publication_delay":120)");
    EXPECT_EQ(definition.name, "Nombre d'élèves");
    EXPECT_EQ(definition.unit, "élèves");
    EXPECT_TRUE(definition.hidden);
    EXPECT_FALSE(definition.territorial);
    EXPECT_EQ(definition.applies_to->count(), 3U);
    EXPECT_TRUE(definition.applies(support::territory("DEPT-35")));
    EXPECT_EQ(definition.weights[2], support::decimal("33.33"));
    EXPECT_EQ(definition.weights[1], support::decimal("100"));
    EXPECT_EQ(definition.weights[0], support::decimal("0"));
    EXPECT_EQ(definition.publication_delay_months, 120);
    EXPECT_EQ(indicator_with(R"("applies_to":[])").applies_to->count(), 0U);
}

TEST(IndicatorDefinition, IsRefusedWithThePointerOfTheCulprit) {
    const auto member = [](const char* members) {
        return indicator_data("IND-001", "CH-001", members);
    };
    struct Row {
        std::string data;
        const char* code;
        const char* pointer;
    };
    const Row rows[] = {
        Row("[]", "data-malformed", "/data"),
        Row("{}", "data-malformed", "/data/id"),
        Row(R"({"id":"IND-001"})", "data-malformed", "/data/policy"),
        Row(R"({"id":"IND-1","policy":"CH-001"})", "indicator-bad-format", "/data/id"),
        Row(R"({"id":"IND-001","policy":"CH-1"})", "policy-bad-format", "/data/policy"),
        Row(member(R"("unknown":1)"), "member-unknown", "/data/unknown"),
        Row(member(R"("name":1)"), "data-malformed", "/data/name"),
        Row(member(R"("hidden":"true")"), "data-malformed", "/data/hidden"),
        Row(member(R"("trend":"HAUSSE")"), "data-malformed", "/data/trend"),
        Row(member(R"("value_schema":"percent")"), "data-malformed", "/data/value_schema"),
        Row(member(R"("applies_to":"D35")"), "data-malformed", "/data/applies_to"),
        Row(member(R"("applies_to":["D99"])"), "territory-unknown", "/data/applies_to"),
        Row(member(R"("applies_to":[35])"), "data-malformed", "/data/applies_to"),
        Row(member(R"("roll_up":[])"), "data-malformed", "/data/roll_up"),
        Row(member(R"("roll_up":{"va":{}})"), "member-unknown", "/data/roll_up/va"),
        Row(member(R"("roll_up":{"actual":{"commune":{}}})"), "member-unknown",
            "/data/roll_up/actual/commune"),
        Row(member(R"("roll_up":{"actual":{"region":{"from":"DEPT"}}})"), "data-malformed",
            "/data/roll_up/actual/region/from"),
        Row(member(R"("roll_up":{"actual":{"region":{"operation":"avg"}}})"), "data-malformed",
            "/data/roll_up/actual/region/operation"),
        Row(member(R"("roll_up":{"actual":{"region":{"from":"regions"}}})"), "data-malformed",
            "/data/roll_up/actual/region"),
        Row(member(R"("roll_up":{"actual":{"department":{"from":"departments"}}})"),
            "data-malformed", "/data/roll_up/actual/department"),
        Row(member(R"("comparable":{"annual":{"window":"month"}})"), "data-malformed",
            "/data/comparable/annual/window"),
        Row(member(R"("comparable":{"annual":{"months":1321}})"), "data-malformed",
            "/data/comparable/annual/months"),
        Row(member(R"("comparable":{"monthly":{}})"), "member-unknown", "/data/comparable/monthly"),
        Row(member(R"("weights":{"region":"100.5"})"), "weight-bad-format", "/data/weights/region"),
        Row(member(R"("weights":{"region":50})"), "data-malformed", "/data/weights/region"),
        Row(member(R"("periodicity":"Mensuelle")"), "data-malformed", "/data/periodicity"),
        Row(member(R"("publication_delay":121)"), "data-malformed", "/data/publication_delay"),
        Row(member(R"("publication_delay":-1)"), "data-malformed", "/data/publication_delay"),
        Row(member(R"("rules":"pilote-2025")"), "data-malformed", "/data/rules"),
    };
    for (const auto& row : rows) {
        const auto read = indicator(row.data);
        ASSERT_FALSE(read) << row.data;
        EXPECT_EQ(read.error().code, row.code) << row.data;
        EXPECT_EQ(read.error().pointer, row.pointer) << row.data;
    }
}

TEST(IndicatorDefinition, HasTextsOf5000CharactersAtMost) {
    std::string name;
    for (int i = 0; i < 5'000; ++i) name += "é";
    EXPECT_EQ(indicator_with("\"name\":\"" + name + "\"").name, name);
    const auto refused =
        indicator(indicator_data("IND-001", "CH-001", "\"name\":\"" + name + "e\""));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "text-too-long");
    EXPECT_EQ(refused.error().pointer, "/data/name");
}

TEST(Weight, IsTwoIntegerDigitsAndTwoDecimalsUpTo100) {
    for (const char* text : {"0", "5", "05", "33.33", "99.99", "0.5", "100", "100.0", "100.00"})
        EXPECT_TRUE(codec::parse_weight(text)) << text;
    for (const char* text : {"", "-1", "-0", "100.5", "100.01", "101", "100.000", "5,5", "33.333",
                             "100.", "5.", ".5", "1e1", " 5", "5 ", "000", "a"}) {
        const auto weight = codec::parse_weight(text);
        ASSERT_FALSE(weight) << text;
        EXPECT_EQ(weight.error().code, "weight-bad-format") << text;
    }
}

TEST(PolicyDefinition, HasDefaults) {
    const auto definition = policy_with("");
    EXPECT_EQ(definition.title, "CH-001");
    EXPECT_FALSE(definition.axis);
    EXPECT_FALSE(definition.ministry);
    EXPECT_EQ(definition.status, domain::PolicyStatus::published);
    EXPECT_TRUE(definition.territorial);
    EXPECT_EQ(definition.piloting_level, domain::Level::department);
    EXPECT_FALSE(definition.applies_to_territories);
    EXPECT_FALSE(definition.applies_to_levels);
    EXPECT_FALSE(definition.replicate_region);
    EXPECT_FALSE(definition.replicate_nation_to);
    EXPECT_EQ(codec::encode(definition),
              R"({"id":"CH-001","title":"CH-001","axis":null,"ministry":null,)"
              R"("status":"published","territorial":true,"piloting_level":"department",)"
              R"("applies_to":{"levels":null,"territories":null},"replicate_region_to":null,)"
              R"("replicate_nation_to":null})");
}

TEST(PolicyDefinition, ReadsEveryFieldAndWord) {
    using namespace domain;
    struct Row {
        const char* word;
        PolicyStatus status;
    } statuses[] = {
        {"draft",     PolicyStatus::draft    },
        {"published", PolicyStatus::published},
        {"archived",  PolicyStatus::archived }
    };
    for (const auto& row : statuses) {
        EXPECT_EQ(policy_with("\"status\":\"" + std::string{row.word} + "\"").status, row.status);
        EXPECT_EQ(codec::name_of(row.status), row.word);
    }
    for (const Level level : all_levels)
        EXPECT_EQ(policy_with("\"piloting_level\":\"" + std::string{name_of(level)} + "\"")
                      .piloting_level,
                  level);
    const auto definition =
        policy_with(R"("title":"Titre","axis":"EMPLOI","ministry":"MIN","territorial":false,)"
                    R"("applies_to":{"territories":["D35"],"levels":["region","department"]},)"
                    R"("replicate_region_to":"department","replicate_nation_to":"region")");
    EXPECT_EQ(definition.title, "Titre");
    EXPECT_EQ(definition.axis, "EMPLOI");
    EXPECT_EQ(definition.ministry, "MIN");
    EXPECT_FALSE(definition.territorial);
    EXPECT_EQ(definition.applies_to_territories->count(), 1U);
    EXPECT_EQ(*definition.applies_to_levels, (std::array{false, true, true}));
    EXPECT_TRUE(definition.replicate_region);
    EXPECT_EQ(definition.replicate_nation_to, Level::region);
    EXPECT_EQ(policy_with(R"("replicate_nation_to":"department")").replicate_nation_to,
              Level::department);
    EXPECT_EQ(*policy_with(R"("applies_to":{"levels":[]})").applies_to_levels,
              (std::array{false, false, false}));
}

TEST(PolicyDefinition, IsRefusedWithThePointerOfTheCulprit) {
    const auto member = [](const char* members) { return policy_data("CH-001", members); };
    struct Row {
        std::string data;
        const char* code;
        const char* pointer;
    };
    const Row rows[] = {
        Row("{}", "data-malformed", "/data/id"),
        Row(R"({"id":"CH-1"})", "policy-bad-format", "/data/id"),
        Row(member(R"("unknown":1)"), "member-unknown", "/data/unknown"),
        Row(member(R"("status":"PUBLIE")"), "data-malformed", "/data/status"),
        Row(member(R"("territorial":1)"), "data-malformed", "/data/territorial"),
        Row(member(R"("piloting_level":"DEPT")"), "data-malformed", "/data/piloting_level"),
        Row(member(R"("applies_to":[])"), "data-malformed", "/data/applies_to"),
        Row(member(R"("applies_to":{"levels":"region"})"), "data-malformed",
            "/data/applies_to/levels"),
        Row(member(R"("applies_to":{"levels":["commune"]})"), "level-unknown",
            "/data/applies_to/levels"),
        Row(member(R"("applies_to":{"territories":["X"]})"), "territory-unknown",
            "/data/applies_to/territories"),
        Row(member(R"("replicate_region_to":"region")"), "data-malformed",
            "/data/replicate_region_to"),
        Row(member(R"("replicate_nation_to":"nation")"), "data-malformed",
            "/data/replicate_nation_to"),
        Row(member(R"("replicate_region_to":"department","replicate_nation_to":"department")"),
            "replication-two-parents", "/data/replicate_nation_to"),
    };
    for (const auto& row : rows) {
        const auto read = policy(row.data);
        ASSERT_FALSE(read) << row.data;
        EXPECT_EQ(read.error().code, row.code) << row.data;
        EXPECT_EQ(read.error().pointer, row.pointer) << row.data;
    }
}

}  // namespace
