// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/history/net_changes.hpp"

namespace tests::vectors {

NetChanges net_by_hand(const std::vector<HistoryEdition>& editions, std::size_t from,
                       std::size_t to) {
    NetChanges net;
    for (std::size_t i = from; i < to; ++i)
        for (const auto& change : editions[i].changes)
            net.try_emplace(change.cell, change.before, "").first->second.second = change.after;
    std::erase_if(net, [](const auto& one) { return one.second.first == one.second.second; });
    return net;
}

NetChanges net_of(const HistoryState& from, const HistoryState& to) {
    NetChanges net;
    for (const auto& [cell, value] : from) net[cell].first = value;
    for (const auto& [cell, value] : to) net[cell].second = value;
    std::erase_if(net, [](const auto& one) { return one.second.first == one.second.second; });
    return net;
}

std::string_view type_of(std::string_view kind) {
    if (kind == "baseline") return "vi";
    return kind == "actual" ? "va" : "vc";
}

}  // namespace tests::vectors
