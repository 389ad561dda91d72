// SPDX-License-Identifier: EUPL-1.2
#include "platform/logging.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>
#include <thread>
#include <vector>

#include "tests/support/must.hpp"

namespace {

using namespace platform;
using support::must;
using namespace std::chrono_literals;

const auto instant = std::chrono::system_clock::time_point{1'726'128'662s + 123'456us};

std::string text_line(std::string_view text) {
    const auto line = log_line(instant, Level::info, "e",
                               {
                                   {"t", text}
    });
    const std::string start =
        R"({"time":"2024-09-12T08:11:02.123456Z","level":"info","event":"e","t":")";
    EXPECT_EQ(line.substr(0, start.size()), start);
    EXPECT_EQ(line.substr(line.size() - 3), "\"}\n");
    return line.substr(start.size(), line.size() - start.size() - 3);
}

TEST(Logging, ALineIsAnObjectWithTimeLevelEventAndFields) {
    const std::string owned = "DEPT-35";
    EXPECT_EQ(log_line(instant, Level::warning, "queue full",
                       {
                           {"territory", owned                                    },
                           {"path",      "/v1"                                    },
                           {"small",     -3                                       },
                           {"large",     std::numeric_limits<std::uint64_t>::max()},
                           {"rate",      0.1                                      },
                           {"live",      true                                     },
                           {"nothing",   std::numeric_limits<double>::quiet_NaN() }
    }),
              R"({"time":"2024-09-12T08:11:02.123456Z","level":"warning","event":"queue full",)"
              R"("territory":"DEPT-35","path":"/v1","small":-3,"large":18446744073709551615,)"
              R"("rate":0.1,"live":true,"nothing":null})"
              "\n");
}

TEST(Logging, TheTimeHasSixDigitsOfASecondBeforeAndAfter1970) {
    const auto start_of = [](auto time) {
        return log_line(std::chrono::system_clock::time_point{time}, Level::debug, "", {})
            .substr(0, 38);
    };
    EXPECT_EQ(start_of(0us), R"({"time":"1970-01-01T00:00:00.000000Z",)");
    EXPECT_EQ(start_of(-1us), R"({"time":"1969-12-31T23:59:59.999999Z",)");
    EXPECT_EQ(start_of(951'782'400s + 1us), R"({"time":"2000-02-29T00:00:00.000001Z",)");
}

TEST(Logging, EscapesWhatWouldForgeOrHideText) {
    const struct {
        const char* name;
        std::string text;
        std::string want;
    } cases[] = {
        {"quotes",            "a\"b\\c",              "a\\\"b\\\\c"               },
        {"a new line",        "a\n{\"forged\":1}",    "a\\u000a{\\\"forged\\\":1}"},
        {"a null",            std::string{"a\0b", 3}, "a\\u0000b"                 },
        {"a terminal escape", "\x1b[2J",              "\\u001b[2J"                },
        {"delete",            "\x7f",                 "\\u007f"                   },
        {"a C1 control",      "\xc2\x9b",             "\\u009b"                   },
        {"right to left",     "\xe2\x80\xae",         "\\u202e"                   },
        {"an isolate",        "\xe2\x81\xa6",         "\\u2066"                   },
        {"an Arabic mark",    "\xd8\x9c",             "\\u061c"                   },
        {"no width",          "\xe2\x80\x8b",         "\\u200b"                   },
        {"a line separator",  "\xe2\x80\xa8",         "\\u2028"                   },
        {"a byte order mark", "\xef\xbb\xbf",         "\\ufeff"                   },
        {"a tag",             "\xf3\xa0\x81\x81",     "\\udb40\\udc41"            },
        {"French",            "préfecture d’Évry",    "préfecture d’Évry"         },
        {"beyond the plane",  "\xf0\x9f\x87\xab",     "\xf0\x9f\x87\xab"          },
        {"not UTF-8",         "a\xff\xc3",            "a\\ufffd\\ufffd"           },
        {"overlong",          "\xc0\xaf",             "\\ufffd\\ufffd"            },
        {"a surrogate",       "\xed\xa0\x80",         "\\ufffd\\ufffd\\ufffd"     },
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(text_line(c.text), c.want);
    }
}

TEST(Logging, CutsATextBeyondTheLimitBetweenCharacters) {
    const std::string fits(log_text_bytes_max, 'a');
    EXPECT_EQ(text_line(fits), fits);
    EXPECT_EQ(text_line(fits + 'b'), fits + "…");

    const std::string almost(log_text_bytes_max - 1, 'a');
    EXPECT_EQ(text_line(almost + "é"), almost + "…");
}

TEST(Logging, WritesWholeLinesFromManyThreads) {
    testing::internal::CaptureStderr();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([] {
            for (int i = 0; i < 100; ++i)
                log(Level::error, "an event",
                    {
                        {"text", std::string(100, 'x')}
                });
        });
    for (auto& thread : threads) thread.join();
    std::istringstream output{testing::internal::GetCapturedStderr()};

    int lines = 0;
    for (std::string line; std::getline(output, line); ++lines) {
        EXPECT_EQ(line.substr(0, 9), R"({"time":")");
        EXPECT_EQ(line.substr(38),
                  R"("level":"error","event":"an event","text":")" + std::string(100, 'x') + "\"}");
    }
    EXPECT_EQ(lines, 800);
}

TEST(Logging, WritesFromTheLevelThatIsSet) {
    testing::internal::CaptureStderr();
    log(Level::debug, "not at the start", {});
    log(Level::info, "at the start", {});
    set_log_level(Level::error);
    log(Level::warning, "below");
    log(Level::error, "at");
    set_log_level(Level::info);
    const auto output = testing::internal::GetCapturedStderr();

    EXPECT_EQ(output.find("not at the start"), std::string::npos);
    EXPECT_NE(output.find("at the start"), std::string::npos);
    EXPECT_EQ(output.find("below"), std::string::npos);
    EXPECT_NE(output.find(R"("event":"at")"), std::string::npos);
}

TEST(Logging, ReadsTheNameOfALevel) {
    EXPECT_EQ(must(parse_level("debug")), Level::debug);
    EXPECT_EQ(must(parse_level("error")), Level::error);
    EXPECT_EQ(parse_level("Error").error().code, Errc::invalid);
    EXPECT_EQ(parse_level("").error().code, Errc::invalid);
}

}  // namespace
