// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// How many columns of a terminal UTF-8 text takes: none for combining marks, two for the wide
// characters of East Asia and for pictographs.
std::size_t display_width(std::string_view text);

// The text, or as much of it as leaves room for the "…" that then ends it. Units: columns.
std::string shortened(std::string_view text, std::size_t width_max);

enum class Align : std::uint8_t { left, right };

struct Column {
    std::string name;
    Align align = Align::left;
    std::size_t width_max = 60;
};

// A table for people: columns as wide as their widest cell, two spaces between them, the names
// underlined.
class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    // Missing cells are empty, further ones are left out.
    void add(std::vector<std::string> cells);

    bool empty() const { return rows_.empty(); }
    std::string text() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace cli
