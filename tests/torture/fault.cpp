// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/fault.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "tests/vectors/support/failure.hpp"

namespace tests::torture {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t disk_bytes = std::size_t{64} << 20;
constexpr std::string_view filler = "filler";
constexpr milliseconds poll_interval{20};
// How long something that must happen may take.
constexpr std::chrono::seconds patience{60};

// How long what died stays dead, and a broker silent.
constexpr std::size_t dead_ms_max = 1'500;
constexpr std::size_t silent_ms_min = 1'500;
constexpr std::size_t silent_ms_max = 6'000;

void pause(std::mt19937_64& random, std::size_t least_ms, std::size_t most_ms) {
    std::this_thread::sleep_for(milliseconds(least_ms + random() % (most_ms - least_ms + 1)));
}

bool wait_until(const auto& holds) {
    const auto deadline = Clock::now() + patience;
    while (!holds()) {
        if (Clock::now() > deadline) return false;
        std::this_thread::sleep_for(poll_interval);
    }
    return true;
}

platform::Status kill_ingest(Victim& victim) {
    const std::size_t replica = victim.random() % ClusterSite::replicas;
    victim.site.ingest(replica).kill();
    pause(victim.random, 0, dead_ms_max);
    return victim.site.start_ingest(replica);
}

platform::Status kill_query(Victim& victim) {
    const std::size_t replica = victim.random() % ClusterSite::replicas;
    victim.site.query(replica).kill();
    pause(victim.random, 0, dead_ms_max);
    return victim.site.start_query(replica);
}

// The broker that leads, or any other, one time in two.
platform::Result<pid_t> any_broker(Victim& victim) {
    const auto leader = victim.brokers.leader(victim.site.events_topic());
    if (!leader) return leader.error();
    if (victim.random() % 2 == 0) return victim.brokers.process(*leader);
    return victim.brokers.process(1 + victim.random() % victim.brokers.count());
}

platform::Status kill_broker(Victim& victim) {
    const auto process = any_broker(victim);
    if (!process) return process.error();
    ::kill(-*process, SIGKILL);
    pause(victim.random, 0, dead_ms_max);
    return victim.brokers.restore();
}

platform::Status suspend_broker(Victim& victim) {
    const auto process = any_broker(victim);
    if (!process) return process.error();
    ::kill(-*process, SIGSTOP);
    pause(victim.random, silent_ms_min, silent_ms_max);
    ::kill(-*process, SIGCONT);
    return {};
}

// A broker that is asked to end hands over first.
platform::Status move_leader(Victim& victim) {
    const auto leader = victim.brokers.leader(victim.site.events_topic());
    if (!leader) return leader.error();
    const auto process = victim.brokers.process(*leader);
    if (!process) return process.error();
    ::kill(*process, SIGTERM);
    const auto moved = [&] {
        const auto now = victim.brokers.leader(victim.site.events_topic());
        return now && *now != *leader;
    };
    const bool has_others = victim.brokers.count() > 1;
    if (has_others && !wait_until(moved)) return vectors::failure("the leader does not move");
    if (!wait_until([&] { return !victim.brokers.process(*leader); }))
        return vectors::failure("a broker does not end");
    return victim.brokers.restore();
}

platform::Status fill_disk(Victim& victim) {
    constexpr std::size_t replica = ClusterSite::replicas - 1;
    if (auto filled = victim.disk->fill(); !filled) return filled;
    const bool ended = wait_until([&] { return !victim.site.query(replica).alive(); });
    victim.disk->make_room();
    if (!ended) return vectors::failure("a query API goes on although its disk is full");
    return victim.site.start_query(replica);
}

}  // namespace

std::string_view name_of(Fault fault) {
    switch (fault) {
        case Fault::ingest_killed:
            return "ingest-killed";
        case Fault::query_killed:
            return "query-killed";
        case Fault::broker_killed:
            return "broker-killed";
        case Fault::broker_suspended:
            return "broker-suspended";
        case Fault::leader_moved:
            return "leader-moved";
        case Fault::disk_filled:
            return "disk-filled";
    }
    return {};
}

std::optional<Fault> fault_named(std::string_view name) {
    const auto found = std::ranges::find(all_faults, name, &name_of);
    if (found == all_faults.end()) return std::nullopt;
    return *found;
}

platform::Result<SmallDisk> SmallDisk::mount(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const std::string options = "size=" + std::to_string(disk_bytes);
    if (error || ::mount("tmpfs", folder.c_str(), "tmpfs", 0, options.c_str()) != 0) {
        return platform::Error{
            platform::Errc::unavailable,
            std::string("a small disk cannot be mounted: ") + std::strerror(errno)};
    }
    return SmallDisk(folder);
}

SmallDisk::SmallDisk(SmallDisk&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}

SmallDisk::~SmallDisk() {
    if (!folder_.empty()) ::umount2(folder_.c_str(), MNT_DETACH);
}

platform::Status SmallDisk::fill() const {
    const auto file = folder_ / filler;
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return platform::Error{platform::Errc::io, file.string() + ": " + std::strerror(errno)};
    // Down to single bytes: not one more fits in.
    for (std::size_t size = std::size_t{1} << 20; size > 0; size /= 16) {
        const std::vector<char> block(size);
        while (::write(descriptor, block.data(), size) > 0) {
        }
    }
    ::close(descriptor);
    return {};
}

void SmallDisk::make_room() const {
    std::error_code ignored;
    std::filesystem::remove(folder_ / filler, ignored);
}

platform::Status inflict(Fault fault, Victim& victim) {
    switch (fault) {
        case Fault::ingest_killed:
            return kill_ingest(victim);
        case Fault::query_killed:
            return kill_query(victim);
        case Fault::broker_killed:
            return kill_broker(victim);
        case Fault::broker_suspended:
            return suspend_broker(victim);
        case Fault::leader_moved:
            return move_leader(victim);
        case Fault::disk_filled:
            return fill_disk(victim);
    }
    return {};
}

}  // namespace tests::torture
