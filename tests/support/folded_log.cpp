// SPDX-License-Identifier: EUPL-1.2
#include "tests/support/folded_log.hpp"

#include <stdexcept>

#include "tests/support/event_text.hpp"
#include "tests/support/must.hpp"

namespace support {

FoldedLog::FoldedLog(Options options) : options_(options), fold_(past_, options.cached_rows_max) {
    append(log_opened_event());
}

domain::Changes FoldedLog::append(std::string value) {
    const auto record = domain::decode(value);
    if (domain::Fold::needs_commit(record)) commit();
    auto changes = fold_.apply(record);
    if (!changes) throw std::runtime_error("the fold halts");
    pending_.emplace_back(*changes, std::move(value));
    if (pending_.size() >= options_.commit_every) commit();
    return std::move(*changes);
}

domain::Changes FoldedLog::report(std::string_view type, std::string data) {
    constexpr std::int64_t first_second = 1'704'067'200;  // 2024-01-01T00:00:00Z
    const domain::Sequence sequence = fold_.head().next;
    const auto seconds = first_second + static_cast<std::int64_t>(sequence);
    EventText event;
    event.type = type;
    event.data = std::move(data);
    event.id = id_of(sequence);
    event.recorded = domain::Instant::from_microseconds(seconds * 1'000'000).text();
    return append(cloud_event(event));
}

std::string FoldedLog::id_of(domain::Sequence sequence) {
    return "e" + std::to_string(sequence);
}

const MemoryPast& FoldedLog::past() {
    commit();
    return past_;
}

domain::CellSeries FoldedLog::cells(std::string_view territory, domain::Kind kind,
                                    std::string_view indicator) {
    return past().cells(must(domain::IndicatorId::parse(indicator)),
                        must(domain::Territory::parse(territory)), kind);
}

domain::rules::State FoldedLog::state(std::string_view territory, std::string_view indicator) {
    return past().state(must(domain::IndicatorId::parse(indicator)),
                        must(domain::Territory::parse(territory)));
}

void FoldedLog::commit() {
    for (auto& [changes, value] : pending_) past_.commit(changes, std::move(value));
    pending_.clear();
    fold_.committed();
}

}  // namespace support
