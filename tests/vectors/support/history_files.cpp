// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/history_files.hpp"

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "tests/vectors/support/csv.hpp"
#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/gzip_lines.hpp"

namespace tests::vectors {
namespace {

// The cells of a line in which a quoted cell may hold commas and doubled quotes.
std::vector<std::string> quoted_cells(std::string_view line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back() += c;
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

platform::Result<std::vector<HistoryEdition>> read_editions(const std::string& path) {
    constexpr std::size_t columns = 10;
    auto lines = GzipLines::open(path);
    if (!lines) return lines.error();
    std::vector<HistoryEdition> editions;
    for (bool head = true;; head = false) {
        const auto line = lines->next();
        if (!line) return line.error();
        if (!line->has_value()) return editions;
        const auto cells = quoted_cells(**line);
        if (cells.size() != columns) return failure(path + ": row of another width: " + **line);
        if (!head) editions.push_back({cells[0], cells[1], cells[columns - 1], {}});
    }
}

}  // namespace

platform::Result<std::vector<HistoryEdition>> read_history(const std::string& directory) {
    auto editions = read_editions(directory + "/editions.csv");
    if (!editions) return editions.error();
    const auto changes = read_csv(directory + "/changes.csv.gz");
    if (!changes) return changes.error();
    const auto places =
        changes->places({"edition", "indicator", "zone", "month", "type", "old", "new"});
    if (!places) return places.error();
    auto edition = editions->begin();
    for (const auto& row : changes->rows) {
        const auto cell = [&](std::size_t column) { return row[(*places)[column]]; };
        while (edition != editions->end() && edition->number != cell(0)) ++edition;
        if (edition == editions->end()) return failure("a change of no edition: " + cell(0));
        edition->changes.push_back({
            {cell(1), cell(2), cell(3), cell(4)},
            cell(5), cell(6)
        });
    }
    return editions;
}

platform::Result<std::map<std::string, std::string>> read_policies(const std::string& path) {
    auto lines = GzipLines::open(path);
    if (!lines) return lines.error();
    std::map<std::string, std::string> policies;
    while (true) {
        const auto line = lines->next();
        if (!line) return line.error();
        if (!line->has_value()) return policies;
        // Names may go over several lines; the first two cells do not.
        const auto cells = quoted_cells(**line);
        if (cells.size() > 1 && cells[0].starts_with("IND-")) policies.emplace(cells[0], cells[1]);
    }
}

void apply(const HistoryEdition& edition, HistoryState& state) {
    for (const HistoryChange& change : edition.changes) {
        if (change.after.empty())
            state.erase(change.cell);
        else
            state.insert_or_assign(change.cell, change.after);
    }
}

std::string sha256_of(const HistoryState& state) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free};
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::string line;
    for (const auto& [cell, value] : state) {
        line.clear();
        for (const std::string* part : {&cell.indicator, &cell.zone, &cell.month, &cell.type})
            line.append(*part).append(";");
        line.append(value).append("\n");
        EVP_DigestUpdate(context.get(), line.data(), line.size());
    }
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const unsigned byte : digest) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

}  // namespace tests::vectors
