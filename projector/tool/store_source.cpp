// SPDX-License-Identifier: EUPL-1.2
#include "projector/tool/store_source.hpp"

#include <chrono>
#include <system_error>
#include <utility>

#include "domain/codec/json.hpp"
#include "projector/store_folder.hpp"

namespace projector::tool {
namespace {

namespace fs = std::filesystem;
using domain::codec::Json;
using platform::Errc;
using platform::Error;
using platform::http::Client;
using read_model::Store;

// A checkpoint moves what is in memory to files first.
constexpr std::chrono::minutes answer_max{10};
constexpr int status_created = 201;

std::string text_of(const Json& object, std::string_view name) {
    const Json* member = object.member(name);
    return member != nullptr && member->string() != nullptr ? *member->string() : "";
}

bool is_address(const std::string& where) {
    return where.starts_with("http://");
}

}  // namespace

platform::Result<RemoteCheckpoint> RemoteCheckpoint::make(const std::string& url) {
    auto client = Client::open(url, answer_max);
    if (!client) return client.error();
    const auto answer =
        client->send({.method = "POST", .target = "/checkpoint", .headers = {}, .body = {}});
    if (!answer)
        return Error{answer.error().code,
                     "admin port " + url + ": " + answer.error().detail +
                         "; see that the program runs and that this is its admin port"};
    const auto json = domain::codec::parse_json(answer->body);
    if (answer->status != status_created || !json)
        return Error{Errc::io, "admin port " + url + ": it made no checkpoint (status " +
                                   std::to_string(answer->status) +
                                   "): " + (json ? text_of(*json, "detail") : "not an admin port")};
    return RemoteCheckpoint{std::move(*client), text_of(*json, "name"), text_of(*json, "path")};
}

RemoteCheckpoint::~RemoteCheckpoint() {
    if (!client_ || name_.empty()) return;
    // One that stays takes some room and is listed in the runbook.
    (void)client_->send({.method = "DELETE",
                         .target = "/checkpoint/" + platform::http::percent_encode(name_),
                         .headers = {},
                         .body = {}});
}

platform::Result<StoreSource> StoreSource::open(const std::string& where) {
    StoreSource source;
    if (is_address(where)) {
        auto checkpoint = RemoteCheckpoint::make(where);
        if (!checkpoint) return checkpoint.error();
        source.checkpoint_.emplace(std::move(*checkpoint));
        source.path_ = source.checkpoint_->path();
    } else {
        const fs::path inside = read_model_folder(where);
        std::error_code error;
        source.path_ = fs::exists(inside, error) ? inside : fs::path{where};
    }
    platform::rocks::OpenOptions as_it_is;
    as_it_is.mode = platform::rocks::Mode::read_only;
    auto store = Store::open(source.path_.string(), as_it_is);
    if (!store && is_address(where))
        return Error{store.error().code,
                     store.error().detail +
                         "; a checkpoint is read in its folder: run this on the machine of the "
                         "program, as its user"};
    if (!store && store.error().code == Errc::unavailable)
        return Error{Errc::unavailable,
                     "read model: the folder " + source.path_.string() +
                         " is in use: give the address of the admin port of the program that "
                         "has it instead, as http://127.0.0.1:9082"};
    if (!store) return explained(store.error(), source.path_);
    source.store_ = std::move(*store);
    return source;
}

}  // namespace projector::tool
