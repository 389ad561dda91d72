// SPDX-License-Identifier: EUPL-1.2
#include "query-api/openapi.hpp"

#include <algorithm>
#include <set>

#include "query-api/parameters.hpp"
#include "query-api/read_routes.hpp"
#include "tests/component/query/test_api.hpp"
#include "tests/support/must.hpp"

namespace tests::query {
namespace {

using domain::codec::Json;

const Json& document() {
    static const Json json =
        support::must(domain::codec::parse_json(query_api::openapi_document()));
    return json;
}

// The paths that have `method`.
std::set<std::string> documented(std::string_view method) {
    std::set<std::string> paths;
    for (const auto& [path, operations] : *document().member("paths")->object())
        if (operations.member(method) != nullptr) paths.insert(path);
    return paths;
}

Json resolved(const Json& value) {
    const Json* reference = value.member("$ref");
    if (reference == nullptr) return value;
    std::string_view path = *reference->string();
    path.remove_prefix(2);
    const Json* found = &document();
    while (!path.empty() && found != nullptr) {
        const auto name = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(path.size(), name.size() + 1));
        found = found->member(name);
    }
    if (found == nullptr) throw std::runtime_error("dangling " + *reference->string());
    return *found;
}

std::set<std::string> parameters(const std::string& path, std::string_view place) {
    std::set<std::string> names;
    for (const Json& parameter :
         *document().member("paths")->member(path)->member("get")->member("parameters")->array())
        if (*resolved(parameter).member("in")->string() == place)
            names.insert(*resolved(parameter).member("name")->string());
    return names;
}

class OpenApi : public TestApi {};

TEST_F(OpenApi, HasEachRouteAndNoOther) {
    platform::WorkerPool pool{1, 1};
    std::set<std::string> paths;
    for (const auto& route :
         query_api::routes({.store = store(), .wait_for = {}, .clock = {}, .not_ready = {}}, pool))
        paths.insert(route.path);
    EXPECT_EQ(documented("get"), paths);
    EXPECT_EQ(documented("post"), (std::set<std::string>{"/v1/events", "/v1/imports",
                                                         "/v1/indicators", "/v1/policies"}));
}

// The rights of which each opens an operation.
platform::access::Rights documented_rights(const std::string& path, std::string_view method) {
    platform::access::Rights rights;
    const Json& operation = *document().member("paths")->member(path)->member(method);
    for (const Json& requirement : *operation.member("security")->array())
        for (const Json& name : *requirement.member("key")->array())
            rights.add(platform::access::right_named(*name.string()).value());
    return rights;
}

TEST_F(OpenApi, NamesTheRightsThatEachRouteNeeds) {
    platform::WorkerPool pool{1, 1};
    for (const auto& route :
         query_api::routes({.store = store(), .wait_for = {}, .clock = {}, .not_ready = {}}, pool))
        EXPECT_EQ(documented_rights(route.path, "get").text(' '), route.needs.text(' '))
            << route.path;
}

TEST_F(OpenApi, HasTheParametersOfEachRead) {
    const auto medians = std::make_shared<query_api::Medians>(store());
    for (const auto& route : query_api::read_routes(medians)) {
        std::set<std::string> expected{query_api::common_parameters.begin(),
                                       query_api::common_parameters.end()};
        expected.insert(route.parameters.begin(), route.parameters.end());
        EXPECT_EQ(parameters(route.path, "query"), expected) << route.path;
        for (const auto& name : parameters(route.path, "path"))
            EXPECT_NE(route.path.find("{" + name + "}"), std::string::npos) << route.path;
        EXPECT_EQ(parameters(route.path, "path").size(),
                  static_cast<std::size_t>(std::count(route.path.begin(), route.path.end(), '{')));
        const Json& content = *document()
                                   .member("paths")
                                   ->member(route.path)
                                   ->member("get")
                                   ->member("responses")
                                   ->member("200")
                                   ->member("content");
        EXPECT_EQ(content.member("application/x-ndjson") != nullptr,
                  route.lines == query_api::Lines::offered)
            << route.path;
    }
}

// Whether each member that `schema` requires is in `value`, and none is there that it does not
// know.
void expect_members(const Json& value, const Json& schema_or_reference, const std::string& where) {
    const Json schema = resolved(schema_or_reference);
    if (const Json* choices = schema.member("anyOf")) {
        if (!value.is_null()) expect_members(value, (*choices->array())[0], where);
    } else if (const Json* properties = schema.member("properties")) {
        ASSERT_NE(value.object(), nullptr) << where;
        for (const auto& [name, inner] : *properties->object()) {
            ASSERT_NE(value.member(name), nullptr) << where << "." << name;
            expect_members(*value.member(name), inner, std::string{where}.append(".").append(name));
        }
        for (const auto& [name, inner] : *value.object())
            EXPECT_NE(properties->member(name), nullptr) << where << "." << name;
    } else if (const Json* items = schema.member("items")) {
        ASSERT_NE(value.array(), nullptr) << where;
        for (const Json& item : *value.array()) expect_members(item, *items, where + "[]");
    }
}

TEST_F(OpenApi, DescribesTheRowsThatAreAnswered) {
    define_policy("CH-001");
    define_indicator("IND-001", "CH-001", houses());
    measure(figures("DEPT-35", "0", "40", "100"));
    const Json& schemas = *document().member("components")->member("schemas");
    const auto row_of = [this](const std::string& target, std::string_view list) {
        const auto json = support::must(domain::codec::parse_json(body(target)));
        return json.member(list)->array()->front();
    };
    const auto expect = [&](const Json& row, std::string_view name) {
        expect_members(row, *schemas.member(name), std::string{name});
    };
    expect(row_of("/v1/territories", "rows"), "Territory");
    expect(row_of("/v1/policies", "rows"), "PolicyDefinition");
    expect(row_of("/v1/indicators", "rows"), "IndicatorDefinition");
    expect(row_of("/v1/territories/DEPT-35/barometer", "indicators"), "State");
    expect(row_of("/v1/territories/DEPT-35/barometer", "policies"), "PolicyFigure");
    expect(row_of("/v1/indicators/IND-001/territories/DEPT-35/series", "rows"), "SeriesRow");
    const std::string figure = "/v1/indicators/IND-001/territories/DEPT-35";
    expect(row_of(figure + "/history", "rows"), "HistoryRow");
    expect(row_of(figure + "/audit", "rows"), "AuditRow");
    expect(row_of("/v1/policies/CH-001/territories/DEPT-35/history", "rows"), "PolicyHistoryRow");
    expect(row_of("/v1/submissions", "rows"), "SubmissionRow");
    report(domain::event_type::edition_published, field("/v1/edition-draft", "manifest"));
    expect(row_of("/v1/editions", "rows"), "EditionRow");
    expect(*support::must(domain::codec::parse_json(body("/v1/edition-draft"))).member("manifest"),
           "EditionManifest");
    expect(support::must(domain::codec::parse_json(body("/v1/event?source=urn:test&id=e1"))),
           "Event");
}

TEST_F(OpenApi, IsServed) {
    EXPECT_EQ(body("/openapi.json"), query_api::openapi_document());
    EXPECT_EQ(field("/openapi.json", "openapi"), "\"3.1.0\"");
}

}  // namespace
}  // namespace tests::query
