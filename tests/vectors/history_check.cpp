// SPDX-License-Identifier: EUPL-1.2
// Loads a real published history, each edition at its own recorded time, into a Baromètre, over
// HTTP only; then reads every edition as it was known then, and compares (data/SOURCES.md).
#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/vectors/history/corse_check.hpp"
#include "tests/vectors/history/net_changes.hpp"
#include "tests/vectors/history/stream_check.hpp"
#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/history_files.hpp"
#include "tests/vectors/support/history_load.hpp"
#include "tests/vectors/support/serve_process.hpp"
#include "tests/vectors/support/zone.hpp"

namespace tests::vectors {
namespace {

using Clock = std::chrono::steady_clock;
using platform::http::percent_encode;

constexpr std::string_view usage =
    "usage: history_check DIRECTORY [--every N] [--url URL] [--barometre PATH]\n"
    "Reads each Nth edition and the last one; 1 by default: all.\n";

struct Options {
    std::string directory;
    std::size_t every = 1;
    std::string url;
    std::filesystem::path barometre;
};

platform::Result<Options> read_options(const std::vector<std::string_view>& arguments) {
    Options options{.directory = {}, .url = {}, .barometre = barometre_beside_this_program()};
    for (std::size_t place = 0; place < arguments.size(); ++place) {
        const auto name = arguments[place];
        const bool has_value = place + 1 < arguments.size();
        if (name == "--url" && has_value) {
            options.url = arguments[++place];
        } else if (name == "--barometre" && has_value) {
            options.barometre = arguments[++place];
        } else if (name == "--every" && has_value) {
            options.every = std::stoul(std::string(arguments[++place]));
        } else if (!name.starts_with("--") && options.directory.empty()) {
            options.directory = name;
        } else {
            return failure("cannot read the argument " + std::string(name));
        }
    }
    if (options.directory.empty() || options.every == 0) return failure("no directory, or no N");
    return options;
}

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Adds the values of one answer in CSV, of an indicator over a level.
platform::Status add_values(const std::string& indicator, const std::string& csv,
                            HistoryState& state) {
    constexpr std::size_t columns_read = 5;
    constexpr std::string_view columns = "territory,month,baseline,actual,target,";
    if (!csv.starts_with(columns)) return failure("other columns: " + csv.substr(0, 80));
    std::string_view rest = csv;
    rest.remove_prefix(rest.find('\n') + 1);
    while (!rest.empty()) {
        std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        std::array<std::string_view, columns_read> cells;
        for (auto& cell : cells) {
            cell = line.substr(0, line.find(','));
            line.remove_prefix(cell.size() + 1);
        }
        const std::string zone = zone_of(cells[0]);
        constexpr std::array<std::string_view, 3> types{"vi", "va", "vc"};
        for (std::size_t i = 0; i < types.size(); ++i)
            if (!cells[i + 2].empty())
                state.insert_or_assign(
                    {indicator, zone, std::string(cells[1]), std::string(types[i])},
                    std::string(cells[i + 2]));
    }
    return {};
}

platform::Result<HistoryState> read_as_of(Api& api, const std::vector<std::string>& indicators,
                                          const std::string& as_of) {
    HistoryState state;
    for (const std::string& indicator : indicators) {
        for (const char* level : {"department", "region", "nation"}) {
            const auto body =
                api.get("/v1/indicators/" + indicator + "/series?format=csv&level=" + level +
                        "&as_of=" + percent_encode(as_of));
            if (!body) return body.error();
            if (const auto added = add_values(indicator, *body, state); !added)
                return added.error();
        }
    }
    return state;
}

// How many were compared, and how many agreed.
struct Verdict {
    std::size_t checked = 0;
    std::size_t equal = 0;

