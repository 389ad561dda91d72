// SPDX-License-Identifier: EUPL-1.2
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "platform/event_log/embedded_log.hpp"
#include "platform/rocks/database.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/posts.hpp"
#include "tests/bench/report.hpp"
#include "tests/torture/server_process.hpp"
#include "tests/vectors/support/temporary_directory.hpp"

namespace tests::bench {
namespace {

using platform::rocks::Database;

constexpr std::size_t waiters = 64;
constexpr std::size_t repeats_short = 2;
constexpr std::size_t repeats_full = 5;
constexpr std::chrono::milliseconds window_short{1500};
constexpr std::chrono::milliseconds window_full{3000};

// RocksDB alone: who waits hands over its bytes and is woken when they are synced; whatever waits
// is one batch.
class GroupCommit {
public:
    GroupCommit(Database& database, std::string value)
        : database_(database), value_(std::move(value)) {}

    // What all waiters together got durable.
    struct Written {
        std::uint64_t records = 0;
        double seconds = 0;
    };

    platform::Result<Written> run(std::chrono::milliseconds duration) {
        const auto begun = std::chrono::steady_clock::now();
        std::vector<std::thread> threads;
        // They outlive the threads: who wakes may still be inside when the woken one goes on.
        std::deque<std::binary_semaphore> synced;
        for (std::size_t i = 0; i < waiters; ++i) {
            threads.emplace_back([this, &own = synced.emplace_back(0)] { keep_waiting(own); });
        }
        Written written;
        platform::Status status;
        while (status && std::chrono::steady_clock::now() < begun + duration) {
            const auto count = write_group();
            if (count) written.records += *count;
            if (!count) status = count.error();
        }
        written.seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        over_ = true;
        wake(take());
        for (std::thread& thread : threads) thread.join();
        if (!status) return status.error();
        return written;
    }

private:
    using Woken = std::vector<std::binary_semaphore*>;

    void keep_waiting(std::binary_semaphore& synced) {
        while (true) {
            {
                const std::lock_guard lock(mutex_);
                if (over_) return;
                queue_.push_back(&synced);
            }
            work_.notify_one();
            synced.acquire();
        }
    }

    Woken take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(queue_, {});
    }

    static void wake(const Woken& waiting) {
        for (auto* synced : waiting) synced->release();
    }

    platform::Result<std::size_t> write_group() {
        {
            std::unique_lock lock(mutex_);
            work_.wait(lock, [this] { return !queue_.empty(); });
        }
        const Woken group = take();
        platform::rocks::WriteBatch batch(database_);
        for (std::size_t i = 0; i < group.size(); ++i) {
            std::string key(8, '\0');
            for (std::size_t byte = 0; byte < key.size(); ++byte) {
                key[byte] = static_cast<char>(next_ >> (8 * (key.size() - 1 - byte)) & 0xFF);
            }
            ++next_;
            batch.put(0, key, value_);
        }
        const auto status = database_.write(batch, platform::rocks::Sync::yes);
        wake(group);
        if (!status) return status.error();
        return group.size();
    }

    Database& database_;
    const std::string value_;
    std::uint64_t next_ = 0;
    std::atomic<bool> over_ = false;
    std::mutex mutex_;
    std::condition_variable work_;
    Woken queue_;
};

// A record as the log keeps it, to write the same bytes without it.
platform::Result<std::string> last_record(const std::filesystem::path& data) {
    auto log = platform::event_log::EmbeddedLog::open((data / "log").string());
    if (!log) return log.error();
    const auto records = (*log)->read((*log)->end() - 1, 1, 1);
    if (!records) return records.error();
    return platform::event_log::encode_record(records->front().record);
}

// Records a second, and microseconds of the processor for each.
struct Pace {
    double per_second = 0;
    double processor_us = 0;
};

Pace pace_of(double records, double seconds, double processor_seconds) {
    return {records / seconds, processor_seconds / records * 1e6};
}

// One window of each; the server is told to stop before RocksDB alone has the machine.
struct Windows {
    Pace posted;
    Pace alone;
};

platform::Result<Windows> measure(const Options& options, std::chrono::milliseconds window) {
    const auto folder = vectors::TemporaryDirectory::create();
    if (!folder) return folder.error();
    const auto data = folder->path() / "data";
    auto server = torture::ServerProcess::start(options.barometre, data);
    if (!server) return server.error();
    const auto defined = define_houses(server->url());
    if (!defined) return defined.error();
    std::uint64_t number = 0;
    const double before = torture::processor_seconds(server->process());
    const auto posted = load({
        .port = port_of(server->url()),
        .connections = waiters,
        .duration = window,
        .request = [&number] { return post_text(single_type, event_text(++number));   },
        .statuses = { 200, 201}
    });
    if (!posted) return posted.error();
    Windows windows;
    windows.posted = pace_of(static_cast<double>(posted->answers), posted->seconds,
                             torture::processor_seconds(server->process()) - before);
    const auto stopped = server->stop();
    if (!stopped) return stopped.error();
    auto record = last_record(data);
    if (!record) return record.error();
    auto database = Database::open((folder->path() / "alone").string(), {"default"});
    if (!database) return database.error();
    GroupCommit commit(**database, std::move(*record));
    const double own_before = torture::processor_seconds(::getpid());
    const auto alone = commit.run(window);
    if (!alone) return alone.error();
    windows.alone = pace_of(static_cast<double>(alone->records), alone->seconds,
                            torture::processor_seconds(::getpid()) - own_before);
    return windows;
}

}  // namespace

platform::Status bench_writes(const Options& options) {
    const bool is_short = options.length == Length::brief;
    std::vector<double> per_second;
    std::vector<double> alone_per_second;
    std::vector<double> processor;
    std::vector<double> alone_processor;
    for (std::size_t i = 0; i < (is_short ? repeats_short : repeats_full); ++i) {
        const auto windows = measure(options, is_short ? window_short : window_full);
        if (!windows) return windows.error();
        per_second.push_back(windows->posted.per_second);
        alone_per_second.push_back(windows->alone.per_second);
        processor.push_back(windows->posted.processor_us);
        alone_processor.push_back(windows->alone.processor_us);
    }
    print({"post_durable_per_s", median(per_second), median(alone_per_second), ">=0.5"});
    print({"post_durable_cpu_us", median(processor), median(alone_processor), {}});
    return {};
}

}  // namespace tests::bench
