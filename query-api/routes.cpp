// SPDX-License-Identifier: EUPL-1.2
#include "query-api/routes.hpp"

#include <memory>
#include <utility>

#include "query-api/log_routes.hpp"
#include "query-api/plain_routes.hpp"
#include "query-api/read_routes.hpp"
#include "query-api/read_service.hpp"
#include "query-api/stream_routes.hpp"

namespace query_api {

namespace http = platform::http;

std::vector<http::Route> routes(ReadSide side, platform::WorkerPool& pool) {
    std::vector<http::Route> all = plain_routes(side);
    for (auto& route : log_routes(side, pool)) all.push_back(std::move(route));
    for (http::Route& route : stream_routes(side, pool)) all.push_back(std::move(route));
    const auto service = std::make_shared<ReadService>(std::move(side), pool);
    for (const ReadRoute& route : read_routes(service->medians()))
        all.push_back({http::Method::get, route.path, 0,
                       [service, route](const http::Request& request, http::Respond respond) {
                           service->answer(route, request, std::move(respond));
                       },
                       route.needs});
    return all;
}

}  // namespace query_api
