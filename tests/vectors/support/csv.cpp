// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/csv.hpp"

#include <algorithm>
#include <utility>

#include "tests/vectors/support/failure.hpp"
#include "tests/vectors/support/gzip_lines.hpp"

namespace tests::vectors {
namespace {

std::vector<std::string> split(std::string_view line) {
    std::vector<std::string> cells;
    while (true) {
        const auto comma = line.find(',');
        cells.emplace_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return cells;
        line.remove_prefix(comma + 1);
    }
}

}  // namespace

std::size_t Csv::column(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
}

platform::Result<std::vector<std::size_t>> Csv::places(
    const std::vector<std::string_view>& names) const {
    std::vector<std::size_t> found;
    for (const auto name : names) {
        found.push_back(column(name));
        if (found.back() == columns.size()) return failure("no column " + std::string(name));
    }
    return found;
}

platform::Result<Csv> read_csv(const std::string& path) {
    auto lines = GzipLines::open(path);
    if (!lines) return lines.error();
    Csv csv;
    while (true) {
        auto line = lines->next();
        if (!line) return line.error();
        if (!line->has_value()) return csv;
        std::string& text = **line;
        if (text.ends_with('\r')) text.pop_back();
        if (text.find('"') != std::string::npos) return failure(path + ": a quoted cell");
        auto cells = split(text);
        if (csv.columns.empty()) {
            csv.columns = std::move(cells);
        } else if (cells.size() != csv.columns.size()) {
            return failure(std::string(path).append(": row of another width: ").append(text));
        } else {
            csv.rows.push_back(std::move(cells));
        }
    }
}

}  // namespace tests::vectors
