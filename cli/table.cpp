// SPDX-License-Identifier: EUPL-1.2
#include "cli/table.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/utf8.hpp"

namespace cli {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Source: Unicode 15, general categories Mn and Cf as far as Latin text uses them.
constexpr std::array<Range, 4> no_width{
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}}
};
// Source: Unicode 15, EastAsianWidth W and F, the large blocks.
constexpr std::array<Range, 7> double_width{
    {{0x1100, 0x115F},
     {0x2E80, 0xA4CF},
     {0xAC00, 0xD7A3},
     {0xF900, 0xFAFF},
     {0xFF00, 0xFF60},
     {0x1F300, 0x1FAFF},
     {0x20000, 0x3FFFD}}
};

template <std::size_t n>
bool within(const std::array<Range, n>& ranges, char32_t point) {
    return std::any_of(ranges.begin(), ranges.end(), [point](const Range& range) {
        return range.first <= point && point <= range.last;
    });
}

// The next character: its bytes and its width. What is no UTF-8 counts byte by byte.
struct Character {
    std::size_t bytes;
    std::size_t width;
};

Character next_character(std::string_view text) {
    const std::size_t bytes = platform::utf8_sequence_bytes(text);
    if (bytes <= 1) return {1, 1};
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto point = static_cast<char32_t>(byte(0) & (0x7FU >> bytes));
    for (std::size_t i = 1; i < bytes; ++i) point = point << 6U | (byte(i) & 0x3FU);
    if (within(no_width, point)) return {bytes, 0};
    return {bytes, within(double_width, point) ? std::size_t{2} : std::size_t{1}};
}

// A cell stays on its line.
std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return text;
}

void append_padded(std::string& line, std::string_view cell, std::size_t width, Align align) {
    const std::string padding(width - display_width(cell), ' ');
    if (align == Align::right) line += padding;
    line += cell;
    if (align == Align::left) line += padding;
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto character = next_character(text);
        width += character.width;
        text.remove_prefix(character.bytes);
    }
    return width;
}

std::string shortened(std::string_view text, std::size_t width_max) {
    if (display_width(text) <= width_max) return std::string{text};
    if (width_max == 0) return {};
    std::size_t bytes = 0;
    for (std::size_t width = 0; bytes < text.size();) {
        const auto character = next_character(text.substr(bytes));
        width += character.width;
        if (width > width_max - 1) break;
        bytes += character.bytes;
    }
    return std::string{text.substr(0, bytes)} + "…";
}

void Table::add(std::vector<std::string> cells) {
    cells.resize(columns_.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i] = shortened(one_line(std::move(cells[i])), columns_[i].width_max);
    rows_.push_back(std::move(cells));
}

std::string Table::text() const {
    std::vector<std::string> names;
    std::vector<std::string> rules;
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = display_width(columns_[i].name);
        for (const auto& row : rows_) width = std::max(width, display_width(row[i]));
        names.push_back(columns_[i].name);
        rules.emplace_back(width, '-');
        widths.push_back(width);
    }
    std::string text;
    const auto append_row = [&](const std::vector<std::string>& cells) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) line += "  ";
            append_padded(line, cells[i], widths[i], columns_[i].align);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    };
    append_row(names);
    append_row(rules);
    for (const auto& row : rows_) append_row(row);
    return text;
}

}  // namespace cli
