// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "platform/event_log/embedded_log.hpp"
#include "projector/projector.hpp"
#include "projector/read_model/store.hpp"

namespace tests::projector {

// Stored values of `count` records after the one that opens the log: measures of few cells, so that
// they correct each other, erasures, withdrawals, redefinitions, replication switched on and off,
// later attempts of an identity, conflicts, records that cannot be decoded; all kinds of outcome.
std::vector<std::string> random_events(std::mt19937_64& random, std::size_t count);

// Appends `events` to an embedded log in `path`, record 0 being log.opened of a fixed log id.
std::unique_ptr<platform::event_log::EmbeddedLog> make_log(const std::filesystem::path& path,
                                                           const std::vector<std::string>& events);

// Folds all of `log` into a new store in `path`.
std::unique_ptr<::projector::read_model::Store> make_store(
    const std::filesystem::path& path, platform::event_log::EventLog& log,
    ::projector::ProjectorOptions options = {});

void append(platform::event_log::EventLog& log, const std::string& event);

}  // namespace tests::projector
