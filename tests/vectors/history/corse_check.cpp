// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/history/corse_check.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <map>
#include <utility>

#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/events.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/golden_files.hpp"
#include "tests/vectors/support/history_load.hpp"
#include "tests/vectors/support/serve_process.hpp"

namespace tests::vectors {
namespace {

constexpr std::string_view indicator = "IND-299";
constexpr std::string_view policy = "CH-169";
constexpr std::size_t corrected_by = 7;

// By department: the value and the id of the event that entered it.
using Contributors = std::map<std::string, std::pair<std::string, std::string>>;

// The golden definitions of the two, recorded before the first edition.
platform::Result<std::vector<std::string>> definitions_of(const GoldenInputs& inputs) {
    std::vector<std::string> events;
    for (const std::string& text : inputs.definitions) {
        auto event = parse_json(text, {});
        if (!event) return event.error();
        auto& members = event->as_object();
        const auto id = text_member(members.at("data"), "id");
        if (id != indicator && id != policy) continue;
        members["recordedtime"] = history_defined_at;
        events.push_back(boost::json::serialize(*event));
    }
    if (events.size() != 2) return failure("the golden definitions lack one of two");
    return events;
}

platform::Status load(Api& api, const GoldenInputs& inputs,
                      const std::vector<HistoryEdition>& editions) {
    const auto defined = definitions_of(inputs);
    if (!defined) return defined.error();
    if (const auto sent = send_events(api, *defined); !sent) return sent.error();
    for (std::size_t i = 0; i < corrected_by; ++i) {
        HistoryEdition own = editions[i];
        std::erase_if(own.changes, [](const HistoryChange& change) {
            return change.cell.indicator != indicator;
        });
        const auto events = history_events(own);
        if (!events) return events.error();
        if (events->empty()) continue;
        if (const auto sent = send_events(api, *events); !sent) return sent.error();
    }
    return {};
}

// The ids of the events that a lineage names, by sequence.
std::map<std::string, std::string> event_ids(const boost::json::value& lineage) {
    std::map<std::string, std::string> ids;
    const auto* events = member(lineage, "events");
    if (events == nullptr || !events->is_array()) return ids;
    for (const auto& event : events->get_array())
        ids[boost::json::serialize(*member(event, "sequence"))] = text_member(event, "id");
    return ids;
}

// Who made the value of April 2024 in Corse, as it was known at `as_of`.
platform::Result<Contributors> contributors(Api& api, const std::string& as_of) {
    const auto body = api.get("/v1/indicators/IND-299/territories/REG-94/lineage?as_of=" +
                              platform::http::percent_encode(as_of));
    if (!body) return body.error();
    const auto lineage = parse_json(*body, {});
    if (!lineage) return lineage.error();
    auto ids = event_ids(*lineage);
    Contributors found;
    const auto* cells = member(*lineage, "actuals");
    if (cells == nullptr || !cells->is_array()) return failure("no cells: " + body->substr(0, 80));
    for (const auto& cell : cells->get_array()) {
        if (text_member(cell, "month") != "2024-04") continue;
        for (const auto& from : cell.at("contributors").as_array())
            found[std::string(text_member(from, "territory"))] = {
                boost::json::serialize(from.at("value")),
                ids[boost::json::serialize(from.at("days").as_array().back().at("event"))]};
    }
    return found;
}

void tell(const Contributors& found, std::string_view when) {
    std::cout << "IND-299 REG-94 2024-04, lineage " << when << " edition " << corrected_by << ":";
    for (const auto& [department, said] : found)
        std::cout << ' ' << department << " = " << said.first << " (" << said.second << ')';
    std::cout << '\n';
}

platform::Result<bool> check(const std::string& url, const GoldenInputs& inputs,
                             const std::vector<HistoryEdition>& editions) {
    auto api = Api::open(url);
    if (!api) return api.error();
    if (const auto loaded = load(*api, inputs, editions); !loaded) return loaded.error();
    const auto before = contributors(*api, editions[corrected_by - 2].recorded);
    if (!before) return before.error();
    const auto after = contributors(*api, editions[corrected_by - 1].recorded);
    if (!after) return after.error();
    tell(*before, "before");
    tell(*after, "after");
    const auto is = [](const Contributors& found, const char* department, const char* value) {
        const auto one = found.find(department);
        return one != found.end() && one->second.first == value && !one->second.second.empty();
    };
    return before->size() == 2 && is(*before, "DEPT-2A", "170") && is(*before, "DEPT-2B", "0") &&
           after->size() == 2 && is(*after, "DEPT-2A", "85") && is(*after, "DEPT-2B", "85");
}

}  // namespace

platform::Result<bool> check_corse(const std::filesystem::path& barometre,
                                   const std::string& golden,
                                   const std::vector<HistoryEdition>& editions) {
    if (editions.size() < corrected_by) return failure("too few editions");
    const auto inputs = read_golden_inputs(golden);
    if (!inputs) return inputs.error();
    auto process = ServeProcess::start(barometre);
    if (!process) return process.error();
    auto good = check(process->url(), *inputs, editions);
    const auto stopped = process->stop();
    if (!good) return with_end_of_server(good.error(), stopped);
    if (!stopped) return stopped.error();
    return good;
}

}  // namespace tests::vectors
