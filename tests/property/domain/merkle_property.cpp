// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "domain/merkle/tile.hpp"
#include "domain/merkle/tree.hpp"
#include "tests/support/property.hpp"

namespace tests::property {
namespace {

using namespace domain::merkle;
using Random = std::mt19937_64;

std::uint64_t pick(Random& random, std::uint64_t from, std::uint64_t to) {
    return std::uniform_int_distribution<std::uint64_t>{from, to}(random);
}

// A tree of random entries, and all its nodes.
struct RandomTree {
    RandomTree(Random& random, std::uint64_t size) {
        Frontier frontier;
        for (std::uint64_t i = 0; i < size; ++i) {
            const auto completed = frontier.append(leaf_hash(std::to_string(random())));
            if (levels.size() < completed.size()) levels.resize(completed.size());
            for (std::size_t level = 0; level < completed.size(); ++level)
                levels[level].push_back(completed[level]);
        }
    }

    Hash operator()(Node node) const { return levels.at(node.level).at(node.index); }

    std::vector<std::vector<Hash>> levels;
};

// One thing about a proof changed, whatever it is.
Proof mutated(Random& random, Proof proof) {
    switch (proof.empty() ? 0 : pick(random, 0, 3)) {
        case 0:
            proof.insert(proof.begin() + static_cast<std::ptrdiff_t>(pick(random, 0, proof.size())),
                         leaf_hash("more"));
            break;
        case 1:
            proof.erase(proof.begin() +
                        static_cast<std::ptrdiff_t>(pick(random, 0, proof.size() - 1)));
            break;
        case 2:
            proof.pop_back();
            break;
        default:
            proof[pick(random, 0, proof.size() - 1)][pick(random, 0, 31)] ^=
                static_cast<std::uint8_t>(1U << pick(random, 0, 7));
    }
    return proof;
}

TEST(MerkleTreeProperty, ProvesEveryEntryAndNothingElse) {
    support::for_random([](Random& random) {
        for (int round = 0; round < 200; ++round) {
            const std::uint64_t size = pick(random, 1, 700);
            const RandomTree tree{random, size};
            const Hash head = root(size, tree);
            const std::uint64_t index = pick(random, 0, size - 1);
            const Proof proof = inclusion_proof(index, {0, size}, tree);
            const Inclusion claim{index, size, tree({0, index}), head};
            ASSERT_TRUE(verify(claim, proof)) << index << " of " << size;
            ASSERT_FALSE(verify(claim, mutated(random, proof))) << index << " of " << size;
            for (std::uint64_t other = 0; other < size; ++other) {
                if (other == index) continue;
                ASSERT_FALSE(verify(Inclusion{other, size, tree({0, index}), head}, proof));
                ASSERT_FALSE(verify(Inclusion{index, size, tree({0, other}), head}, proof));
            }
        }
    });
}

TEST(MerkleTreeProperty, ProvesEveryPrefixAndNothingElse) {
    support::for_random([](Random& random) {
        for (int round = 0; round < 200; ++round) {
            const std::uint64_t size = pick(random, 2, 700);
            const std::uint64_t old_size = pick(random, 1, size - 1);
            const RandomTree tree{random, size};
            const Consistency claim{old_size, root(old_size, tree), size, root(size, tree)};
            const Proof proof = consistency_proof({0, old_size}, size, tree);
            ASSERT_TRUE(verify(claim, proof)) << old_size << " of " << size;
            ASSERT_FALSE(verify(claim, mutated(random, proof))) << old_size << " of " << size;
            Consistency swapped = claim;
            std::swap(swapped.old_root, swapped.new_root);
            ASSERT_FALSE(verify(swapped, proof));
            Consistency of_other = claim;
            of_other.old_root = root(old_size, RandomTree{random, old_size});
            ASSERT_FALSE(verify(of_other, proof));
        }
    });
}

TEST(MerkleTreeProperty, IsReadFromItsTiles) {
    support::for_random([](Random& random) {
        for (int round = 0; round < 5; ++round) {
            const std::uint64_t size = pick(random, 1, 70'000);
            const RandomTree tree{random, size};
            const auto read_tile = [&](const Tile& tile) {
                std::vector<Hash> hashes;
                for (std::uint64_t i = 0; i < tile.width; ++i)
                    hashes.push_back(tree({tile_height * tile.level, tile.index * tile_width + i}));
                return hashes;
            };
            TiledNodes tiled{size, read_tile};
            const ReadNode read = [&tiled](Node node) { return tiled(node); };
            ASSERT_EQ(root(size, read), root(size, tree));
            for (int proofs = 0; proofs < 20; ++proofs) {
                const std::uint64_t index = pick(random, 0, size - 1);
                ASSERT_EQ(inclusion_proof(index, {0, size}, read),
                          inclusion_proof(index, {0, size}, tree));
                ASSERT_EQ(consistency_proof({0, index + 1}, size, read),
                          consistency_proof({0, index + 1}, size, tree));
            }
        }
    });
}

TEST(MerkleTreeProperty, GivesEachPlaceOneAddress) {
    support::for_random([](Random& random) {
        for (int round = 0; round < 1000; ++round) {
            const Tile tile{static_cast<unsigned>(pick(random, 0, tile_level_max)),
                            random() >> pick(random, 0, 63), pick(random, 1, tile_width)};
            const std::string text = path(tile);
            const auto slash = text.find('/', 5);
            ASSERT_EQ(parse_tile(text.substr(5, slash - 5), text.substr(slash + 1)), tile) << text;
        }
    });
}

}  // namespace
}  // namespace tests::property
