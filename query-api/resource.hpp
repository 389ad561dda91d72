// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/format.hpp"
#include "query-api/moment.hpp"
#include "query-api/problems.hpp"

namespace query_api {

// Whether the reads behind an answer may be made on the I/O thread.
enum class Cost : std::uint8_t { light, heavy };

// What a rendering needs besides the view.
struct Reading {
    domain::Date on;
    Format format;
};

// How the past of a state is reached (memento.hpp).
struct Past {
    // Path of its TimeMap and the sequence that first shows it, where it has one.
    std::string time_map = {};
    std::function<std::optional<domain::Sequence>(projector::read_model::View&)> first = {};
};

// What one address stands for, whatever the position, the day and the format.
struct Resource {
    // Names it among all.
    std::string key;
    Cost cost = Cost::light;
    Tail tail = Tail::whole;
    // Instead of the type of the format; what is no JSON then has no tail.
    std::string_view content_type = {};
    // Only of a state.
    std::optional<Past> past = {};
    // The last sequence that changed what is shown.
    std::function<domain::Sequence(const projector::read_model::Store&)> touched;
    // The answer; in JSON without its tail. Errors: what is asked for is not there at the view's
    // position; throws StoreFailure.
    std::function<Outcome<std::string>(projector::read_model::View&, const Reading&)> render;
};

using platform::access::Right;

// One line of the table of reads. `needs` is as of platform::http::Route, `parameters` are those
// beside the common ones.
struct ReadRoute {
    std::string path;
    platform::access::Rights needs;
    std::vector<std::string> parameters;
    Lines lines = Lines::none;
    // Errors: an unknown id in the path, a wrong parameter.
    std::function<Outcome<Resource>(const platform::http::Request&)> resource;
    // Where it depends on the parameters what the caller may see; asked for each request, also
    // where its answer is kept.
    Outcome<void> (*permit)(const platform::http::Request&) = nullptr;
};

}  // namespace query_api
