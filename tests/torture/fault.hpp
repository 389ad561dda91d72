// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <random>
#include <string_view>

#include "platform/result.hpp"
#include "tests/torture/cluster.hpp"

namespace tests::torture {

// What happens to a cluster under load.
enum class Fault {
    ingest_killed,
    query_killed,
    broker_killed,
    broker_suspended,
    leader_moved,
    disk_filled
};

inline constexpr std::array<Fault, 6> all_faults{Fault::ingest_killed,    Fault::query_killed,
                                                 Fault::broker_killed,    Fault::leader_moved,
                                                 Fault::broker_suspended, Fault::disk_filled};

std::string_view name_of(Fault fault);

// Nothing if there is no such fault.
std::optional<Fault> fault_named(std::string_view name);

// A file system of 64 MiB in memory, for the store whose disk is filled. Needs root.
class SmallDisk {
public:
    // Errors: unavailable (not root, or it cannot be mounted).
    static platform::Result<SmallDisk> mount(const std::filesystem::path& folder);

    SmallDisk(SmallDisk&& other) noexcept;
    SmallDisk& operator=(SmallDisk&&) = delete;
    // Unmounts.
    ~SmallDisk();

    const std::filesystem::path& folder() const { return folder_; }

    // Takes all the room that is left. Errors: io.
    platform::Status fill() const;
    // Gives it back.
    void make_room() const;

private:
    explicit SmallDisk(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::filesystem::path folder_;
};

// What faults are done to. `disk` is where the store of the second query API is.
struct Victim {
    ClusterSite& site;
    const Brokers& brokers;
    const SmallDisk* disk;
    std::mt19937_64& random;
};

// Lets `fault` happen and last for a while, then sets right what an operator would: what died is
// started again.
// Errors: invalid (it did not show), unavailable (something does not come back).
platform::Status inflict(Fault fault, Victim& victim);

}  // namespace tests::torture
