// SPDX-License-Identifier: EUPL-1.2
#include "cli/past_tables.hpp"

#include "cli/answer.hpp"
#include "cli/table.hpp"

namespace cli {
namespace {

using domain::codec::Json;

constexpr auto right = Align::right;

std::string or_none(const std::string& value, std::string_view none) {
    return value.empty() ? std::string{none} : value;
}

// "actual 2023-12: 5 to 7".
std::string change_text(const Json& change) {
    const std::string kind = text(change, {"change"});
    const std::string before =
        kind == "added" ? "nothing" : or_none(text(change, {"before"}), "erased");
    const std::string after =
        kind == "removed" ? "nothing" : or_none(text(change, {"after"}), "erased");
    return text(change, {"kind"}) + " " + text(change, {"month"}) + ": " + before + " to " + after;
}

std::string said_text(const Json& row) {
    std::string said = text(row, {"kind"}) + " " + text(row, {"date"}) + " = " +
                       or_none(text(row, {"value"}), "erased");
    const std::string by = text(row, {"superseded_by"});
    if (text(row, {"valid"}) != "yes" && !by.empty()) said += " (until record " + by + ")";
    return said;
}

std::string from_to(const Json& row, std::initializer_list<std::string_view> before,
                    std::initializer_list<std::string_view> after) {
    return or_none(text(row, before), "none") + " to " + or_none(text(row, after), "none");
}

void add_line(std::string& out, std::string_view what, const std::string& line) {
    constexpr std::size_t width = 10;
    out.append("    ").append(what).append(width - what.size(), ' ').append(line).append("\n");
}

std::string paragraph(const Json& row) {
    std::string out = text(row, {"recorded"}) + "  record " + text(row, {"sequence"}) + "  " +
                      text(row, {"outcome"}) + (text(row, {"loaded"}) == "yes" ? ", loaded" : "") +
                      "\n";
    add_line(out, "event", text(row, {"source"}) + " " + text(row, {"id"}));
    add_line(out, "type", text(row, {"type"}));
    const auto add = [&](std::string_view what, const std::string& line) {
        if (!line.empty()) add_line(out, what, line);
    };
    add("by", text(row, {"actor"}));
    add("reason", text(row, {"reason"}));
    add("code", text(row, {"code"}));
    const std::string corrected = text(row, {"corrects", "id"});
    if (!corrected.empty())
        add_line(out, "corrects", text(row, {"corrects", "source"}) + " " + corrected);
    for (const Json& said : list(row, "rows")) add_line(out, "says", said_text(said));
    for (const Json& change : list(row, "changes")) add_line(out, "changes", change_text(change));
    if (!list(row, "changes").empty())
        add_line(
            out, "figure",
            from_to(row, {"before", "value"}, {"after", "value"}) + ", progress " +
                from_to(row, {"before", "progress", "global"}, {"after", "progress", "global"}));
    for (const Json& moved : list(row, "moved"))
        for (const Json& change : list(moved, "changes"))
            add_line(out, "moves", text(moved, {"territory"}) + " " + change_text(change));
    for (const Json& attempt : list(row, "attempts"))
        add_line(out, "again",
                 "record " + text(attempt, {"sequence"}) + " " + text(attempt, {"outcome"}));
    return out;
}

}  // namespace

std::string audit_timeline(const Json& page) {
    std::string out;
    for (const Json& row : list(page, "rows")) out += paragraph(row) + "\n";
    return out;
}

std::string history_table(const Json& page) {
    Table table{
        {{"recorded"},
         {"record", right},
         {"value", right},
         {"month"},
         {"target", right},
         {"progress", right},
         {"this year", right},
         {"event"},
         {"reason"}}
    };
    for (const Json& row : list(page, "rows"))
        table.add({text(row, {"cause", "recorded"}), text(row, {"sequence"}),
                   text(row, {"current", "value"}), text(row, {"current", "month"}),
                   text(row, {"target", "value"}), text(row, {"progress", "global"}),
                   text(row, {"progress", "annual"}), text(row, {"cause", "id"}),
                   text(row, {"cause", "reason"})});
    return table.text();
}

std::string difference_table(const Json& page) {
    Table table{
        {{"what"},
         {"policy"},
         {"indicator"},
         {"territory"},
         {"field"},
         {"before", right},
         {"after", right},
         {"record", right},
         {"event"}}
    };
    for (const Json& row : list(page, "rows")) {
        const std::string month = text(row, {"month"});
        table.add({text(row, {"what"}), text(row, {"policy"}), text(row, {"indicator"}),
                   text(row, {"territory"}),
                   month.empty() ? text(row, {"field"}) : text(row, {"kind"}) + " " + month,
                   text(row, {"before"}), text(row, {"after"}), text(row, {"cause", "sequence"}),
                   text(row, {"cause", "id"})});
    }
    return table.text();
}

}  // namespace cli
