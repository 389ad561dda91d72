// SPDX-License-Identifier: EUPL-1.2
#include "platform/worker_pool.hpp"

#include "platform/logging.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace platform {
namespace {

void run_reported(const std::function<void()>& task) {
    try {
        task();
    } catch (const std::exception& error) {
        log(Level::error, "a task of a worker pool failed",
            {
                {"reason", error.what()}
        });
    } catch (...) {
        log(Level::error, "a task of a worker pool failed");
    }
}

}  // namespace

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_max) : queue_max_(queue_max) {
    const std::size_t count = std::max<std::size_t>(threads, 1);
    threads_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    work_due_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::post(std::function<void()> task) {
    {
        const std::lock_guard lock{mutex_};
        if (ending_ || tasks_.size() >= queue_max_) return false;
        tasks_.push_back(std::move(task));
    }
    work_due_.notify_one();
    return true;
}

void WorkerPool::work() {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock{mutex_};
            work_due_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
            if (tasks_.empty()) return;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        run_reported(task);
    }
}

}  // namespace platform
