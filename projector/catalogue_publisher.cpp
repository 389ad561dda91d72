// SPDX-License-Identifier: EUPL-1.2
#include "projector/catalogue_publisher.hpp"

#include <algorithm>
#include <utility>

#include "platform/logging.hpp"
#include "projector/read_model/catalogue_entry.hpp"

namespace projector {
namespace {

using read_model::catalogue_position_key;
using read_model::CatalogueEntry;
using read_model::CataloguePosition;
using read_model::Published;

struct InForce {
    read_model::Definition definition;
    domain::Sequence since;
};

std::vector<InForce> definitions(const Published& published) {
    std::vector<InForce> all;
    for (const auto& policy : published.catalogue->policies(published.position()))
        all.push_back({*policy.definition, policy.since});
    for (const auto& indicator : published.catalogue->indicators(published.position()))
        all.push_back({*indicator.definition, indicator.since});
    return all;
}

}  // namespace

CataloguePublisher::CataloguePublisher(const read_model::Store& store, std::string log_id,
                                       Publish publish)
    : store_(store), log_id_(std::move(log_id)), publish_(std::move(publish)) {}

void CataloguePublisher::reached_end() {
    const std::lock_guard lock{mutex_};
    complete_ = true;
}

void CataloguePublisher::read(std::string_view key, std::string_view value) {
    const std::lock_guard lock{mutex_};
    const auto sequence = own_sequence(key, value);
    Row& row = rows_[std::string{key}];
    row.newest = sequence;
    if (sequence && row.sent == sequence) row.sent.reset();
    look_at_ = Clock::time_point::min();
}

// The sequence of a row of this log; none of another's, or where it cannot be read.
std::optional<domain::Sequence> CataloguePublisher::own_sequence(std::string_view key,
                                                                 std::string_view value) {
    const auto row = read_model::decode_catalogue_row(key, value);
    const std::string row_log =
        row ? std::visit([](const auto& one) { return one.log_id; }, *row) : std::string{};
    if (row && row_log == log_id_)
        return std::holds_alternative<CatalogueEntry>(*row)
                   ? std::get<CatalogueEntry>(*row).sequence
                   : std::get<CataloguePosition>(*row).next;
    if (!std::exchange(warned_, true))
        platform::log(platform::Level::warning,
                      "the catalogue topic holds rows that are not of this log; they are "
                      "overwritten. Two logs must not share one prefix",
                      {
                          {"key",      key                                               },
                          {"this_log", log_id_                                           },
                          {"row",      row ? "of the log " + row_log : row.error().detail}
        });
    return std::nullopt;
}

bool CataloguePublisher::lacks(const Row& row, domain::Sequence sequence) {
    return row.newest < sequence && row.sent < sequence;
}

void CataloguePublisher::publish_missing(Clock::time_point now) {
    const auto published = store_.published();
    std::vector<Outgoing> due;
    {
        const std::lock_guard lock{mutex_};
        if (!complete_) return;
        due = due_entries(*published, now);
        if (auto position = due_position(*published, now)) due.push_back(*std::move(position));
    }
    for (auto& outgoing : due) send(std::move(outgoing));
}

std::vector<CataloguePublisher::Outgoing> CataloguePublisher::due_entries(
    const Published& published, Clock::time_point now) {
    if (looked_through_ == published.catalogue && now < look_at_) return {};
    looked_through_ = published.catalogue;
    look_at_ = Clock::time_point::max();
    not_kept_.reset();
    std::vector<Outgoing> due;
    for (const auto& [definition, since] : definitions(published)) {
        const std::string key = read_model::key_of(definition);
        Row& row = rows_[key];
        if (lacks(row, since) && row.highest == since && now < row.again_at) {
            look_at_ = std::min(look_at_, row.again_at);
        } else if (lacks(row, since)) {
            due.push_back(
                {key, encode(CatalogueEntry{log_id_, published.head.engine, since, definition}),
                 since});
            note_sent(row, since, now);
        }
        if (row.newest < since && row.kept < since)
            not_kept_ = std::min(since, not_kept_.value_or(since));
    }
    return due;
}

std::optional<CataloguePublisher::Outgoing> CataloguePublisher::due_position(
    const Published& published, Clock::time_point now) {
    const domain::Sequence next =
        std::min(published.head.next, not_kept_.value_or(published.head.next));
    Row& row = rows_[std::string{catalogue_position_key}];
    if (now < position_at_ || !lacks(row, next)) return std::nullopt;
    position_at_ = now + position_interval;
    Outgoing outgoing{std::string{catalogue_position_key},
                      encode(CataloguePosition{log_id_, published.head.engine, next}), next};
    note_sent(row, next, now);
    return outgoing;
}

void CataloguePublisher::note_sent(Row& row, domain::Sequence sequence, Clock::time_point now) {
    row.sent = row.highest = sequence;
    row.again_at = now + row_interval;
}

void CataloguePublisher::send(Outgoing outgoing) {
    const auto done = [this, key = outgoing.key, sequence = outgoing.sequence](
                          const platform::Status& status) { told(key, sequence, status); };
    publish_(std::move(outgoing.key), std::move(outgoing.value), done);
}

void CataloguePublisher::told(const std::string& key, domain::Sequence sequence,
                              const platform::Status& status) {
    const std::lock_guard lock{mutex_};
    Row& row = rows_[key];
    look_at_ = Clock::time_point::min();
    if (status) {
        row.kept = std::max(row.kept.value_or(0), sequence);
        return;
    }
    if (row.sent == sequence) row.sent.reset();
}

}  // namespace projector
