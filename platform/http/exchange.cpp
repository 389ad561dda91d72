// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/exchange.hpp"

#include "platform/logging.hpp"

#include <atomic>
#include <cassert>
#include <exception>
#include <utility>

namespace platform::http {

namespace {

// What a handler, or a source, that gave nothing is taken to have given.
struct FailedAnswer {
    Language language;
    Response operator()() const { return problem(internal_error, language); }
};
struct FailedPiece {
    Piece operator()() const { return {.bytes = {}, .then = Piece::Then::failed}; }
};

}  // namespace

template <class MakeDefault>
class AnswerMailbox::Ticket {
public:
    Ticket(std::shared_ptr<AnswerMailbox> mailbox, std::shared_ptr<AnswerSlot> slot,
           MakeDefault make_default)
        : mailbox_(std::move(mailbox)), slot_(std::move(slot)), make_default_(make_default) {}
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    ~Ticket() {
        if (!given_) give(make_default_());
    }

    void give(Message message) {
        if (given_.exchange(true)) return;
        mailbox_->put(std::move(slot_), std::move(message));
    }

private:
    std::shared_ptr<AnswerMailbox> mailbox_;
    std::shared_ptr<AnswerSlot> slot_;
    MakeDefault make_default_;
    std::atomic<bool> given_ = false;
};

void AnswerMailbox::run(const Handler& handler, Request request, std::shared_ptr<AnswerSlot> slot,
                        Language language) {
    assert(std::this_thread::get_id() == io_thread_);
    running_ = slot.get();
    auto ticket = std::make_shared<Ticket<FailedAnswer>>(shared_from_this(), std::move(slot),
                                                         FailedAnswer{language});
    // The ticket of a handler that throws is dropped, which answers 500.
    try {
        handler(std::move(request), [ticket = std::move(ticket)](Response response) {
            ticket->give(std::move(response));
        });
    } catch (const std::exception& error) {
        log(Level::error, "a request handler failed",
            {
                {"reason", error.what()}
        });
    } catch (...) {
        log(Level::error, "a request handler failed");
    }
    running_ = nullptr;
}

void AnswerMailbox::produce(BodySource& source, std::shared_ptr<AnswerSlot> slot) {
    assert(std::this_thread::get_id() == io_thread_);
    running_ = slot.get();
    auto ticket =
        std::make_shared<Ticket<FailedPiece>>(shared_from_this(), std::move(slot), FailedPiece{});
    try {
        source.next([ticket = std::move(ticket)](Piece piece) { ticket->give(std::move(piece)); });
    } catch (const std::exception& error) {
        log(Level::error, "the body of an answer failed",
            {
                {"reason", error.what()}
        });
    } catch (...) {
        log(Level::error, "the body of an answer failed");
    }
    running_ = nullptr;
}

void AnswerMailbox::hand(AnswerWaiter& waiter, Message message) {
    if (auto* response = std::get_if<Response>(&message))
        return waiter.answered(std::move(*response));
    waiter.produced(std::move(std::get<Piece>(message)));
}

void AnswerMailbox::put(std::shared_ptr<AnswerSlot> slot, Message message) {
    if (std::this_thread::get_id() == io_thread_ && running_ == slot.get()) {
        if (slot->waiter != nullptr) hand(*slot->waiter, std::move(message));
        return;
    }
    const std::lock_guard lock{mutex_};
    if (closed_) return;
    deliveries_.push_back({std::move(slot), std::move(message)});
    if (deliveries_.size() == 1) wake_();
}

void AnswerMailbox::deliver() {
    std::vector<Delivery> deliveries;
    {
        const std::lock_guard lock{mutex_};
        deliveries.swap(deliveries_);
    }
    for (Delivery& delivery : deliveries) {
        AnswerWaiter* const waiter = delivery.slot->waiter;
        if (waiter != nullptr) hand(*waiter, std::move(delivery.message));
    }
}

void AnswerMailbox::close() {
    std::vector<Delivery> dropped;
    const std::lock_guard lock{mutex_};
    closed_ = true;
    dropped.swap(deliveries_);
}

}  // namespace platform::http
