// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/rows.hpp"

#include <cassert>

namespace tests::vectors {
namespace {

std::string in_words(const RowKey& key) {
    std::string words = key.table + " " + key.id + " " + key.zone;
    if (!key.at.empty()) words += " " + key.at;
    return words;
}

void note(Tally& tally, std::string words) {
    if (tally.notes.size() < notes_max) tally.notes.push_back(std::move(words));
}

// Counts a row that one side lacks.
void count_lone_row(Tally& tally, const Rows::value_type& row, std::string_view words) {
    ++tally.rows;
    ++tally.rows_different;
    tally.cells += row.second.size();
    tally.cells_different += row.second.size();
    note(tally, in_words(row.first) + std::string(words));
}

}  // namespace

const std::vector<std::string_view>& columns_of(std::string_view table) {
    static const std::map<std::string_view, std::vector<std::string_view>> columns{
        {series_table,   {"vi", "va", "vc", "vaca", "vacg", "taa", "tag"}           },
        {latest_table,
         {"vaca", "vaca_date", "vig", "vig_date", "vcg", "vcg_date", "vca_courant",
          "vca_courant_date", "taa", "tag"}                                         },
        {chantier_table, {"taa_ch", "tag_ch", "date", "n_indic_in_ta", "n_expected"}},
        {weights_table,  {"poids_zone_reel"}                                        }
    };
    const auto found = columns.find(table);
    assert(found != columns.end());
    return found->second;
}

Tally compare(const Rows& expected, const Rows& got,
              const std::function<bool(const Pair&)>& agreed) {
    Tally tally;
    for (const auto& row : expected) {
        const auto& [key, cells] = row;
        const auto answered = got.find(key);
        if (answered == got.end() || answered->second.size() != cells.size()) {
            count_lone_row(tally, row, ": the row is missing");
            continue;
        }
        std::size_t different = 0;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const Cell& cell = answered->second[column];
            if (agreed({key, column, cells[column], cell})) continue;
            ++different;
            note(tally, in_words(key) + " " + std::string(columns_of(key.table)[column]) +
                            ": expected " + in_words(cells[column]) + ", got " + in_words(cell));
        }
        ++tally.rows;
        tally.rows_different += different == 0 ? 0U : 1U;
        tally.cells += cells.size();
        tally.cells_different += different;
    }
    for (const auto& row : got) {
        if (!expected.contains(row.first)) count_lone_row(tally, row, ": a row too many");
    }
    return tally;
}

}  // namespace tests::vectors
