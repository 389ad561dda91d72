// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "platform/http/client.hpp"
#include "platform/result.hpp"
#include "projector/read_model/store.hpp"

namespace projector::tool {

// A checkpoint that the program behind an admin port was asked to make; it is asked to remove it at
// the end.
class RemoteCheckpoint {
public:
    // `url` is http://HOST:PORT. Errors: invalid, unavailable (nobody answers), corrupt, io (it
    // could not make one).
    static platform::Result<RemoteCheckpoint> make(const std::string& url);
    RemoteCheckpoint(RemoteCheckpoint&&) noexcept = default;
    RemoteCheckpoint& operator=(RemoteCheckpoint&&) noexcept = default;
    ~RemoteCheckpoint();

    const std::filesystem::path& path() const { return path_; }

private:
    RemoteCheckpoint(platform::http::Client client, std::string name, std::filesystem::path path)
        : client_(std::move(client)), name_(std::move(name)), path_(std::move(path)) {}

    std::optional<platform::http::Client> client_;
    std::string name_;
    std::filesystem::path path_;
};

// A read model to look at, named on the command line: a folder that nobody has open (a store, or
// what holds one as `read-model`), or the address of the admin port of a program that runs on this
// machine, which is asked for a checkpoint.
class StoreSource {
public:
    // Errors: not_found, unavailable (the folder is in use, nobody answers: says what to do),
    // corrupt, io.
    static platform::Result<StoreSource> open(const std::string& where);

    const read_model::Store& store() const { return *store_; }
    // Its folder, for as long as this lives.
    const std::filesystem::path& path() const { return path_; }

private:
    std::optional<RemoteCheckpoint> checkpoint_;
    std::filesystem::path path_;
    std::unique_ptr<read_model::Store> store_;  // Last: closed before its checkpoint goes.
};

}  // namespace projector::tool
