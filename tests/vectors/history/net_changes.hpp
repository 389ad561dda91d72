// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/vectors/support/history_files.hpp"

namespace tests::vectors {

// The two editions that are compared; the first is 1.
inline constexpr std::size_t diff_from = 40;
inline constexpr std::size_t diff_to = 80;

// What changed between two editions, net; the empty text stands for no value.
using NetChanges = std::map<HistoryCell, std::pair<std::string, std::string>>;

// That of the changes published after edition `from` up to `to`.
NetChanges net_by_hand(const std::vector<HistoryEdition>& editions, std::size_t from,
                       std::size_t to);

// What two states differ in.
NetChanges net_of(const HistoryState& from, const HistoryState& to);

// "vi" of "baseline", "va" of "actual", else "vc".
std::string_view type_of(std::string_view kind);

}  // namespace tests::vectors
