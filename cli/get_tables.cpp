// SPDX-License-Identifier: EUPL-1.2
#include "cli/get_tables.hpp"

#include "cli/answer.hpp"
#include "cli/table.hpp"

namespace cli {
namespace {

using domain::codec::Json;

constexpr auto right = Align::right;

// "3/4", or nothing.
std::string ratio(const std::string& part, const std::string& whole) {
    return part.empty() || whole.empty() ? std::string{} : part + "/" + whole;
}

std::string coverage(const Json& state) {
    return ratio(text(state, {"coverage", "reported"}), text(state, {"coverage", "expected"}));
}

}  // namespace

Names names_of(const Json& catalogue) {
    Names names;
    for (const Json& row : list(catalogue, "rows"))
        names.emplace(text(row, {"id"}), text(row, {"name"}));
    return names;
}

std::string territory_tables(const Json& answer, const Names& names) {
    Table indicators{
        {{"indicator"},
         {"name", Align::left, 46},
         {"value", right},
         {"unit", Align::left, 20},
         {"month"},
         {"target", right},
         {"progress", right},
         {"this year", right},
         {"reported", right}}
    };
    for (const Json& state : list(answer, "indicators")) {
        const auto id = text(state, {"indicator"});
        const auto name = names.find(id);
        indicators.add({id, name == names.end() ? std::string{} : name->second,
                        text(state, {"current", "value"}), text(state, {"unit"}),
                        text(state, {"current", "month"}), text(state, {"target", "value"}),
                        text(state, {"progress", "global"}), text(state, {"progress", "annual"}),
                        coverage(state)});
    }
    Table policies{
        {{"policy"},
         {"progress", right},
         {"this year", right},
         {"month"},
         {"indicators", right},
         {"trend"},
         {"gap", right}}
    };
    for (const Json& figure : list(answer, "policies"))
        policies.add(
            {text(figure, {"policy"}), text(figure, {"today", "progress", "global"}),
             text(figure, {"today", "progress", "annual"}), text(figure, {"today", "month"}),
             ratio(text(figure, {"today", "reported"}), text(figure, {"today", "expected"})),
             text(figure, {"trend"}), text(figure, {"gap"})});
    return text(answer, {"territory"}) + " " + text(answer, {"name"}) + "\n\n" + indicators.text() +
           "\n" + policies.text() + "\n" + what_it_stands_for(answer);
}

std::string indicator_table(const Json& answer, const Names&) {
    Table table{
        {{"territory"},
         {"name"},
         {"baseline", right},
         {"value", right},
         {"month"},
         {"target", right},
         {"progress", right},
         {"this year", right},
         {"reported", right},
         {"next update"}}
    };
    std::string unit;
    for (const Json& state : list(answer, "rows")) {
        unit = text(state, {"unit"});
        table.add({text(state, {"territory"}), text(state, {"name"}),
                   text(state, {"baseline", "value"}), text(state, {"current", "value"}),
                   text(state, {"current", "month"}), text(state, {"target", "value"}),
                   text(state, {"progress", "global"}), text(state, {"progress", "annual"}),
                   coverage(state), text(state, {"freshness", "next_update"})});
    }
    const std::string of_unit = unit.empty() ? std::string{} : " (" + unit + ")";
    return text(answer, {"indicator"}) + of_unit + "\n\n" + table.text() + "\n" +
           what_it_stands_for(answer);
}

std::string policy_table(const Json& answer, const Names&) {
    Table table{
        {{"territory"},
         {"name"},
         {"progress", right},
         {"this year", right},
         {"month"},
         {"indicators", right},
         {"before", right},
         {"trend"},
         {"gap", right}}
    };
    for (const Json& figure : list(answer, "rows"))
        table.add({text(figure, {"territory"}), text(figure, {"name"}),
                   text(figure, {"today", "progress", "global"}),
                   text(figure, {"today", "progress", "annual"}), text(figure, {"today", "month"}),
                   ratio(text(figure, {"today", "reported"}), text(figure, {"today", "expected"})),
                   text(figure, {"previous", "progress", "global"}), text(figure, {"trend"}),
                   text(figure, {"gap"})});
    return text(answer, {"policy"}) + ", median " + text(answer, {"median"}) + "\n\n" +
           table.text() + "\n" + what_it_stands_for(answer);
}

std::string series_table(const Json& answer, const Names&) {
    Table table{
        {{"month"},
         {"baseline", right},
         {"actual", right},
         {"target", right},
         {"annual", right},
         {"global", right},
         {"progress", right},
         {"this year", right},
         {"origin"}}
    };
    for (const Json& row : list(answer, "rows"))
        table.add({text(row, {"month"}), text(row, {"baseline"}), text(row, {"actual"}),
                   text(row, {"target"}), text(row, {"comparable", "annual"}),
                   text(row, {"comparable", "global"}), text(row, {"progress", "global"}),
                   text(row, {"progress", "annual"}), text(row, {"origin", "actual"})});
    return text(answer, {"indicator"}) + " " + text(answer, {"territory"}) + "\n\n" + table.text() +
           "\n" + what_it_stands_for(answer);
}

}  // namespace cli
