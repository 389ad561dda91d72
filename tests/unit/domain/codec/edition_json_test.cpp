// SPDX-License-Identifier: EUPL-1.2
#include "domain/codec/edition_json.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/must.hpp"

namespace {

using domain::codec::decode_edition;
using domain::codec::parse_json;

const std::string digest(64, 'a');

std::string manifest(std::string_view member = {}, std::string_view text = {}) {
    std::string whole =
        R"({"change_needs_reason":true,"engine":1,"exclusions":[{"indicator":"IND-314",)"
        R"("reason":"edited by hand","territory":"DEPT-35"},{"indicator":"IND-957",)"
        R"("reason":"not ready","territory":null}],"name":"2024-t3","on":"2024-10-23",)"
        R"("position":812,"root":")" +
        digest + R"(","tables":[{"indicator":"IND-001","sha256":")" + digest +
        R"("},{"indicator":"IND-002","sha256":")" + digest + R"("}],"title":"Octobre 2024"})";
    if (!member.empty()) whole.replace(whole.find(member), member.size(), text);
    return whole;
}

std::string error_of(const std::string& text) {
    const auto edition = decode_edition(support::must(parse_json(text)), "/data");
    return edition ? "none" : edition.error().code + " " + edition.error().pointer;
}

TEST(EditionJson, IsReadAsItIsWritten) {
    const auto edition = support::must(decode_edition(support::must(parse_json(manifest())), ""));
    EXPECT_EQ(edition.name, "2024-t3");
    EXPECT_EQ(edition.position, 812U);
    EXPECT_EQ(edition.tables.size(), 2U);
    EXPECT_TRUE(edition.change_needs_reason);
    EXPECT_EQ(domain::codec::encode(edition), manifest());
}

TEST(EditionJson, LeavesOutAnIndicatorOrATerritoryOfIt) {
    const auto edition = support::must(decode_edition(support::must(parse_json(manifest())), ""));
    const auto id = [](const char* text) {
        return support::must(domain::IndicatorId::parse(text));
    };
    const auto at = [](const char* text) { return support::must(domain::Territory::parse(text)); };
    EXPECT_TRUE(edition.excludes(id("IND-314"), at("DEPT-35")));
    EXPECT_FALSE(edition.excludes(id("IND-314"), at("REG-53")));
    EXPECT_TRUE(edition.excludes(id("IND-957"), at("REG-53")));
    EXPECT_FALSE(edition.excludes(id("IND-001"), at("REG-53")));
    EXPECT_NE(edition.table_of(id("IND-001")), nullptr);
    EXPECT_EQ(edition.table_of(id("IND-314")), nullptr);
}

TEST(EditionJson, HasDefaults) {
    const auto edition = support::must(decode_edition(
        support::must(
            parse_json(R"({"name":"a","position":1,"engine":1,"on":"2024-10-23","root":")" +
                       digest + R"("})")),
        ""));
    EXPECT_EQ(edition.title, "a");
    EXPECT_FALSE(edition.change_needs_reason);
    EXPECT_TRUE(edition.tables.empty());
}

TEST(EditionJson, IsJudgedMemberByMember) {
    EXPECT_EQ(error_of(manifest(R"("2024-t3")", R"("2024 T3")")), "edition-malformed /data/name");
    EXPECT_EQ(error_of(manifest(R"("2024-t3")", '"' + std::string(40, 'a') + '"')), "none");
    EXPECT_EQ(error_of(manifest(R"("2024-t3")", '"' + std::string(41, 'a') + '"')),
              "edition-malformed /data/name");
    EXPECT_EQ(error_of(manifest(R"("position":812,)", "")), "data-malformed /data/position");
    EXPECT_EQ(error_of(manifest(R"("2024-10-23")", R"("2024-13-23")")),
              "date-not-in-calendar /data/on");
    EXPECT_EQ(error_of(manifest(R"("root":"a)", R"("root":"A)")), "edition-malformed /data/root");
    EXPECT_EQ(error_of(manifest("IND-002", "IND-001")), "edition-malformed /data/tables");
    EXPECT_EQ(error_of(manifest("IND-002", "IND-000")), "edition-malformed /data/tables");
    EXPECT_EQ(error_of(manifest("DEPT-35", "DEPT-99")),
              "territory-unknown /data/exclusions/0/territory");
    EXPECT_EQ(error_of(manifest("edited by hand", "")), "data-malformed /data/exclusions/0/reason");
    EXPECT_EQ(error_of(manifest("edited by hand", std::string(500, 'a'))), "none");
    EXPECT_EQ(error_of(manifest("edited by hand", std::string(501, 'a'))),
              "text-too-long /data/exclusions/0/reason");
    EXPECT_EQ(error_of(manifest(R"("title":)", R"("subtitle":)")), "member-unknown /data/subtitle");
    EXPECT_EQ(error_of(manifest("true", "1")), "data-malformed /data/change_needs_reason");
}

}  // namespace
