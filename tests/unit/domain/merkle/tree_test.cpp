// SPDX-License-Identifier: EUPL-1.2
#include "domain/merkle/tree.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace domain::merkle {
namespace {

// Nodes by the definition of RFC 6962 §2.1, of entries "0", "1", …
Hash by_definition(Node node) {
    if (node.level == 0) return leaf_hash(std::to_string(node.index));
    return node_hash(by_definition({node.level - 1, 2 * node.index}),
                     by_definition({node.level - 1, 2 * node.index + 1}));
}

TEST(MerkleTree, HashesLeavesAndNodesApart) {
    EXPECT_EQ(hex(empty_root()),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex(leaf_hash("")),
              "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    const Hash leaf = leaf_hash("a");
    std::string both{bytes_of(leaf)};
    both += bytes_of(leaf);
    EXPECT_NE(leaf_hash(both), node_hash(leaf, leaf));
}

TEST(MerkleTree, TakesHashesOf32BytesOnly) {
    EXPECT_FALSE(hash_of_bytes(""));
    EXPECT_FALSE(hash_of_bytes(std::string(31, 'x')));
    EXPECT_FALSE(hash_of_bytes(std::string(33, 'x')));
    EXPECT_EQ(bytes_of(*hash_of_bytes(std::string(32, 'x'))), std::string(32, 'x'));
}

TEST(MerkleTree, IsMadeUpOfTheFewestPerfectSubtrees) {
    EXPECT_TRUE(nodes_of({0, 0}).empty());
    EXPECT_EQ(nodes_of({
                  0, 7
    }),
              (std::vector<Node>{{2, 0}, {1, 2}, {0, 6}}));
    EXPECT_EQ(nodes_of({
                  4, 8
    }),
              (std::vector<Node>{{2, 1}}));
    EXPECT_EQ(nodes_of({
                  8, 11
    }),
              (std::vector<Node>{{1, 4}, {0, 10}}));
}

TEST(MerkleTree, GrowsToTheSameRoots) {
    Frontier frontier;
    EXPECT_EQ(frontier.root(), empty_root());
    for (std::uint64_t size = 1; size <= 70; ++size) {
        const auto completed = frontier.append(leaf_hash(std::to_string(size - 1)));
        EXPECT_EQ(completed.back(), by_definition({static_cast<unsigned>(completed.size() - 1),
                                                   ((size - 1) >> (completed.size() - 1))}));
        EXPECT_EQ(frontier.root(), root(size, by_definition));
        EXPECT_EQ(Frontier(size, by_definition).root(), frontier.root());
    }
}

TEST(MerkleTree, ProvesNothingOfAnEmptyOldTree) {
    const Hash full = root(4, by_definition);
    EXPECT_FALSE(verify(Consistency{0, empty_root(), 4, full}, {}));
    EXPECT_FALSE(verify(Consistency{0, empty_root(), 0, empty_root()}, {}));
}

TEST(MerkleTree, ProvesEqualSizesByEqualRootsAlone) {
    const Hash full = root(4, by_definition);
    EXPECT_TRUE(verify(Consistency{4, full, 4, full}, {}));
    EXPECT_FALSE(verify(Consistency{4, full, 4, full}, {full}));
    EXPECT_FALSE(verify(Consistency{4, full, 4, root(3, by_definition)}, {}));
    EXPECT_FALSE(verify(Consistency{5, full, 4, full}, {}));
}

TEST(MerkleTree, RefusesAnIndexBeyondTheTree) {
    const Hash leaf = leaf_hash("0");
    EXPECT_TRUE(verify(Inclusion{0, 1, leaf, leaf}, {}));
    EXPECT_FALSE(verify(Inclusion{1, 1, leaf, leaf}, {}));
    EXPECT_FALSE(verify(Inclusion{0, 0, leaf, leaf}, {}));
    EXPECT_FALSE(verify(Inclusion{std::numeric_limits<std::uint64_t>::max(), 1, leaf, leaf}, {}));
}

}  // namespace
}  // namespace domain::merkle
