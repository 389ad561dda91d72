// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "platform/result.hpp"

namespace cli {

struct SiteOptions {
    // Holds `log` (the only truth) and `read-model` (made from it).
    std::filesystem::path data;
    std::string address = "127.0.0.1";
    // 0 lets the system choose.
    std::uint16_t port = 8080;
    // Take loaded records only (DESIGN §5).
    bool history_load = false;
    // Fill an empty log with the generated France of demo.hpp.
    bool demo = false;
    // The signer's folder (projector/signer_folder.hpp); empty for `signer` in `data`.
    std::filesystem::path signer;
    // File of the keys of those who are let in; empty for whoever is on this machine.
    std::string keys;
    // First part of the name of the signer's key.
    std::string origin = "localhost";
};

// A whole Baromètre in one process: embedded log, projector, ingest and query API behind one port.
class Site {
public:
    // Opens the folders, writes `log.opened` on an empty log, starts everything. `failed` is told
    // once if the site can go on no more (see projector::Projector::Failed); then stop the process.
    // Errors: unavailable (a folder in use), invalid (address, port, a store of another log),
    // corrupt, io.
    static platform::Result<std::unique_ptr<Site>> start(
        const SiteOptions& options, std::function<void(platform::Error)> failed);

    virtual ~Site() = default;
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    virtual std::uint16_t port() const = 0;
    // Waits until everything that is in the log now can be read. False if the site failed or ended.
    virtual bool wait_until_ready() = 0;
    // Finishes the requests in flight, then closes everything. Idempotent.
    virtual void stop() = 0;

protected:
    Site() = default;
};

}  // namespace cli
