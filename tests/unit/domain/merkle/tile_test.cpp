// SPDX-License-Identifier: EUPL-1.2
#include "domain/merkle/tile.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace domain::merkle {
namespace {

TEST(Tile, HasOneAddress) {
    EXPECT_EQ(path(Tile{1, 1'234'067, 89}), "tile/1/x001/x234/067.p/89");
    EXPECT_EQ(path(Bundle{0, tile_width}), "tile/entries/000");
    EXPECT_EQ(parse_tile("1", "x001/x234/067.p/89"), (Tile{1, 1'234'067, 89}));
    EXPECT_EQ(parse_bundle("001"), (Bundle{1, tile_width}));
    for (const auto* place : {"", "01", "1", "0001", "x000/001", "x001", "x001/", "001.p/0",
                              "001.p/256", "001.p/01", "001.p/", "001.p", "001 ", "+01", "001/002"})
        EXPECT_FALSE(parse_tile("0", place)) << place;
    for (const auto* level : {"", "00", "64", "-1", "+1", "0x1", "entries"})
        EXPECT_FALSE(parse_tile(level, "001")) << level;
}

TEST(Tile, TakesTheLargestIndexAndNoMore) {
    EXPECT_TRUE(parse_tile("0", "x018/x446/x744/x073/x709/x551/615"));
    EXPECT_FALSE(parse_tile("0", "x018/x446/x744/x073/x709/x551/616"));
}

TEST(Tile, OfATreeAreThoseOfTheWorkedExample) {
    EXPECT_TRUE(tiles_of(0).empty());
    EXPECT_EQ(tiles_of(256), (std::vector<Tile>{
                                 {0, 0, 256},
                                 {1, 0, 1  }
    }));
    const auto tiles = tiles_of(70'000);
    EXPECT_EQ(tiles.size(), 274U + 2U + 1U);
    EXPECT_EQ(tiles[273], (Tile{0, 273, 112}));
    EXPECT_EQ(tiles[275], (Tile{1, 1, 17}));
    EXPECT_EQ(tiles[276], (Tile{2, 0, 1}));
    EXPECT_EQ(bundles_of(70'000).size(), 274U);
}

TEST(Bundle, KeepsEachEntryWhole) {
    const std::vector<std::string> entries{"", std::string(65'535, 'x'), "abc"};
    const std::string bytes = bundle_bytes(entries);
    EXPECT_EQ(bundle_entries(bytes), entries);
    EXPECT_FALSE(bundle_entries(bytes.substr(0, bytes.size() - 1)));
    EXPECT_FALSE(bundle_entries(bytes + std::string(1, '\0')));
}

}  // namespace
}  // namespace domain::merkle
