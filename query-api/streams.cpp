// SPDX-License-Identifier: EUPL-1.2
#include "query-api/streams.hpp"

#include <chrono>
#include <mutex>
#include <utility>

#include "platform/logging.hpp"
#include "projector/read_model/versions.hpp"
#include "query-api/position.hpp"

namespace query_api {
namespace {

namespace http = platform::http;
using http::Piece;
using projector::read_model::StoreFailure;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// What a browser waits before it comes back.
constexpr std::string_view retry_field = "retry: 3000\n\n";

Piece failed_piece() {
    return {.bytes = {}, .then = Piece::Then::failed};
}

Piece last_piece() {
    return {.bytes = {}, .then = Piece::Then::end};
}

void log_failure(const StoreFailure& failure) {
    platform::log(platform::Level::error, "a stream failed",
                  {
                      {"detail", failure.what()}
    });
}

class ReplayBody final : public http::BodySource, public std::enable_shared_from_this<ReplayBody> {
public:
    ReplayBody(std::shared_ptr<StreamTools> tools, StreamPlan plan, RecordFeed::Until until)
        : tools_(std::move(tools)),
          feed_(tools_->side.store, std::move(plan.filter), plan.from),
          until_(until),
          place_(std::move(plan.place)) {}

    void next(http::GivePiece give) override {
        const bool queued =
            tools_->pool.post([self = shared_from_this(), give] { give(self->piece()); });
        if (!queued) give(failed_piece());
    }

private:
    Piece piece() {
        Piece piece;
        try {
            until_.records_max -= feed_.give(until_, [&piece](auto, const std::string& line) {
                piece.bytes.append(line).push_back('\n');
            });
        } catch (const StoreFailure& failure) {
            log_failure(failure);
            return failed_piece();
        }
        if (feed_.next() > until_.position || until_.records_max == 0)
            piece.then = Piece::Then::end;
        return piece;
    }

    const std::shared_ptr<StreamTools> tools_;
    RecordFeed feed_;
    RecordFeed::Until until_;
    const OpenStreams::Place place_;
};

class LiveBody final : public http::BodySource, public std::enable_shared_from_this<LiveBody> {
public:
    LiveBody(std::shared_ptr<StreamTools> tools, StreamPlan plan)
        : tools_(std::move(tools)),
          feed_(tools_->side.store, std::move(plan.filter), plan.from),
          log_id_(std::move(plan.log_id)),
          place_(std::move(plan.place)) {}

    void next(http::GivePiece give) override {
        if (is_stopped()) return give(last_piece());
        {
            const std::lock_guard lock{mutex_};
            owed_ = std::move(give);
        }
        look_again();
    }

    void stop() override {
        {
            const std::lock_guard lock{mutex_};
            stopped_ = true;
            place_.reset();
        }
        deliver(last_piece());
    }

private:
    // Gives the piece that is owed, if it still is.
    void deliver(Piece piece) {
        http::GivePiece give;
        {
            const std::lock_guard lock{mutex_};
            std::swap(give, owed_);
        }
        if (give) give(std::move(piece));
    }

    bool is_stopped() {
        const std::lock_guard lock{mutex_};
        return stopped_;
    }

    void look_again() {
        const bool queued = tools_->pool.post([self = shared_from_this()] { self->look(); });
        if (!queued) deliver(failed_piece());
    }

    // On a worker, one at a time: a look follows another only through next(), a wait or itself.
    void look() {
        if (is_stopped()) return;
        Piece piece;
        const domain::Sequence position = tools_->side.store.published()->position();
        try {
            piece.bytes = events_up_to(position);
        } catch (const StoreFailure& failure) {
            log_failure(failure);
            return deliver(failed_piece());
        }
        const milliseconds silent =
            std::chrono::duration_cast<milliseconds>(Clock::now() - last_sent_);
        if (piece.bytes.empty() && silent >= tools_->side.streams.heartbeat)
            piece.bytes = heartbeat();
        if (!piece.bytes.empty()) {
            last_sent_ = Clock::now();
            return deliver(std::move(piece));
        }
        if (feed_.next() <= position) return look_again();
        wait(tools_->side.streams.heartbeat - silent);
    }

    void wait(milliseconds at_most) {
        const auto begun = Clock::now();
        tools_->side.wait_for(feed_.next(), at_most,
                              [self = shared_from_this(), begun, at_most](bool applied) {
                                  // Told before its time, nothing will be applied any more.
                                  if (!applied && Clock::now() - begun < at_most)
                                      return self->deliver(last_piece());
                                  self->look_again();
                              });
    }

    std::string events_up_to(domain::Sequence position) {
        std::string events;
        if (!std::exchange(greeted_, true)) events = retry_field;
        feed_.give({.position = position}, [&](domain::Sequence sequence, const std::string& line) {
            events += "id: " + token(log_id_, sequence) + "\ndata: ";
            events.append(line).append("\n\n");
        });
        return events;
    }

    // Everything before feed_.next() was looked at.
    std::string heartbeat() const {
        const std::string seen = token(log_id_, feed_.next() - 1);
        return "event: position\nid: " + seen + "\ndata: {\"position\":\"" + seen + "\"}\n\n";
    }

    const std::shared_ptr<StreamTools> tools_;
    RecordFeed feed_;
    const std::string log_id_;
    bool greeted_ = false;
    Clock::time_point last_sent_ = Clock::now();

    std::mutex mutex_;
    OpenStreams::Place place_;
    http::GivePiece owed_;
    bool stopped_ = false;
};

}  // namespace

OpenStreams::Place OpenStreams::enter(const std::shared_ptr<OpenStreams>& streams) {
    if (streams->open_.fetch_add(1) >= streams->max_) {
        --streams->open_;
        return nullptr;
    }
    return {streams.get(), [streams](const OpenStreams* left) {
                (void)left;
                --streams->open_;
            }};
}

std::shared_ptr<http::BodySource> replay_body(std::shared_ptr<StreamTools> tools, StreamPlan plan,
                                              RecordFeed::Until until) {
    return std::make_shared<ReplayBody>(std::move(tools), std::move(plan), until);
}

std::shared_ptr<http::BodySource> live_body(std::shared_ptr<StreamTools> tools, StreamPlan plan) {
    return std::make_shared<LiveBody>(std::move(tools), std::move(plan));
}

}  // namespace query_api
