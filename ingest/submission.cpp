// SPDX-License-Identifier: EUPL-1.2
#include "ingest/submission.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "ingest/courtesy.hpp"
#include "ingest/permission.hpp"
#include "platform/logging.hpp"

namespace ingest {
namespace {

using platform::Errc;
using platform::event_log::Appending;
using platform::event_log::Place;
using platform::event_log::Record;
using std::chrono::steady_clock;

std::string text_of(const domain::codec::Json& event, std::string_view name) {
    const auto* member = event.member(name);
    return member != nullptr && member->string() != nullptr ? *member->string() : std::string{};
}

Fault fault_about(std::string_view code) {
    return fault_of(finding_about(code, "", ""));
}

// Nothing was appended.
Fault refusal_of(Context& context, const platform::Error& error) {
    switch (error.code) {
        case Errc::invalid:
            return fault_about("event-too-large");
        case Errc::clock:
            if (context.clock_alarm.is_due())
                platform::log(platform::Level::error,
                              "the clock of this machine runs ahead: set it",
                              {
                                  {"detail", error.detail}
                });
            return fault_about("clock-ahead");
        default:
            return fault_about("log-unavailable");
    }
}

domain::Instant later(domain::Instant instant, std::chrono::milliseconds by) {
    return domain::Instant::from_microseconds(
        instant.microseconds() + std::chrono::duration_cast<std::chrono::microseconds>(by).count());
}

// The steps of one request. Only one thread at a time moves it on; acknowledgements come from the
// log's thread meanwhile and touch nothing but their own receipt and the count of what is pending.
class Submission : public std::enable_shared_from_this<Submission> {
public:
    Submission(Context& context, std::vector<Item> items, std::chrono::milliseconds wait,
               Submitted done)
        : context_(context), items_(std::move(items)), wait_(wait), done_(std::move(done)) {}

    // Takes items in order until one has to wait for the catalogue, or all are taken.
    void proceed();

private:
    enum class Verdict : std::uint8_t { settled, append, needs_catalogue };
    // How far the catalogue reaches for the item that is looked at.
    enum class Catalogue : std::uint8_t { unread, passed, behind };

    Verdict judge(Item& item);
    Verdict refuse(Item& item, Fault fault);
    void prepare(std::size_t index);
    void append_prepared();
    void acknowledge(std::size_t index, const platform::Result<Place>& place);
    void release();
    void read_catalogue();
    void await_outcomes();
    void finish(std::vector<Receipt> receipts);

    Context& context_;
    std::vector<Item> items_;
    std::chrono::milliseconds wait_;
    Submitted done_;

