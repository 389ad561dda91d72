// SPDX-License-Identifier: EUPL-1.2
#include "projector/admin.hpp"

#include <memory>
#include <system_error>
#include <utility>

#include "platform/http/problem.hpp"
#include "platform/json_writer.hpp"
#include "platform/logging.hpp"

namespace projector {
namespace {

namespace fs = std::filesystem;
namespace http = platform::http;
using read_model::Store;

constexpr std::size_t waiting_max = 4;

constexpr http::ProblemKind not_ready{503, "not-ready", "The read model is not ready",
                                      "Le modèle de lecture n'est pas prêt"};
constexpr http::ProblemKind busy{503, "overloaded", "Checkpoints are being made already",
                                 "Des points de contrôle sont déjà en cours"};
constexpr http::ProblemKind failed{500, "checkpoint-failed", "The checkpoint could not be made",
                                   "Le point de contrôle n'a pas pu être fait"};
constexpr http::ProblemKind not_there{404, "not-found", "There is no such checkpoint",
                                      "Ce point de contrôle n'existe pas"};

http::Response json_answer(int status, std::string body) {
    http::Response response;
    response.status = status;
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::move(body);
    return response;
}

http::Response failure(const platform::Error& error) {
    platform::log(platform::Level::error, "a checkpoint could not be made",
                  {
                      {"why", error.detail}
    });
    return http::problem(failed, http::Language::english, error.detail);
}

// A name that no other has, after the position that the store has about now.
std::string free_name(const fs::path& folder, const read_model::Published& published) {
    const std::string base = published.head.log_id + "." + std::to_string(published.position());
    std::error_code error;
    std::string name = base;
    for (int i = 2; fs::exists(folder / name, error); ++i) name = base + "-" + std::to_string(i);
    return name;
}

// The position that it holds, which only it knows for sure.
platform::Result<domain::Head> head_of(const fs::path& checkpoint) {
    platform::rocks::OpenOptions as_it_is;
    as_it_is.mode = platform::rocks::Mode::read_only;
    const auto store = Store::open(checkpoint.string(), as_it_is);
    if (!store) return store.error();
    return (*store)->published()->head;
}

std::string describe(const std::string& name, const fs::path& path, const domain::Head& head) {
    std::string out;
    platform::JsonWriter json{out};
    json.begin_object().key("name").string(name).key("path").string(path.string());
    json.key("log").string(head.log_id).key("engine").unsigned_integer(head.engine);
    json.key("records").unsigned_integer(head.next).end_object();
    return out;
}

}  // namespace

Admin::Admin(AdminSide side) : side_(std::move(side)), worker_(1, waiting_max) {}

std::vector<http::Route> Admin::routes() {
    const auto live = [](const http::Request&, const http::Respond& respond) {
        respond(json_answer(200, R"({"status":"live"})"));
    };
    const auto is_ready = [this](const http::Request&, const http::Respond& respond) {
        respond(ready());
    };
    const auto make = [this](const http::Request&) { return make_checkpoint(); };
    const auto remove = [this](const http::Request& request) {
        return remove_checkpoint(request.path_parameters.front());
    };
    return {
        {http::Method::get,  "/livez",             0, live             },
        {http::Method::get,  "/readyz",            0, is_ready         },
        side_.metrics.route(),
        {http::Method::post, "/checkpoint",        0, on_worker(make)  },
        {http::Method::del,  "/checkpoint/{name}", 0, on_worker(remove)}
    };
}

http::Handler Admin::on_worker(std::function<http::Response(const http::Request&)> answer) {
    return [this, answer = std::move(answer)](http::Request request, const http::Respond& respond) {
        const auto shared = std::make_shared<http::Request>(std::move(request));
        if (!worker_.post([answer, shared, respond] { respond(answer(*shared)); }))
            respond(http::problem(busy, http::Language::english));
    };
}

http::Response Admin::ready() const {
    const auto why = side_.not_ready();
    if (why) return http::problem(not_ready, http::Language::english, *why);
    return json_answer(200, R"({"status":"ready"})");
}

http::Response Admin::make_checkpoint() {
    std::error_code error;
    fs::create_directories(side_.checkpoints, error);
    if (error)
        return failure({platform::Errc::io, side_.checkpoints.string() + ": " + error.message()});
    const fs::path folder = fs::absolute(side_.checkpoints, error);
    const std::string name = free_name(folder, *side_.store.published());
    const fs::path path = folder / name;
    if (auto made = side_.store.database().checkpoint(path.string()); !made)
        return failure(made.error());
    const auto head = head_of(path);
    if (!head) return failure(head.error());
    auto response = json_answer(201, describe(name, path, *head));
    response.headers.emplace_back("Location", "/checkpoint/" + name);
    return response;
}

http::Response Admin::remove_checkpoint(const std::string& name) const {
    const fs::path path = side_.checkpoints / name;
    std::error_code error;
    const bool inside = name.find('/') == std::string::npos && name != "." && name != "..";
    if (!inside || !fs::exists(path, error))
        return http::problem(not_there, http::Language::english, name);
    fs::remove_all(path, error);
    if (error) return failure({platform::Errc::io, path.string() + ": " + error.message()});
    return json_answer(200, R"({"status":"removed"})");
}

}  // namespace projector
