// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/exchange.hpp"

#include "platform/logging.hpp"

#include <atomic>
#include <cassert>
#include <exception>
#include <utility>

namespace platform::http {

// The one answer of one request; shared by the copies of its Respond.
class AnswerMailbox::Ticket {
public:
    Ticket(std::shared_ptr<AnswerMailbox> mailbox, std::shared_ptr<AnswerSlot> slot,
           Language language)
        : mailbox_(std::move(mailbox)), slot_(std::move(slot)), language_(language) {}
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    ~Ticket() {
        if (!answered_) answer(problem(internal_error, language_));
    }

    void answer(Response response) {
        if (answered_.exchange(true)) return;
        mailbox_->put(std::move(slot_), std::move(response));
    }

private:
    std::shared_ptr<AnswerMailbox> mailbox_;
    std::shared_ptr<AnswerSlot> slot_;
    Language language_;
    std::atomic<bool> answered_ = false;
};

void AnswerMailbox::run(const Handler& handler, Request request, std::shared_ptr<AnswerSlot> slot,
                        Language language) {
    assert(std::this_thread::get_id() == io_thread_);
    running_ = slot.get();
    auto ticket = std::make_shared<Ticket>(shared_from_this(), std::move(slot), language);
    // The ticket of a handler that throws is dropped, which answers 500.
    try {
        handler(std::move(request), [ticket = std::move(ticket)](Response response) {
            ticket->answer(std::move(response));
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

void AnswerMailbox::put(std::shared_ptr<AnswerSlot> slot, Response response) {
    if (std::this_thread::get_id() == io_thread_ && running_ == slot.get()) {
        if (slot->waiter != nullptr) slot->waiter->answered(std::move(response));
        return;
    }
    const std::lock_guard lock{mutex_};
    if (closed_) return;
    deliveries_.push_back({std::move(slot), std::move(response)});
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
        if (waiter != nullptr) waiter->answered(std::move(delivery.response));
    }
}

void AnswerMailbox::close() {
    std::vector<Delivery> dropped;
    const std::lock_guard lock{mutex_};
    closed_ = true;
    dropped.swap(deliveries_);
}

}  // namespace platform::http
