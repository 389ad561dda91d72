// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/router.hpp"

#include "platform/http/query.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace platform::http;
using Texts = std::vector<std::string>;

Router router_of(const std::vector<std::pair<Method, std::string>>& routes) {
    std::vector<Route> table;
    for (const auto& [method, path] : routes) table.push_back({method, path, 0, {}});
    return Router{std::move(table)};
}

TEST(Router, FindsTemplatesByTheirLiteralParts) {
    const Router router = router_of({
        {Method::get, "/"                               },
        {Method::get, "/v1/policies"                    },
        {Method::get, "/v1/{a}/{b}"                     },
        {Method::get, "/v1/policies/{p}"                },
        {Method::get, "/v1/policies/{p}/territories/{t}"}
    });
    const auto expect_found = [&](const char* path, const char* want, const Texts& parameters) {
        SCOPED_TRACE(path);
        const RouteMatch match = router.find(Method::get, path);
        ASSERT_EQ(match.outcome, RouteOutcome::found);
        EXPECT_EQ(match.route->path, want);
        EXPECT_EQ(match.parameters, parameters);
    };
    expect_found("/", "/", {});
    expect_found("/v1/policies", "/v1/policies", {});
    expect_found("/v1/policies/CH-1", "/v1/policies/{p}", {"CH-1"});
    expect_found("/v1/other/CH-1", "/v1/{a}/{b}", {"other", "CH-1"});
    expect_found("/v1/policies/a%2Fb", "/v1/policies/{p}", {"a/b"});
    expect_found("/v1/policies/%C3%A9/territories/+", "/v1/policies/{p}/territories/{t}",
                 {"é", "+"});
}

TEST(Router, DoesNotFindWhatOnlyLooksLikeIt) {
    const Router router = router_of({
        {Method::get, "/v1/policies"},
        {Method::get, "/v1/a/{p}"   }
    });
    for (const char* path : {"/", "/v1", "/v1/", "/v1/policies/", "//v1/policies", "/V1/policies",
                             "/v1/a/", "/v1/a/b/c", "/v1/%70olicies", "/v1/a/b/"}) {
        EXPECT_EQ(router.find(Method::get, path).outcome, RouteOutcome::not_found) << path;
    }
}

TEST(Router, NamesTheMethodsThatAnAddressTakes) {
    const Router router = router_of({
        {Method::get,  "/a"},
        {Method::post, "/a"},
        {Method::del,  "/b"},
        {Method::put,  "/b"}
    });
    EXPECT_EQ(router.find(Method::put, "/a").allow, "GET, HEAD, POST");
    EXPECT_EQ(router.find(Method::get, "/b").allow, "DELETE, PUT");
    EXPECT_EQ(router.find(Method::head, "/b").outcome, RouteOutcome::method_not_allowed);
    EXPECT_EQ(router.find(Method::head, "/a").route->method, Method::get);
    EXPECT_EQ(router.find(Method::post, "/a").route->method, Method::post);
}

TEST(Router, AParameterThatCannotBeDecodedIsMalformed) {
    const Router router = router_of({
        {Method::get, "/{a}"}
    });
    for (const char* path : {"/%", "/%4", "/%4g", "/a%", "/%FF", "/%00", "/%0A"}) {
        EXPECT_EQ(router.find(Method::get, path).outcome, RouteOutcome::malformed) << path;
    }
}

TEST(Query, IsSplitAndDecoded) {
    const auto query = parse_query("a=1&b=x+y%20z&&c&d=&a=%C3%A9=&%26=%3D");
    ASSERT_TRUE(query);
    const std::vector<std::pair<std::string, std::string>> want = {
        {"a", "1"    },
        {"b", "x y z"},
        {"c", ""     },
        {"d", ""     },
        {"a", "é="   },
        {"&", "="    }
    };
    EXPECT_EQ(*query, want);
    EXPECT_TRUE(parse_query("")->empty());
}

TEST(Query, RefusesWhatIsMalformed) {
    for (const char* text : {"a=%", "a=%2", "a=%2x", "%zz=1", "a=%80", "a=%C3", "a=%ED%A0%80",
                             "a=%00", "a=%7F", "a=%0d%0a", "=1", "a=1&=2"}) {
        const auto query = parse_query(text);
        ASSERT_FALSE(query) << text;
        EXPECT_EQ(query.error().code, platform::Errc::invalid);
    }
}

TEST(Request, FindsItsHeadersAndParameters) {
    Request request;
    request.headers = {
        {"a", "1"},
        {"b", "2"},
        {"a", "3"}
    };
    request.query = {
        {"q", "" },
        {"r", "x"},
        {"r", "y"}
    };
    EXPECT_EQ(request.header("a"), "1");
    EXPECT_EQ(request.header("c"), "");
    EXPECT_EQ(request.parameter("q"), "");
    EXPECT_EQ(request.parameter("r"), "x");
    EXPECT_EQ(request.parameter("s"), std::nullopt);
}

}  // namespace
}  // namespace tests
