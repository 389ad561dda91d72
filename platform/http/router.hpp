// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"

namespace platform::http {

enum class RouteOutcome : std::uint8_t {
    found,
    not_found,
    method_not_allowed,
    malformed  // A {…} part that cannot be percent-decoded.
};

struct RouteMatch {
    RouteOutcome outcome = RouteOutcome::not_found;
    // The route, when found; lives as long as the router.
    const Route* route = nullptr;
    // The decoded {…} parts, in order, when found.
    std::vector<std::string> parameters;
    // The value of the Allow header, when the method is not allowed.
    std::string allow;
};

// The route table. A template's {…} stands for one non-empty segment; the rest is compared byte for
// byte, so "/a/" is not "/a". Where several templates fit, the one with fewer {…} is taken.
// Immutable: any thread.
class Router {
public:
    explicit Router(std::vector<Route> routes);

    // Finds who answers `method` on `path` (raw, without the query). HEAD finds the GET route.
    RouteMatch find(Method method, std::string_view path) const;

private:
    // A template cut at its slashes.
    struct Template {
        std::vector<std::string> segments;
        Route route;
    };

    // By number of segments; fewer {…} first.
    std::vector<std::vector<Template>> templates_;
};

}  // namespace platform::http
