// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/as_of_prefixes.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <iostream>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/vectors/support/api.hpp"
#include "tests/vectors/support/events.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/json_difference.hpp"
#include "tests/vectors/support/rows.hpp"
#include "tests/vectors/support/serve_process.hpp"

namespace tests::vectors {
namespace {

// A server of its own and the connection to it.
struct Server {
    ServeProcess process;
    Api api;
};

platform::Result<Server> start_server(const std::filesystem::path& barometre) {
    auto process = ServeProcess::start(barometre);
    if (!process) return process.error();
    auto api = Api::open(process->url());
    if (!api) return api.error();
    return Server{std::move(*process), std::move(*api)};
}

// The places of the imports to read as of, in order. Edge: all, where there are not more.
std::vector<std::size_t> choose(std::size_t imports, const PrefixChoice& choice) {
    std::vector<std::size_t> places(imports);
    std::iota(places.begin(), places.end(), std::size_t{0});
    if (imports <= choice.count) return places;
    std::vector<std::size_t> chosen{places.front()};
    if (choice.count > 1) chosen.push_back(places.back());
    std::mt19937_64 random(choice.seed);
    if (choice.count > chosen.size()) {
        std::sample(places.begin() + 1, places.end() - 1, std::back_inserter(chosen),
                    choice.count - chosen.size(), random);
    }
    std::ranges::sort(chosen);
    return chosen;
}

std::vector<std::string> events_of(std::span<const Import> imports) {
    std::vector<std::string> events;
    std::ranges::transform(imports, std::back_inserter(events), &Import::event);
    return events;
}

std::string on(const Scenario& scenario) {
    return "on=" + scenario.as_of;
}

// A server that was sent only a growing prefix of the imports, and never asked about the past.
class PrefixServer {
public:
    static platform::Result<PrefixServer> start(const Scenario& scenario,
                                                const std::filesystem::path& barometre) {
        auto server = start_server(barometre);
        if (!server) return server.error();
        const auto defined = send_events(server->api, scenario.definitions);
        if (!defined) return defined.error();
        return PrefixServer{scenario, std::move(*server)};
    }

    // What it answers once the first `count` imports were sent; `count` never decreases.
    platform::Result<std::vector<Answer>> answers_after(std::size_t count) {
        const std::span imports{scenario_->imports};
        const auto sent =
            send_events(server_.api, events_of(imports.subspan(sent_, count - sent_)));
        if (!sent) return sent.error();
        sent_ = count;
        return ask_all(server_.api, scenario_->catalogue, on(*scenario_));
    }

    platform::Status stop() { return server_.process.stop(); }

private:
    PrefixServer(const Scenario& scenario, Server server)
        : scenario_(&scenario), server_(std::move(server)) {}

    const Scenario* scenario_;
    Server server_;
    std::size_t sent_ = 0;
};

// The differences of two lists of answers to the same questions.
platform::Result<std::vector<std::string>> differences_of(const std::vector<Answer>& first,
                                                          const std::vector<Answer>& second) {
    std::vector<std::string> found;
    for (std::size_t place = 0; place < first.size(); ++place) {
        boost::json::monotonic_resource memory;
        const auto one = parse_json(first[place].body, &memory);
        if (!one) return one.error();
        const auto other = parse_json(second[place].body, &memory);
        if (!other) return other.error();
        for (const auto& words : differences(*one, *other)) {
            found.push_back(first[place].question.target() + " " + words);
        }
    }
    return found;
}

void print(const std::string& heading, const std::vector<std::string>& notes) {
    std::cout << heading << " different " << notes.size() << '\n';
    for (std::size_t place = 0; place < std::min(notes.size(), notes_max); ++place) {
        std::cout << "  " << notes[place] << '\n';
    }
    std::cout.flush();
}

// The scenario loaded in two steps, and what it answered between them.
struct Loaded {
    Server server;
    std::string first_position;
    std::vector<Answer> at_first_position;

    std::string at_query(const Scenario& scenario) const {
        return on(scenario) + "&at=" + platform::http::percent_encode(first_position);
    }
};

platform::Result<Loaded> load(const Scenario& scenario, const std::filesystem::path& barometre) {
    auto server = start_server(barometre);
    if (!server) return server.error();
    Loaded loaded{.server = std::move(*server), .first_position = {}, .at_first_position = {}};
    Api& api = loaded.server.api;
    const auto defined = send_events(api, scenario.definitions);
    if (!defined) return defined.error();
    auto position = send_events(api, events_of(std::span(scenario.imports).first(1)));
    if (!position) return position.error();
    loaded.first_position = std::move(*position);
    auto answers = ask_all(api, scenario.catalogue, loaded.at_query(scenario));
    if (!answers) return answers.error();
    loaded.at_first_position = std::move(*answers);
    const auto sent = send_events(api, events_of(std::span(scenario.imports).subspan(1)));
    if (!sent) return sent.error();
    return loaded;
}

// Reads again at the first position; every body that changed.
platform::Result<std::vector<std::string>> changed_bodies(const Scenario& scenario,
                                                          Loaded& loaded) {
    const auto again = ask_all(loaded.server.api, scenario.catalogue, loaded.at_query(scenario));
    if (!again) return again.error();
    std::vector<std::string> changed;
    for (std::size_t place = 0; place < again->size(); ++place) {
        if ((*again)[place].body != loaded.at_first_position[place].body) {
            changed.push_back((*again)[place].question.target() + ": other bytes");
        }
    }
    return changed;
}

}  // namespace

PrefixTally& PrefixTally::operator+=(const PrefixTally& other) {
    prefixes += other.prefixes;
    different += other.different;
    return *this;
}

platform::Result<PrefixTally> check_prefixes(const Scenario& scenario,
                                             const std::filesystem::path& barometre,
                                             const PrefixChoice& choice) {
    auto loaded = load(scenario, barometre);
    if (!loaded) return loaded.error();
    PrefixTally tally;
    const auto changed = changed_bodies(scenario, *loaded);
    if (!changed) return changed.error();
    print(scenario.id + " at " + loaded->first_position + " read twice", *changed);
    ++tally.prefixes;
    tally.different += changed->empty() ? 0U : 1U;
    auto prefix = PrefixServer::start(scenario, barometre);
    if (!prefix) return prefix.error();
    for (const std::size_t place : choose(scenario.imports.size(), choice)) {
        const std::string& time = scenario.imports[place].recorded;
        const auto past = ask_all(loaded->server.api, scenario.catalogue,
                                  on(scenario) + "&as_of=" + platform::http::percent_encode(time));
        if (!past) return past.error();
        const auto present = prefix->answers_after(place + 1);
        if (!present) return present.error();
        const auto found = differences_of(*past, *present);
        if (!found) return found.error();
        print(scenario.id + " as of " + time + " after " + std::to_string(place + 1) +
                  " imports of " + std::to_string(scenario.imports.size()) + ", answers " +
                  std::to_string(past->size()),
              *found);
        ++tally.prefixes;
        tally.different += found->empty() ? 0U : 1U;
    }
    if (const auto stopped = prefix->stop(); !stopped) return stopped.error();
    if (const auto stopped = loaded->server.process.stop(); !stopped) return stopped.error();
    return tally;
}

}  // namespace tests::vectors
