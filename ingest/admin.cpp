// SPDX-License-Identifier: EUPL-1.2
#include "ingest/admin.hpp"

#include "platform/http/problem.hpp"

namespace ingest {
namespace {

namespace http = platform::http;

constexpr http::ProblemKind not_ready{503, "not-ready", "The definitions are not read yet",
                                      "Les définitions ne sont pas encore lues"};

http::Response status_answer(std::string_view body) {
    http::Response response;
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = body;
    return response;
}

}  // namespace

void Admin::add_level(std::string_view name, std::string_view help, std::function<double()> level) {
    levels_.emplace_back(&metrics_.gauge(name, help), std::move(level));
}

void Admin::add_count(std::string_view name, std::string_view help,
                      std::function<std::uint64_t()> count, platform::Labels labels) {
    counts_.emplace_back(&metrics_.counter(name, help, std::move(labels)), std::move(count));
}

std::vector<http::Route> Admin::routes() {
    const auto live = [](const http::Request&, const http::Respond& respond) {
        respond(status_answer(R"({"status":"live"})"));
    };
    const auto ready = [this](const http::Request&, const http::Respond& respond) {
        if (!is_ready_()) return respond(http::problem(not_ready, http::Language::english, ""));
        respond(status_answer(R"({"status":"ready"})"));
    };
    const auto metrics = [this](const http::Request&, const http::Respond& respond) {
        respond(metrics_page());
    };
    return {
        {http::Method::get, "/livez",   0, live   },
        {http::Method::get, "/readyz",  0, ready  },
        {http::Method::get, "/metrics", 0, metrics}
    };
}

// Called on the thread of the one server that has the routes: a count is read once at a time.
http::Response Admin::metrics_page() {
    for (auto& [gauge, level] : levels_) gauge->set(level());
    for (auto& [counter, count] : counts_) counter->add(count() - counter->value());
    http::Response response;
    response.content_type = platform::metrics_content_type;
    response.body = metrics_.text();
    return response;
}

}  // namespace ingest
