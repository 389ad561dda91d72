// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/definitions.hpp"

#include <boost/json/array.hpp>
#include <charconv>
#include <span>
#include <utility>

#include "tests/vectors/support/failure.hpp"

namespace tests::vectors {
namespace {

using Word = std::pair<std::string_view, std::string_view>;

constexpr Word sources[] = {
    {"_",          "none"          },
    {"user_input", "entered"       },
    {"DEPT",       "departments"   },
    {"REG",        "regions"       },
    {"sub_indic",  "sub-indicators"}
};
constexpr Word roll_up_operations[] = {
    {"_",   "none"},
    {"sum", "sum" },
    {"avg", "mean"},
    {"moy", "moy" }
};
constexpr Word comparable_operations[] = {
    {"current_value", "current"},
    {"sum",           "sum"    },
    {"moy",           "mean"   },
    {"avg",           "mean"   }
};
constexpr Word periods[] = {
    {"_",                "none"  },
    {"from_year_start",  "year"  },
    {"from_custom_date", "series"}
};
constexpr Word trends[] = {
    {"HAUSSE", "up"    },
    {"BAISSE", "down"  },
    {"STABLE", "stable"}
};
constexpr Word levels[] = {
    {"dept", "department"},
    {"reg",  "region"    },
    {"nat",  "nation"    }
};
constexpr Word kinds[] = {
    {"vi", "baseline"},
    {"va", "actual"  },
    {"vc", "target"  }
};
constexpr Word replication_targets[] = {
    {"REG",  "region"    },
    {"DEPT", "department"}
};

constexpr std::string_view months_window = "from_previous_month::";

std::optional<std::string_view> translate(std::span<const Word> words, std::string_view word) {
    for (const auto& [theirs, ours] : words) {
        if (theirs == word) return ours;
    }
    return std::nullopt;
}

// Reads the parameters of one indicator and remembers the first that it cannot read, so that a
// definition is written in one go and judged at the end.
class Parameters {
public:
    explicit Parameters(const PiloteIndicator& indicator) : indicator_(indicator) {}

    std::string_view text(const std::string& name) {
        const auto found = indicator_.params.find(name);
        if (found != indicator_.params.end()) return found->second;
        refuse(name + " is missing");
        return {};
    }

    std::string_view word(const std::string& name, std::span<const Word> words) {
        const auto theirs = text(name);
        // A custom date is constant, so only its presence counts (pilote.md §3.3).
        const auto ours = translate(words, theirs.substr(0, theirs.find("::")));
        if (ours) return *ours;
        refuse(name + ": unknown word " + std::string(theirs));
        return {};
    }

    int window_months(const std::string& name) {
        const auto digits = text(name).substr(months_window.size());
        int months = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), months);
        if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) {
            refuse(name + ": bad number of months");
        }
        return months;
    }

    const std::optional<platform::Error>& refused() const { return refused_; }

private:
    void refuse(const std::string& why) {
        if (!refused_) refused_ = failure(indicator_.id + ": " + why);
    }

    const PiloteIndicator& indicator_;
    std::optional<platform::Error> refused_;
};

boost::json::object roll_up(Parameters& parameters, std::string_view kind) {
    boost::json::object by_level;
    for (const auto& [theirs, ours] : levels) {
        const std::string prefix = std::string(kind) + "_" + std::string(theirs);
        by_level[ours] = {
            {"from",      parameters.word(prefix + "_from", sources)           },
            {"operation", parameters.word(prefix + "_op",   roll_up_operations)}
        };
    }
    return by_level;
}

boost::json::object comparable(Parameters& parameters, const std::string& prefix) {
    const std::string partition = prefix + "_partition_date";
    const bool is_months = parameters.text(partition).starts_with(months_window);
    return {
        {"decumulate", parameters.word(prefix + "_decumul_from", periods)},
        {"window", is_months ? "months" : parameters.word(partition, periods)},
        {"months", is_months ? parameters.window_months(partition) : 0},
        {"operation", parameters.word(prefix + "_op", comparable_operations)}
    };
}

platform::Result<boost::json::value> replication(const std::string& theirs) {
    if (theirs.empty()) return boost::json::value(nullptr);
    const auto ours = translate(replication_targets, theirs);
    if (!ours) return failure("unknown replication " + theirs);
    return boost::json::value(*ours);
}

}  // namespace

platform::Result<boost::json::object> indicator_definition(const PiloteIndicator& indicator) {
    Parameters parameters(indicator);
    boost::json::object roll_ups;
    for (const auto& [theirs, ours] : kinds) roll_ups[ours] = roll_up(parameters, theirs);
    boost::json::object weights;
    for (const auto& [theirs, ours] : levels) {
        weights[ours] = parameters.text("poids_pourcent_" + std::string(theirs) + "_declaree");
    }
    boost::json::object definition{
        {"id", indicator.id},
        {"policy", indicator.chantier},
        {"hidden", indicator.hidden},
        {"trend", parameters.word("tendance", trends)},
        {"applies_to", nullptr},
        {"roll_up", std::move(roll_ups)},
        {"comparable",
         {{"annual", comparable(parameters, "param_vaca")},
          {"global", comparable(parameters, "param_vacg")}}},
        {"weights", std::move(weights)},
        {"rules", "pilote-2024"}
    };
    if (indicator.applies_to) {
        definition["applies_to"] =
            boost::json::array(indicator.applies_to->begin(), indicator.applies_to->end());
    }
    if (parameters.refused()) return *parameters.refused();
    return definition;
}

platform::Result<boost::json::object> policy_definition(const PiloteChantier& chantier) {
    const auto region = replication(chantier.replicate_val_reg_to);
    if (!region) return region.error();
    const auto nation = replication(chantier.replicate_val_nat_to);
    if (!nation) return nation.error();
    return boost::json::object{
        {"id",                  chantier.id},
        {"replicate_region_to", *region    },
        {"replicate_nation_to", *nation    }
    };
}

}  // namespace tests::vectors
