// SPDX-License-Identifier: EUPL-1.2
#include "domain/merkle/tile.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <limits>

namespace domain::merkle {
namespace {

constexpr std::uint64_t group = 1'000;
constexpr std::size_t group_digits = 3;

std::string three_digits(std::uint64_t value) {
    const std::string digits = std::to_string(value);
    return std::string(group_digits - digits.size(), '0') + digits;
}

std::string place(std::uint64_t index, std::uint64_t width) {
    std::string text = three_digits(index % group);
    for (index /= group; index > 0; index /= group)
        text = "x" + three_digits(index % group) + "/" + text;
    if (width != tile_width) text += ".p/" + std::to_string(width);
    return text;
}

std::optional<std::uint64_t> number(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> parse_index(std::string_view text) {
    std::uint64_t index = 0;
    for (;;) {
        const bool goes_on = text.starts_with('x');
        if (goes_on) text.remove_prefix(1);
        const auto digits = number(text.substr(0, group_digits));
        if (!digits || text.size() < group_digits) return std::nullopt;
        if (index > (std::numeric_limits<std::uint64_t>::max() - *digits) / group)
            return std::nullopt;
        index = index * group + *digits;
        text.remove_prefix(group_digits);
        if (!goes_on) break;
        if (!text.starts_with('/')) return std::nullopt;
        text.remove_prefix(1);
    }
    if (!text.empty()) return std::nullopt;
    return index;
}

// Index and width; only of what place() writes, so that one thing has one address.
std::optional<Bundle> parse_place(std::string_view text) {
    constexpr std::string_view partial = ".p/";
    Bundle bundle;
    const auto dot = text.find(partial);
    if (dot != std::string_view::npos) {
        const auto width = number(text.substr(dot + partial.size()));
        if (!width || *width == 0 || *width >= tile_width) return std::nullopt;
        bundle.width = *width;
    }
    const auto index = parse_index(text.substr(0, dot));
    if (!index || place(*index, bundle.width) != text) return std::nullopt;
    bundle.index = *index;
    return bundle;
}

// Full ones and the partial one at the end, of `count` things: told as (index, width).
template <class Tell>
void for_each_part(std::uint64_t count, Tell tell) {
    for (std::uint64_t index = 0; index * tile_width < count; ++index)
        tell(index, std::min(tile_width, count - index * tile_width));
}

// The root of a perfect subtree, given its leaves.
Hash perfect_root(std::span<const Hash> leaves) {
    if (leaves.size() == 1) return leaves.front();
    const std::size_t half = leaves.size() / 2;
    return node_hash(perfect_root(leaves.first(half)), perfect_root(leaves.last(half)));
}

}  // namespace

std::string path(const Tile& tile) {
    return "tile/" + std::to_string(tile.level) + "/" + place(tile.index, tile.width);
}

std::string path(const Bundle& bundle) {
    return "tile/entries/" + place(bundle.index, bundle.width);
}

std::optional<Tile> parse_tile(std::string_view level, std::string_view place) {
    const auto parsed_level = number(level);
    const auto parsed_place = parse_place(place);
    if (!parsed_level || !parsed_place || *parsed_level > tile_level_max) return std::nullopt;
    if (std::to_string(*parsed_level) != level) return std::nullopt;
    return Tile{static_cast<unsigned>(*parsed_level), parsed_place->index, parsed_place->width};
}

std::optional<Bundle> parse_bundle(std::string_view place) {
    return parse_place(place);
}

std::uint64_t tile_nodes(unsigned level, std::uint64_t size) {
    constexpr unsigned size_bits = std::numeric_limits<std::uint64_t>::digits;
    return level * tile_height < size_bits ? size >> (level * tile_height) : 0;
}

std::vector<Tile> tiles_of(std::uint64_t size) {
    std::vector<Tile> tiles;
    for (unsigned level = 0; tile_nodes(level, size) > 0; ++level)
        for_each_part(tile_nodes(level, size), [&](std::uint64_t index, std::uint64_t width) {
            tiles.push_back({level, index, width});
        });
    return tiles;
}

std::vector<Bundle> bundles_of(std::uint64_t size) {
    std::vector<Bundle> bundles;
    for_each_part(
        size, [&](std::uint64_t index, std::uint64_t width) { bundles.push_back({index, width}); });
    return bundles;
}

Hash TiledNodes::operator()(Node node) {
    const unsigned level = node.level / tile_height;
    const unsigned height = node.level % tile_height;
    const std::uint64_t first = node.index << height;
    const auto& hashes = row(level, first / tile_width);
    const std::uint64_t offset = first % tile_width;
    const std::uint64_t count = std::uint64_t{1} << height;
    assert(offset + count <= hashes.size());
    return perfect_root(std::span{hashes}.subspan(offset, count));
}

const std::vector<Hash>& TiledNodes::row(unsigned level, std::uint64_t index) {
    const auto found = rows_.find({level, index});
    if (found != rows_.end()) return found->second;
    const std::uint64_t there = tile_nodes(level, size_) - index * tile_width;
    auto hashes = read_({level, index, std::min(tile_width, there)});
    return rows_.emplace(std::pair{level, index}, std::move(hashes)).first->second;
}

std::string bundle_bytes(std::span<const std::string> entries) {
    std::string bytes;
    for (const std::string& entry : entries) {
        assert(entry.size() <= std::numeric_limits<std::uint16_t>::max());
        bytes.push_back(static_cast<char>(entry.size() >> 8U));
        bytes.push_back(static_cast<char>(entry.size() & 0xffU));
        bytes += entry;
    }
    return bytes;
}

std::optional<std::vector<std::string>> bundle_entries(std::string_view bytes) {
    constexpr std::size_t length_bytes = 2;
    std::vector<std::string> entries;
    while (!bytes.empty()) {
        if (bytes.size() < length_bytes) return std::nullopt;
        const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0]))
                                       << 8U |
                                   static_cast<unsigned char>(bytes[1]);
        bytes.remove_prefix(length_bytes);
        if (bytes.size() < length) return std::nullopt;
        entries.emplace_back(bytes.substr(0, length));
        bytes.remove_prefix(length);
    }
    return entries;
}

}  // namespace domain::merkle
