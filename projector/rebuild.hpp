// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"
#include "projector/projector.hpp"
#include "projector/read_model/store.hpp"

namespace projector {

// How far a rebuild is.
struct RebuildProgress {
    // Records in the new store; those that an earlier, stopped rebuild had made; all of the log.
    std::uint64_t done = 0;
    std::uint64_t before = 0;
    std::uint64_t total = 0;
    double seconds = 0;

    // Units: records a second.
    double rate() const;
    // "45000/s, 2 min 53 s to go".
    std::string pace() const;
};

struct Rebuilt {
    std::unique_ptr<read_model::Store> store;
    // Of the last step; `done` is what the store holds.
    RebuildProgress progress;
};

// Makes a read model of everything in `log` beside the live one of `data`, which may be in use, in
// unfinished_folder(); what a stopped rebuild of the same log left there is gone on with. The live
// one is not touched. `shown` is told after each batch.
// Errors: unavailable (another rebuild is at work), invalid (what is there is of another log), and
// as Projector::Failed.
platform::Result<Rebuilt> rebuild(platform::event_log::EventLog& log,
                                  const std::filesystem::path& data,
                                  const ProjectorOptions& options,
                                  const std::function<void(const RebuildProgress&)>& shown);

// Gives a rebuilt store, closed with this, to the owner of `data`: it is taken when the owner opens
// its store the next time. Errors: io.
platform::Status offer(Rebuilt rebuilt, const std::filesystem::path& data);

}  // namespace projector
