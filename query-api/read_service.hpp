// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/worker_pool.hpp"
#include "query-api/answer_cache.hpp"
#include "query-api/medians.hpp"
#include "query-api/read_side.hpp"
#include "query-api/resource.hpp"
#include "query-api/sent_answers.hpp"

namespace query_api {

constexpr std::size_t cache_bytes_max = std::size_t{32} << 20;
constexpr std::size_t sent_bytes_max = std::size_t{8} << 20;

// Answers reads: parameters, position, cache, rendering, headers. The same for every resource.
// Threads: any.
class ReadService : public std::enable_shared_from_this<ReadService> {
public:
    // `pool` outlives this, as does what `side` refers to.
    ReadService(ReadSide side, platform::WorkerPool& pool);

    // Answers one request of `route`, on this thread or a worker's.
    void answer(const ReadRoute& route, const platform::http::Request& request,
                platform::http::Respond respond);

    const std::shared_ptr<Medians>& medians() const { return medians_; }

private:
    enum class Thread : std::uint8_t { io, worker };
    struct Job;
    struct Plan;

    Circumstances circumstances() const;
    void answer_anew(const ReadRoute& route, const platform::http::Request& request,
                     const std::shared_ptr<Job>& job);
    // Fills in what `job` needs of it. Errors: accept-datetime-bad-format.
    static Outcome<void> negotiate_time(const platform::http::Request& request, Job& job);
    platform::http::Response redirect(const Job& job) const;
    void wait_then_answer(const std::shared_ptr<Job>& job);
    void answer_on_worker(const std::shared_ptr<Job>& job);
    void answer_on(Thread thread, const std::shared_ptr<Job>& job);
    Outcome<Plan> plan(const Job& job) const;
    // Null where the rest is left to a worker. Errors: as Resource::render.
    Outcome<std::shared_ptr<const std::string>> body(Thread thread, const Job& job,
                                                     const Plan& plan);

    ReadSide side_;
    platform::WorkerPool& pool_;
    AnswerCache cache_{cache_bytes_max};
    SentAnswers sent_{sent_bytes_max};
    std::shared_ptr<Medians> medians_;
};

}  // namespace query_api