    bool good() const { return checked > 0 && checked == equal; }
};

platform::Result<Verdict> check_editions(Api& api, const Options& options,
                                         const std::vector<HistoryEdition>& editions,
                                         const std::vector<std::string>& indicators) {
    const auto start = Clock::now();
    Verdict verdict;
    for (std::size_t i = 0; i < editions.size(); ++i) {
        if (i % options.every != 0 && i + 1 != editions.size()) continue;
        const auto state = read_as_of(api, indicators, editions[i].recorded);
        if (!state) return state.error();
        const bool equal = sha256_of(*state) == editions[i].sha256;
        ++verdict.checked;
        verdict.equal += equal ? 1 : 0;
        if (!equal) std::cout << "edition " << editions[i].number << " is not what it was\n";
    }
    std::cout << "read in " << seconds_since(start) << " s\n";
    return verdict;
}

std::string number_text(const boost::json::value* value) {
    return value == nullptr || value->is_null() ? "" : boost::json::serialize(*value);
}

// Every line about a value that a difference has, page by page. Numbers are read as text.
platform::Result<NetChanges> net_by_diff(Api& api, const std::string& filters) {
    NetChanges net;
    for (std::string after; true;) {
        const auto body = api.get("/v1/diff?format=csv&limit=1000" + filters + after);
        if (!body) return body.error();
        std::string_view rest = *body;
        rest.remove_prefix(std::min(rest.size(), rest.find('\n') + 1));
        std::string last;
        while (!rest.empty()) {
            const std::string_view line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(line.size() + 1);
            std::vector<std::string> cells;
            for (std::size_t begin = 0; cells.size() < 10;) {
                const std::size_t comma = line.find(',', begin);
                cells.emplace_back(line.substr(begin, comma - begin));
                if (comma == std::string_view::npos) break;
                begin = comma + 1;
            }
            if (cells.size() < 10) return failure("a short line: " + std::string(line));
            last = cells[1];
            // Weights stand beside the rates of a policy.
            if (!cells[2].empty() && cells[0] != "weight") last += "/" + cells[2];
            if (!cells[3].empty()) last += "/" + cells[3];
            if (cells[0] == "value" && cells[8] != cells[9])
                net.insert_or_assign(
                    {cells[2], zone_of(cells[3]), cells[5], std::string(type_of(cells[4]))},
                    std::pair{cells[8], cells[9]});
        }
        if (last.empty()) return net;
        after = "&after=" + percent_encode(last);
    }
}

platform::Result<bool> check_diff(Api& api, const std::vector<HistoryEdition>& editions) {
    const auto start = Clock::now();
    const auto expected = net_by_hand(editions, diff_from, diff_to);
    const auto got = net_by_diff(api, "&from=" + percent_encode(editions[diff_from - 1].recorded) +
                                          "&to=" + percent_encode(editions[diff_to - 1].recorded));
    if (!got) return got.error();
    std::cout << "diff of editions " << diff_from << " and " << diff_to << ": " << expected.size()
              << " values by hand, " << got->size() << " answered, in " << seconds_since(start)
              << " s\n";
    return *got == expected;
}

// The corrections that one edition made to one indicator, out of one query.
platform::Result<bool> check_corrections(Api& api, const std::vector<HistoryEdition>& editions) {
    constexpr std::size_t edition = 6;
    constexpr std::size_t corrections = 1'178;
    const auto net = net_by_diff(
        api, "&indicator=IND-717&from=" + percent_encode(editions[edition - 2].recorded) +
                 "&to=" + percent_encode(editions[edition - 1].recorded));
    if (!net) return net.error();
    const auto corrected =
        static_cast<std::size_t>(std::count_if(net->begin(), net->end(), [](const auto& one) {
            return !one.second.first.empty() && !one.second.second.empty();
        }));
    std::cout << "IND-717, corrections of edition " << edition << ": " << corrected << '\n';
    return corrected == corrections;
}

// The month of one department that an edition corrected, with its cause.
platform::Result<bool> check_audit(Api& api, const std::string& department,
                                   std::string_view before) {
    const auto body =
        api.get("/v1/indicators/IND-299/territories/" + department + "/audit?limit=1000");
    if (!body) return body.error();
    const auto audit = parse_json(*body, {});
    if (!audit) return audit.error();
    const auto* rows = member(*audit, "rows");
    if (rows == nullptr || !rows->is_array()) return failure("no rows: " + body->substr(0, 80));
    for (const auto& row : rows->get_array()) {
        const auto* changes = member(row, "changes");
        if (text_member(row, "id") != "edition-7-IND-299" || changes == nullptr) continue;
        for (const auto& change : changes->get_array()) {
            const bool wanted = text_member(change, "kind") == "actual" &&
                                text_member(change, "month") == "2024-04";
            if (!wanted) continue;
            const std::string was = number_text(member(change, "before"));
            const std::string is = number_text(member(change, "after"));
            std::cout << "IND-299 " << department << " 2024-04: " << was << " became " << is
                      << " with " << text_member(row, "id") << '\n';
            return was == before && is == "85";
        }
    }
    std::cout << "IND-299 " << department << ": the correction is not in the audit\n";
    return false;
}

platform::Result<bool> check(const Options& options, const std::string& url) {
    const auto editions = read_history(options.directory);
    if (!editions) return editions.error();
    const auto policies = read_policies(options.directory +
                                        "/../ditp-barometre-resultats/metadata/"
                                        "meta_indicateurs.csv");
    if (!policies) return policies.error();
    const auto corse = check_corse(options.barometre, options.directory + "/../golden", *editions);
    if (!corse) return corse.error();
    const auto indicators = history_indicators(*editions);
    auto api = Api::open(url);
    if (!api) return api.error();
    if (const auto loaded = load_history(*api, *editions, *policies); !loaded)
        return loaded.error();
    bool good = *corse;
    for (const auto& [department, before] : {
             std::pair{"DEPT-2A", "170"},
             std::pair{"DEPT-2B", "0"  }
    }) {
        const auto audited = check_audit(*api, department, before);
        if (!audited) return audited.error();
        good = good && *audited;
    }
    const auto corrected = check_corrections(*api, *editions);
    if (!corrected) return corrected.error();
    const auto diff = check_diff(*api, *editions);
    if (!diff) return diff.error();
    const auto streamed = check_stream(*api, url, *editions, options.every);
    if (!streamed) return streamed.error();
    const auto verdict = check_editions(*api, options, *editions, indicators);
    if (!verdict) return verdict.error();
    std::cout << "editions " << verdict->checked << " equal " << verdict->equal << '\n';
    return good && *corrected && *diff && *streamed && verdict->good();
}

platform::Result<bool> check(const Options& options) {
    if (!options.url.empty()) return check(options, options.url);
    auto process = ServeProcess::start(options.barometre);
    if (!process) return process.error();
    auto good = check(options, process->url());
    const auto stopped = process->stop();
    if (!good) return with_end_of_server(good.error(), stopped);
    if (!stopped) return stopped.error();
    return good;
}

int run(const Options& options) {
    const auto good = check(options);
    if (!good) {
        std::cout << "failed: " << good.error().detail << '\n';
        return 1;
    }
    return *good ? 0 : 1;
}

}  // namespace
}  // namespace tests::vectors

int main(int count, char** arguments) {
    const auto options = tests::vectors::read_options(
        std::vector<std::string_view>(arguments + 1, arguments + count));
    if (!options) {
        std::cerr << options.error().detail << '\n' << tests::vectors::usage;
        return 2;
    }
    return tests::vectors::run(*options);
}
