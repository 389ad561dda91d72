// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"

namespace platform::http {

// Who waits for the answer of a handler. Threads: the I/O thread only.
class AnswerWaiter {
public:
    virtual void answered(Response response) = 0;
    virtual void produced(Piece piece) = 0;

protected:
    ~AnswerWaiter() = default;
};

// Where answers are addressed to: it outlives the connection, so that an answer may come too late.
// Threads: `waiter` belongs to the I/O thread.
struct AnswerSlot {
    AnswerWaiter* waiter = nullptr;
};

// Brings answers from any thread to the I/O thread. Outlives the server; closed when it ends.
class AnswerMailbox : public std::enable_shared_from_this<AnswerMailbox> {
public:
    // `wake` makes the I/O thread call deliver() soon. It is called from any thread.
    explicit AnswerMailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

    // Declares the calling thread to be the I/O thread, before any run().
    void bind_to_this_thread() { io_thread_ = std::this_thread::get_id(); }

    // Runs `handler` on the I/O thread. An answer that it gives before it returns goes straight to
    // the waiter of `slot`; a later one, or one from another thread, comes with deliver(). If every
    // copy of the Respond is dropped without an answer, that answers 500 in `language`.
    // Edge: an exception of the handler is reported on standard error.
    void run(const Handler& handler, Request request, std::shared_ptr<AnswerSlot> slot,
             Language language);

    // Asks `source` for its next piece, which comes to the waiter of `slot` as an answer does.
    // I/O thread only.
    void produce(BodySource& source, std::shared_ptr<AnswerSlot> slot);

    // Hands what has come to the waiters. I/O thread only.
    void deliver();

    // Drops what has come and what will come. Any thread.
    void close();

private:
    using Message = std::variant<Response, Piece>;
    // The one message that is owed to a slot; shared by the copies of its Respond or GivePiece.
    template <class MakeDefault>
    class Ticket;
    struct Delivery {
        std::shared_ptr<AnswerSlot> slot;
        Message message;
    };

    static void hand(AnswerWaiter& waiter, Message message);
    void put(std::shared_ptr<AnswerSlot> slot, Message message);

    const std::function<void()> wake_;
    // The slot whose handler is running: the I/O thread's.
    const AnswerSlot* running_ = nullptr;
    std::thread::id io_thread_;

    std::mutex mutex_;
    std::vector<Delivery> deliveries_;
    bool closed_ = false;
};

}  // namespace platform::http
