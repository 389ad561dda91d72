// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/history/stream_check.hpp"

#include <boost/json/array.hpp>
#include <chrono>
#include <iostream>
#include <string_view>

#include "tests/vectors/history/net_changes.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/event_stream.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/zone.hpp"

namespace tests::vectors {
namespace {

using Clock = std::chrono::steady_clock;

// Edge: 0, which is no record of measures, where there is none.
std::size_t sequence_of(const boost::json::value& record) {
    const auto* sequence = member(record, "sequence");
    boost::system::error_code code;
    const auto number = sequence == nullptr ? 0 : sequence->to_number<std::size_t>(code);
    return code ? 0 : number;
}

// Follows a stream of all records and folds it by hand, edition by edition.
class StreamFold {
public:
    StreamFold(const std::vector<HistoryEdition>& editions, std::size_t every)
        : editions_(editions), every_(every) {}

    // Takes a line; when it is the last one of the last edition, nothing more is wanted.
    Wanted take(std::string_view line, std::size_t last_sequence) {
        const auto record = parse_json(line, {});
        if (!record) return Wanted::enough;
        const std::string time{text_member(*record, "time")};
        while (edition_ < editions_.size() && time > editions_[edition_].recorded) finish_edition();
        const auto* event = member(*record, "event");
        if (event != nullptr && text_member(*record, "outcome") == "applied") apply_rows(*event);
        ++events_;
        if (sequence_of(*record) != last_sequence) return Wanted::more;
        while (edition_ < editions_.size()) finish_edition();
        return Wanted::enough;
    }

    std::size_t events() const { return events_; }
    std::size_t checked() const { return checked_; }
    std::size_t equal() const { return equal_; }
    NetChanges net() const { return net_of(from_, to_); }

private:
    void apply_rows(const boost::json::value& event) {
        const auto* data = member(event, "data");
        const auto* rows = data == nullptr ? nullptr : member(*data, "rows");
        if (rows == nullptr || !rows->is_array()) return;
        for (const auto& row : rows->get_array()) {
            const HistoryCell cell{std::string(text_member(row, "indicator")),
                                   zone_of(text_member(row, "territory")),
                                   std::string(text_member(row, "date").substr(0, 7)),
                                   std::string(type_of(text_member(row, "kind")))};
            const auto value = text_member(row, "value");
            if (value.empty())
                state_.erase(cell);
            else
                state_.insert_or_assign(cell, std::string(value));
        }
    }

    void finish_edition() {
        const bool is_last = edition_ + 1 == editions_.size();
        if (edition_ % every_ == 0 || is_last) {
            ++checked_;
            if (sha256_of(state_) == editions_[edition_].sha256) ++equal_;
        }
        ++edition_;
        if (edition_ == diff_from) from_ = state_;
        if (edition_ == diff_to) to_ = state_;
    }

    const std::vector<HistoryEdition>& editions_;
    const std::size_t every_;
    std::size_t edition_ = 0;
    std::size_t events_ = 0;
    HistoryState state_;
    HistoryState from_;
    HistoryState to_;
    std::size_t checked_ = 0;
    std::size_t equal_ = 0;
};

// The last record of a Baromètre, as every answer tells it.
platform::Result<std::size_t> last_sequence(Api& api) {
    const auto body = api.get("/v1/territories");
    if (!body) return body.error();
    const auto answer = parse_json(*body, {});
    if (!answer) return answer.error();
    const std::string position{text_member(*answer, "position")};
    const auto point = position.find('.');
    if (point == std::string::npos) return failure("no position in " + body->substr(0, 80));
    return std::stoul(position.substr(point + 1));
}

}  // namespace

platform::Result<bool> check_stream(Api& api, const std::string& url,
                                    const std::vector<HistoryEdition>& editions,
                                    std::size_t every) {
    const auto start = Clock::now();
    const auto last = last_sequence(api);
    if (!last) return last.error();
    StreamFold fold{editions, every};
    const auto read = read_event_stream(
        url, "/v1/stream?after=0", [&](std::string_view line) { return fold.take(line, *last); });
    if (!read) return read.error();
    const auto net = fold.net();
    std::cout << "stream of " << fold.events() << " records: editions " << fold.checked()
              << " equal " << fold.equal() << ", " << net.size() << " values between editions "
              << diff_from << " and " << diff_to << ", in "
              << std::chrono::duration<double>(Clock::now() - start).count() << " s\n";
    return fold.checked() > 0 && fold.checked() == fold.equal() &&
           net == net_by_hand(editions, diff_from, diff_to);
}

}  // namespace tests::vectors
