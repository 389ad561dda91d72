// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/catalogue_entry.hpp"

#include <gtest/gtest.h>

#include "tests/support/must.hpp"

namespace tests::projector {
namespace {

using namespace ::projector::read_model;

domain::PolicyDefinition a_policy() {
    domain::PolicyDefinition policy{support::must(domain::PolicyId::parse("CH-012"))};
    policy.title = "Les \"maisons\"";
    policy.replicate_region = true;
    return policy;
}

domain::IndicatorDefinition an_indicator() {
    domain::IndicatorDefinition indicator{support::must(domain::IndicatorId::parse("IND-0034")),
                                          a_policy().id};
    indicator.name = "Logements";
    indicator.weights[0] = domain::Decimal::from_integer(40);
    return indicator;
}

CatalogueRow decoded(std::string_view key, std::string_view value) {
    return support::must(decode_catalogue_row(key, value));
}

TEST(CatalogueEntry, OfAPolicyIsReadAsItWasWritten) {
    const CatalogueEntry entry{"abc", 1, 7, a_policy()};
    const auto row = std::get<CatalogueEntry>(decoded("CH-012", encode(entry)));
    EXPECT_EQ(row.log_id, "abc");
    EXPECT_EQ(row.engine, 1U);
    EXPECT_EQ(row.sequence, 7U);
    EXPECT_EQ(std::get<domain::PolicyDefinition>(row.definition), a_policy());
    EXPECT_EQ(key_of(row.definition), "CH-012");
}

TEST(CatalogueEntry, OfAnIndicatorIsReadAsItWasWritten) {
    const CatalogueEntry entry{"abc", 1, 1ULL << 40, an_indicator()};
    const auto row = std::get<CatalogueEntry>(decoded("IND-0034", encode(entry)));
    EXPECT_EQ(row.sequence, 1ULL << 40);
    EXPECT_EQ(std::get<domain::IndicatorDefinition>(row.definition), an_indicator());
    EXPECT_EQ(key_of(row.definition), "IND-0034");
}

TEST(CatalogueEntry, OfThePositionHasTheBytesOfTheSpecification) {
    const CataloguePosition position{"abc", 1, 813};
    EXPECT_EQ(encode(position), R"({"log":"abc","engine":1,"next":813})");
    const auto row = std::get<CataloguePosition>(decoded("_position", encode(position)));
    EXPECT_EQ(row.log_id, "abc");
    EXPECT_EQ(row.engine, 1U);
    EXPECT_EQ(row.next, 813U);
}

TEST(CatalogueEntry, IsOneLineThatNamesLogEngineSequenceAndDefinition) {
    const std::string value = encode(CatalogueEntry{"abc", 1, 7, a_policy()});
    EXPECT_EQ(value.find('\n'), std::string::npos);
    EXPECT_TRUE(value.starts_with(
        R"({"log":"abc","engine":1,"sequence":7,"definition":{"id":"CH-012","title":)"))
        << value;
}

TEST(CatalogueEntry, ThatCannotBeReadIsRefusedByName) {
    const std::string good = encode(CatalogueEntry{"abc", 1, 7, a_policy()});
    const struct {
        std::string key;
        std::string value;
    } cases[] = {
        {"CH-012",    good.substr(1)                                            },
        {"CH-013",    good                                                      },
        {"IND-012",   good                                                      },
        {"CH-012",    R"({"log":"abc","engine":1,"sequence":7})"                },
        {"CH-012",    R"({"log":"abc","engine":1,"definition":{"id":"CH-012"}})"},
        {"CH-012",    R"({"engine":1,"sequence":7,"definition":{}})"            },
        {"_position", R"({"log":"abc","engine":1,"next":-1})"                   },
        {"_position", R"({"log":"abc","engine":1,"next":1.5})"                  },
        {"_position", R"({"log":"abc","engine":4294967296,"next":1})"           },
        {"_position", R"({"log":"abc","next":1})"                               },
        {"_position", ""                                                        },
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.key + " " + each.value);
        const auto row = decode_catalogue_row(each.key, each.value);
        ASSERT_FALSE(row);
        EXPECT_EQ(row.error().code, platform::Errc::corrupt);
        EXPECT_NE(row.error().detail.find(each.key), std::string::npos);
    }
}

}  // namespace
}  // namespace tests::projector
