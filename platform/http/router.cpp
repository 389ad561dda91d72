// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/router.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "platform/http/query.hpp"

namespace platform::http {
namespace {

std::string_view name_of(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::del:
            return "DELETE";
    }
    assert(false);
    return {};
}

// The parts between the slashes of a path that starts with one.
std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    segments.reserve(8);
    while (!path.empty()) {
        path.remove_prefix(1);
        segments.push_back(path.substr(0, path.find('/')));
        path.remove_prefix(segments.back().size());
    }
    return segments;
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

bool fits(const std::vector<std::string>& wanted, const std::vector<std::string_view>& segments) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (is_parameter(wanted[i]) ? segments[i].empty() : wanted[i] != segments[i]) return false;
    }
    return true;
}

auto parameter_count(const std::vector<std::string>& segments) {
    return std::count_if(segments.begin(), segments.end(), is_parameter);
}

bool answers(Method offered, Method asked) {
    return offered == asked || (offered == Method::get && asked == Method::head);
}

void add_method(std::string& allow, std::string_view name) {
    if (!allow.empty()) allow += ", ";
    allow += name;
}

}  // namespace

Router::Router(std::vector<Route> routes) {
    for (Route& route : routes) {
        assert(route.path.starts_with('/'));
        const auto views = segments_of(route.path);
        std::vector<std::string> segments{views.begin(), views.end()};
        if (templates_.size() <= segments.size()) templates_.resize(segments.size() + 1);
        auto& templates = templates_[segments.size()];
        const auto place =
            std::upper_bound(templates.begin(), templates.end(), parameter_count(segments),
                             [](auto count, const Template& item) {
                                 return count < parameter_count(item.segments);
                             });
        templates.insert(place, {std::move(segments), std::move(route)});
    }
}

RouteMatch Router::find(Method method, std::string_view path) const {
    assert(path.starts_with('/'));
    RouteMatch match;
    const auto segments = segments_of(path);
    if (segments.size() >= templates_.size()) return match;

    for (const Template& item : templates_[segments.size()]) {
        if (!fits(item.segments, segments)) continue;
        if (!answers(item.route.method, method)) {
            match.outcome = RouteOutcome::method_not_allowed;
            add_method(match.allow, name_of(item.route.method));
            if (item.route.method == Method::get) add_method(match.allow, "HEAD");
            continue;
        }
        match.outcome = RouteOutcome::found;
        match.route = &item.route;
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (!is_parameter(item.segments[i])) continue;
            auto decoded = percent_decode(segments[i], Plus::literal);
            if (!decoded) {
                match.outcome = RouteOutcome::malformed;
                return match;
            }
            match.parameters.push_back(std::move(*decoded));
        }
        return match;
    }
    return match;
}

}  // namespace platform::http
