// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace platform {

// A fixed number of threads behind one bounded queue: the place for work that would hold up an I/O
// thread. Threads: all of it from any thread, the destructor from none of its own.
class WorkerPool {
public:
    // Starts `threads` threads (at least one); at most `queue_max` tasks wait.
    WorkerPool(std::size_t threads, std::size_t queue_max);

    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // Runs what is queued, then joins.
    ~WorkerPool();

    // Queues `task`. Returns false, and drops the task, when the queue is full or the pool ends.
    // Edge: a task that throws is reported on standard error and the thread goes on.
    [[nodiscard]] bool post(std::function<void()> task);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable work_due_;
    std::deque<std::function<void()>> tasks_;
    const std::size_t queue_max_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace platform