    std::size_t next_ = 0;
    // What is appended before anything is waited for.
    std::vector<Appending> prepared_;
    Catalogue catalogue_ = Catalogue::unread;
    // What that item names and nobody is known to have defined.
    std::set<std::string> missing_;
    std::optional<steady_clock::time_point> catalogue_deadline_;
    // Appends not yet acknowledged, and one for the thread that moves on.
    std::atomic<std::size_t> pending_ = 1;
    // What follows once nothing is pending.
    void (Submission::*then_)() = nullptr;
};

void Submission::proceed() {
    for (; next_ < items_.size(); ++next_) {
        const Verdict verdict = judge(items_[next_]);
        if (verdict == Verdict::needs_catalogue) {
            then_ = &Submission::read_catalogue;
            append_prepared();
            return release();
        }
        if (verdict == Verdict::append) prepare(next_);
        // The next item may be about what this one defines.
        if (catalogue_ == Catalogue::passed) catalogue_ = Catalogue::unread;
    }
    then_ = &Submission::await_outcomes;
    append_prepared();
    release();
}

Submission::Verdict Submission::judge(Item& item) {
    if (!item.draft) return Verdict::settled;
    const auto published = context_.read_side.published();
    missing_.clear();
    if (published->head.next == 0) {
        if (catalogue_ == Catalogue::unread) return Verdict::needs_catalogue;
        return refuse(item, fault_about("catalogue-behind"));
    }
    auto known = context_.read_side.known(item.draft->envelope);
    if (!known) {
        platform::log(platform::Level::error, "read model cannot be read",
                      {
                          {"detail", known.error().detail}
        });
        return refuse(item, fault_about("read-model-unavailable"));
    }
    if (*known) {
        item.receipt = std::move(**known);
        return Verdict::settled;
    }
    if (context_.options.mode == Mode::history_load) return Verdict::append;

    Courtesy courtesy = check_live(*item.draft, *published);
    if (!courtesy.unknown.empty() && catalogue_ == Catalogue::unread) {
        missing_ = std::move(courtesy.unknown);
        return Verdict::needs_catalogue;
    }
    if (courtesy.error_count > 0 && !courtesy.unknown.empty() && catalogue_ == Catalogue::behind)
        return refuse(item, fault_about("catalogue-behind"));
    if (courtesy.error_count > 0)
        return refuse(item, Fault{std::move(courtesy.errors), courtesy.error_count});
    item.receipt.warnings = std::move(courtesy.warnings);
    return Verdict::append;
}

Submission::Verdict Submission::refuse(Item& item, Fault fault) {
    item.receipt.status = Status::refused;
    item.receipt.fault = std::move(fault);
    return Verdict::settled;
}

void Submission::prepare(std::size_t index) {
    const auto published = context_.read_side.published();
    const Stamp stamp{context_.options.mode, items_[index].authid, context_.clock()};
    auto record = record_of(*items_[index].draft, stamp, *published);
    items_[index].draft.reset();
    pending_.fetch_add(1, std::memory_order_relaxed);
    // The log may send it again when the request, and the service, are over.
    auto sent_again = [clock = context_.clock, mode = context_.options.mode](Record& sent) {
        restamp(sent, mode, clock());
    };
    prepared_.push_back({std::move(record), std::move(sent_again),
                         [self = shared_from_this(), index](const auto& place) {
                             self->acknowledge(index, place);
                         }});
}

void Submission::append_prepared() {
    context_.log.append(std::exchange(prepared_, {}));
}

void Submission::acknowledge(std::size_t index, const platform::Result<Place>& place) {
    // The request may be over before release() returns.
    const InFlight::Ticket acknowledging{context_.in_flight};
    Receipt& receipt = items_[index].receipt;
    if (place) {
        receipt.status = Status::accepted;
        receipt.sequence = *place;
    } else if (place.error().code == Errc::io) {
        platform::log(
            platform::Level::error, "the log did not confirm a record",
            {
                {"source", receipt.source      },
                {"id",     receipt.id          },
                {"detail", place.error().detail}
        });
        receipt.status = Status::unknown;
        receipt.may_land_until = later(context_.clock(), context_.log.lands_within());
        receipt.warnings.push_back(finding_about("outcome-unknown", "", ""));
    } else {
        receipt.fault = refusal_of(context_, place.error());
    }
    release();
}

void Submission::release() {
    if (pending_.fetch_sub(1, std::memory_order_acq_rel) == 1) (this->*then_)();
}

void Submission::read_catalogue() {
    pending_ = 1;
    if (!catalogue_deadline_) catalogue_deadline_ = steady_clock::now() + catalogue_wait_max;
    wait_for_catalogue(context_, missing_, *catalogue_deadline_,
                       [self = shared_from_this()](Awaited awaited) {
                           if (awaited == Awaited::end) self->catalogue_ = Catalogue::passed;
                           if (awaited == Awaited::late) self->catalogue_ = Catalogue::behind;
                           self->proceed();
                       });
}

void Submission::await_outcomes() {
    std::vector<Receipt> receipts;
    receipts.reserve(items_.size());
    for (Item& item : items_) receipts.push_back(std::move(item.receipt));
    context_.read_side.settle(std::move(receipts), wait_,
                              [self = shared_from_this()](std::vector<Receipt> settled) {
                                  self->finish(std::move(settled));
                              });
}

void Submission::finish(std::vector<Receipt> receipts) {
    for (const Receipt& receipt : receipts) context_.counts.add(receipt.status);
    // Whoever may still hold this submission (a log keeps callbacks for a while) must not hold the
    // request's ticket.
    const Submitted done = std::exchange(done_, nullptr);
    done(std::move(receipts));
}

}  // namespace

Item item_of(domain::codec::Json event, const Sender& sender) {
    Item item;
    item.authid = sender.who.name;
    item.receipt.source = text_of(event, "source");
    item.receipt.id = text_of(event, "id");
    auto draft = draft_of(std::move(event), sender.mode);
    if (!draft) {
        item.receipt.fault = fault_of(finding_of(draft.error()));
        return item;
    }
    if (auto finding = forbidden(*draft, sender.mode, sender.who)) {
        item.receipt.fault = fault_of(std::move(*finding));
        return item;
    }
    if (!sender.trace.parent.empty()) draft->trace = sender.trace;
    item.draft = std::move(*draft);
    return item;
}

void submit(Context& context, std::vector<Item> items, std::chrono::milliseconds wait,
            Submitted done) {
    std::make_shared<Submission>(context, std::move(items), wait, std::move(done))->proceed();
}

}  // namespace ingest
