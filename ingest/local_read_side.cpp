// SPDX-License-Identifier: EUPL-1.2
#include "ingest/local_read_side.hpp"

#include <algorithm>
#include <utility>

#include "ingest/outcome.hpp"
#include "platform/logging.hpp"
#include "projector/read_model/versions.hpp"
#include "projector/read_model/view.hpp"

namespace ingest {

using projector::read_model::StoreFailure;
using projector::read_model::View;
using std::chrono::milliseconds;

LocalReadSide::LocalReadSide(const projector::read_model::Store& store,
                             platform::event_log::EventLog& log, WaitFor wait_for,
                             platform::WorkerPool& pool)
    : store_(store), log_(log), wait_for_(std::move(wait_for)), pool_(pool) {}

LocalReadSide::~LocalReadSide() {
    in_flight_.wait_until_empty();
}

std::shared_ptr<const projector::read_model::Published> LocalReadSide::published() const {
    return store_.published();
}

platform::Result<std::optional<Receipt>> LocalReadSide::known(
    const domain::codec::Envelope& envelope) const {
    try {
        return known_receipt(View{store_}, envelope);
    } catch (const StoreFailure& failure) {
        return failure.error();
    }
}

void LocalReadSide::await_definitions(std::vector<std::string> /*missing*/,
                                      std::chrono::steady_clock::time_point deadline,
                                      std::function<void(Awaited)> done) {
    const std::uint64_t end = log_.end();
    const domain::Sequence last = end == 0 ? 0 : end - 1;
    const auto left =
        std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
    wait_for_(last, std::max(left, milliseconds{0}), [done = std::move(done)](bool passed) {
        done(passed ? Awaited::end : Awaited::late);
    });
}

void LocalReadSide::settle(std::vector<Receipt> receipts, milliseconds wait, Settled done) {
    std::optional<domain::Sequence> last;
    for (const Receipt& receipt : receipts)
        if (receipt.status == Status::accepted) last = std::max(last, receipt.sequence);
    const auto held = std::make_shared<std::vector<Receipt>>(std::move(receipts));
    const auto go_on = [this, held, done = std::move(done)](bool) {
        run_soon(pool_, in_flight_, [this, held, done] {
            read_outcomes(*held);
            done(std::move(*held));
        });
    };
    if (!last || wait == milliseconds{0}) return go_on(false);
    wait_for_(*last, wait, go_on);
}

void LocalReadSide::read_outcomes(std::vector<Receipt>& receipts) const {
    try {
        const View view{store_};
        for (Receipt& receipt : receipts) settle_receipt(view, receipt);
    } catch (const StoreFailure& failure) {
        // What is durable stays accepted: its outcome is there to be asked for.
        platform::log(platform::Level::error, "outcomes cannot be read",
                      {
                          {"detail", failure.error().detail}
        });
    }
}

}  // namespace ingest
