// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/merkle/tree.hpp"

// The tree cut into tiles and the entries into bundles, as C2SP tlog-tiles publishes them.
namespace domain::merkle {

constexpr unsigned tile_height = 8;
constexpr std::uint64_t tile_width = std::uint64_t{1} << tile_height;
constexpr unsigned tile_level_max = 63;

// The tile `index` of level `level`: `width` hashes of nodes of level `8 * level`, from the node
// `256 * index` on.
struct Tile {
    unsigned level = 0;
    std::uint64_t index = 0;
    std::uint64_t width = tile_width;

    friend bool operator==(const Tile&, const Tile&) = default;
};

// `width` entries from the entry `256 * index` on.
struct Bundle {
    std::uint64_t index = 0;
    std::uint64_t width = tile_width;

    friend bool operator==(const Bundle&, const Bundle&) = default;
};

// "tile/0/x001/x234/067.p/89", "tile/entries/x001/x234/067".
std::string path(const Tile& tile);
std::string path(const Bundle& bundle);

// The inverse; `place` is what follows the level: "x001/x234/067.p/89". Edge: only what path()
// writes is taken.
std::optional<Tile> parse_tile(std::string_view level, std::string_view place);
std::optional<Bundle> parse_bundle(std::string_view place);

// How many nodes of level `8 * level`, complete subtrees, a tree of `size` has.
std::uint64_t tile_nodes(unsigned level, std::uint64_t size);
// Every tile, and every bundle, of a tree of `size`, partial ones at their width there.
std::vector<Tile> tiles_of(std::uint64_t size);
std::vector<Bundle> bundles_of(std::uint64_t size);

// Gives the hashes of a tile, as many as its width.
using ReadTile = std::function<std::vector<Hash>(const Tile&)>;

// The nodes of the tree of `size` entries, from its tiles. Each tile is read once.
class TiledNodes {
public:
    TiledNodes(std::uint64_t size, ReadTile read) : size_(size), read_(std::move(read)) {}

    Hash operator()(Node node);

private:
    const std::vector<Hash>& row(unsigned level, std::uint64_t index);

    std::uint64_t size_;
    ReadTile read_;
    std::map<std::pair<unsigned, std::uint64_t>, std::vector<Hash>> rows_;
};

// The bytes of a bundle: each entry after its length. Precondition: an entry has at most 65,535
// bytes.
std::string bundle_bytes(std::span<const std::string> entries);
// Nothing where the bytes end within an entry.
std::optional<std::vector<std::string>> bundle_entries(std::string_view bytes);

}  // namespace domain::merkle
