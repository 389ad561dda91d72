// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/problem.hpp"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace platform::http;

constexpr ProblemKind kind{422, "value-bad-format", "Bad value", "Valeur illisible"};

TEST(Problem, IsADocumentOfRfc9457) {
    const Response response =
        problem(kind, Language::english, "row 3: \"abc\"", R"([{"row":3,"code":"x"}])");
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(response.body, R"({"type":"https://barometre.example/problems/value-bad-format",)"
                             R"("title":"Bad value","status":422,"detail":"row 3: \"abc\"",)"
                             R"("errors":[{"row":3,"code":"x"}]})");
    const std::pair<std::string, std::string> language{"Content-Language", "en"};
    EXPECT_EQ(response.headers.front(), language);
}

TEST(Problem, HasAllItsMembersWithoutADetail) {
    EXPECT_EQ(problem(kind, Language::french).body,
              R"({"type":"https://barometre.example/problems/value-bad-format",)"
              R"("title":"Valeur illisible","status":422,"detail":"Valeur illisible",)"
              R"("errors":[]})");
}

TEST(Problem, FollowsAcceptLanguage) {
    const struct {
        const char* accept_language;
        Language want;
    } cases[] = {
        {"",                        Language::english},
        {"fr",                      Language::french },
        {"FR",                      Language::french },
        {"fr-CA",                   Language::french },
        {"fr-FR,fr;q=0.9,en;q=0.8", Language::french },
        {"en-GB,en;q=0.9,fr;q=0.8", Language::english},
        {"en;q=0.5, fr;q=0.7",      Language::french },
        {"en , fr",                 Language::english},
        {"fr , en",                 Language::french },
        {"de, fr;q=0.1",            Language::french },
        {"de",                      Language::english},
        {"fr;q=0",                  Language::english},
        {"fr;q=0, *",               Language::english},
        {"*",                       Language::english},
        {"en;q=0.2, *;q=0.9",       Language::french },
        {"fro",                     Language::english},
        {"fr;q=abc",                Language::english},
        {"fr;q=nan",                Language::english},
        {"fr;q=2",                  Language::english},
        {";;,,;q=,",                Language::english},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(preferred_language(c.accept_language), c.want) << c.accept_language;
    }
}

}  // namespace
}  // namespace tests
