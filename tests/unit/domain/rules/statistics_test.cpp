// SPDX-License-Identifier: EUPL-1.2
#include "domain/rules/statistics.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/values.hpp"

namespace {

TEST(Statistics, AreOfTheValuesThatAreThere) {
    const struct {
        std::vector<const char*> values;
        const char* mean_median_min_max;
    } rows[] = {
        {{},                                                  "null null null null"},
        {{"null", "null"},                                    "null null null null"},
        {{"7"},                                               "7 7 7 7"            },
        {{"7", "null", "2", "null", "3", "2", "8", "1", "8"}, "4.428571429 3 1 8"  },
        {{"42", "40", "60", "55"},                            "49.25 48.5 40 60"   },
        {{"60", "null", "0"},                                 "30 30 0 60"         },
        {{"-5", "5"},                                         "0 0 -5 5"           },
    };
    for (const auto& row : rows) {
        std::vector<std::optional<domain::Decimal>> values;
        for (const std::string_view value : row.values)
            values.push_back(value == "null" ? std::nullopt
                                             : std::optional{support::decimal(value)});
        const auto found = domain::rules::statistics(values);
        EXPECT_EQ(support::text_of(found.mean) + " " + support::text_of(found.median) + " " +
                      support::text_of(found.min) + " " + support::text_of(found.max),
                  row.mean_median_min_max);
    }
}

}  // namespace
