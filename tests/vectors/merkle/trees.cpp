// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/merkle/trees.hpp"

#include <bit>
#include <boost/json/array.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include "domain/merkle/tile.hpp"
#include "tests/vectors/merkle/read.hpp"

namespace tests::vectors::merkle {
namespace {

namespace json = boost::json;
using namespace domain::merkle;
using domain::hex;

bool accepts_inclusion(const json::value& of) {
    const auto leaf = hash_of(of.at("leaf_hash"));
    const auto root = hash_of(of.at("root"));
    const auto proof = proof_of(of.at("proof"));
    return leaf && root && proof &&
           verify(Inclusion{number_of(of.at("leaf_index")), number_of(of.at("tree_size")), *leaf,
                            *root},
                  *proof);
}

bool accepts_consistency(const json::value& of) {
    const auto old_root = hash_of(of.at("root1"));
    const auto new_root = hash_of(of.at("root2"));
    const auto proof = proof_of(of.at("proof"));
    return old_root && new_root && proof &&
           verify(Consistency{number_of(of.at("size1")), *old_root, number_of(of.at("size2")),
                              *new_root},
                  *proof);
}

std::string name_of(const json::value& of, std::string_view first, std::string_view second) {
    return std::to_string(number_of(of.at(first))) + " of " +
           std::to_string(number_of(of.at(second)));
}

std::string words(const Proof& proof) {
    std::string text;
    for (const Hash& hash : proof) text += " " + hex(hash);
    return text + "\n";
}

// Trees of at most 130 entries of one byte each, every line of a kind added to one digest.
class Accumulation {
public:
    static constexpr std::uint64_t size_max = 130;

    Accumulation() {
        for (std::uint64_t i = 0; i < size_max; ++i)
            tree_.add(std::string(1, static_cast<char>(i)));
    }

    std::string digest(std::string_view kind) const {
        domain::Sha256Stream stream;
        for (std::uint64_t size = 0; size <= size_max; ++size) {
            if (kind == "roots")
                stream.add(std::to_string(size) + " " + hex(root(size, read_)) + "\n");
            else if (kind == "subtree_consistency")
                add_subtree_consistency(stream, size);
            else if (kind.starts_with("subtree_"))
                add_subtrees(stream, size, kind == "subtree_inclusion");
            else
                add_proofs(stream, size, kind == "inclusion");
        }
        return hex(stream.finish());
    }

private:
    void add_proofs(domain::Sha256Stream& stream, std::uint64_t size, bool of_inclusion) const {
        for (std::uint64_t i = 0; i < size; ++i) {
            const Proof proof = of_inclusion ? inclusion_proof(i, {0, size}, read_)
                                             : consistency_proof({0, i + 1}, size, read_);
            stream.add(std::to_string(of_inclusion ? i : i + 1) + " " + std::to_string(size) +
                       words(proof));
        }
    }

    template <class Tell>
    static void for_each_subtree(std::uint64_t end, Tell tell) {
        for (std::uint64_t begin = 0; begin <= end; ++begin)
            if (begin == 0 || begin == end || begin % std::bit_ceil(end - begin) == 0)
                tell(Range{begin, end});
    }

    static std::string words_of(Range range) {
        return "[" + std::to_string(range.begin) + ", " + std::to_string(range.end) + ")";
    }

    void add_subtrees(domain::Sha256Stream& stream, std::uint64_t end, bool of_inclusion) const {
        for_each_subtree(end, [&](Range range) {
            if (!of_inclusion) {
                stream.add(words_of(range) + " " + hex(subtree_root(range, read_)) + "\n");
                return;
            }
            for (std::uint64_t i = range.begin; i < range.end; ++i)
                stream.add(std::to_string(i) + " " + words_of(range) +
                           words(inclusion_proof(i, range, read_)));
        });
    }

    void add_subtree_consistency(domain::Sha256Stream& stream, std::uint64_t size) const {
        for (std::uint64_t end = 0; end <= size; ++end)
            for_each_subtree(end, [&](Range range) {
                // Nothing is to be proved of no entries.
                const Proof proof =
                    range.begin == range.end ? Proof{} : consistency_proof(range, size, read_);
                stream.add(words_of(range) + " " + std::to_string(size) + words(proof));
            });
    }

    Tree tree_;
    ReadNode read_ = [this](Node node) { return tree_(node); };
};

void judge_proofs(const json::object& group, const ReadNode& read, Tally& tally) {
    for (const auto& of : group.at("inclusion").as_array()) {
        const std::string name = "inclusion " + name_of(of, "leaf_index", "tree_size");
        const auto index = number_of(of.at("leaf_index"));
        const Range all{0, number_of(of.at("tree_size"))};
        tally.count(name + " is made",
                    proof_of(of.at("proof")) == inclusion_proof(index, all, read));
        json::object with_leaf = of.as_object();
        with_leaf["leaf_hash"] = hex(read({0, index}));
        tally.count(name + " is accepted", accepts_inclusion(with_leaf));
    }
    for (const auto& of : group.at("consistency").as_array()) {
        const std::string name = "consistency " + name_of(of, "size1", "size2");
        const auto made =
            consistency_proof({0, number_of(of.at("size1"))}, number_of(of.at("size2")), read);
        tally.count(name + " is made", proof_of(of.at("proof")) == made);
        json::object with_root = of.as_object();
        if (of.at("root1").is_null())
            with_root["root1"] = hex(root(number_of(of.at("size1")), read));
        tally.count(name + " is accepted", accepts_consistency(with_root));
    }
}

}  // namespace

void judge_reference_tree(const json::object& group, Tally& tally) {
    Tree tree;
    Frontier frontier;
    const auto& roots = group.at("roots_by_size").as_array();
    const auto& inputs = group.at("leaf_inputs_hex").as_array();
    const ReadNode read = [&tree](Node node) { return tree(node); };
    for (std::size_t size = 0; size < roots.size(); ++size) {
        const std::string name = "root of " + std::to_string(size);
        tally.count(name, hash_of(roots[size]) == root(size, read));
        tally.count(name + ", grown", hash_of(roots[size]) == frontier.root());
        if (size == inputs.size()) break;
        const std::string entry = bytes_of_hex(inputs[size].as_string());
        tally.count("leaf " + std::to_string(size),
                    hash_of(group.at("leaf_hashes").as_array().at(size)) == leaf_hash(entry));
        tree.add(entry);
        frontier.append(leaf_hash(entry));
    }
    for (const auto& of : group.at("hasher_vectors").as_array()) {
        const bool is_leaf = of.at("kind") == "leaf";
        const Hash made = is_leaf ? leaf_hash(bytes_of_hex(of.at("input").as_string()))
                                  : node_hash(*hash_of(of.at("left")), *hash_of(of.at("right")));
        tally.count(is_leaf ? "a leaf" : "a node", hash_of(of.at("hash")) == made);
    }
    judge_proofs(group, read, tally);
    for (const auto& of : group.at("inclusion").as_array())
        tally.count("its leaf is given", accepts_inclusion(of));
}

void judge_real_world_inclusion(const json::object& group, Tally& tally) {
    const Hash leaf = leaf_hash(bytes_of_hex(group.at("leaf_input_hex").as_string()));
    tally.count("the certificate's leaf", hash_of(group.at("leaf_hash")) == leaf);
    tally.count("the certificate is in the log", accepts_inclusion(group));
}

void judge_verifier_probes(const json::object& group, Tally& tally) {
    for (const auto& of : group.at("inclusion").as_array())
        tally.count(std::string{of.at("file").as_string()},
                    accepts_inclusion(of) != of.at("want_error").as_bool());
    for (const auto& of : group.at("consistency").as_array()) {
        const std::string name{of.at("file").as_string()};
        if (const auto* why = of.as_object().if_contains("implementation_defined"))
            std::printf("left out %s: %s\n", name.c_str(), why->as_string().c_str());
        else
            tally.count(name, accepts_consistency(of) != of.at("want_error").as_bool());
    }
}

void judge_accumulated(const json::object& group, Tally& tally) {
    const Accumulation all;
    for (const std::string_view list : {"published", "derived"})
        for (const auto& of : group.at(list).as_array())
            tally.count(std::string{of.at("name").as_string()},
                        of.at("sha256").as_string() == all.digest(of.at("name").as_string()));
}

void judge_tile_boundary_tree(const json::object& group, Tally& tally) {
    constexpr std::uint64_t size_max = 70'000;
    const auto& roots = group.at("roots_by_size").as_object();
    Tree tree;
    Frontier frontier;
    for (std::uint64_t size = 1; size <= size_max; ++size) {
        tree.add(std::to_string(size - 1));
        frontier.append(leaf_hash(std::to_string(size - 1)));
        if (const auto* root_there = roots.if_contains(std::to_string(size)))
            tally.count("root of " + std::to_string(size), hash_of(*root_there) == frontier.root());
    }
    const auto read_tile = [&tree](const Tile& tile) {
        std::vector<Hash> hashes;
        for (std::uint64_t i = 0; i < tile.width; ++i)
            hashes.push_back(tree({tile_height * tile.level, tile.index * tile_width + i}));
        return hashes;
    };
    std::map<std::string, std::string> digests;
    std::map<std::pair<unsigned, bool>, std::uint64_t> counts;
    for (const Tile& tile : tiles_of(size_max)) {
        std::string bytes;
        for (const Hash& hash : read_tile(tile)) bytes += bytes_of(hash);
        digests[path(tile)] = hex(domain::sha256(bytes));
        const bool is_full = tile.width == tile_width;
        counts[{tile.level, is_full}] += is_full ? 1 : tile.width;
    }
    for (const auto& of : group.at("tiles_of_70000").as_array()) {
        const std::string name{of.at("c2sp_path").as_string()};
        tally.count(name, digests[name] == std::string{of.at("sha256").as_string()});
    }
    for (const auto& [name, count] : group.at("tile_counts_of_70000").as_object()) {
        const auto level = static_cast<unsigned>(name[std::string_view{"level"}.size()] - '0');
        tally.count(name, counts[{level, name.ends_with("full")}] == number_of(count));
    }
    const auto nodes = std::make_shared<TiledNodes>(size_max, read_tile);
    judge_proofs(group, [nodes](Node node) { return (*nodes)(node); }, tally);
}

void judge_tile_paths(const json::object& group, Tally& tally) {
    const auto width_of = [](std::uint64_t partial) { return partial == 0 ? tile_width : partial; };
    for (const auto& of : group.at("format").as_array()) {
        const std::string wanted{of.at("path").as_string()};
        const std::uint64_t index = number_of(of.at("index"));
        const std::uint64_t width = width_of(number_of(of.at("partial")));
        const bool is_bundle = of.at("level").is_string();
        const std::string made =
            is_bundle ? path(Bundle{index, width})
                      : path(Tile{of.at("level").to_number<unsigned>(), index, width});
        tally.count("the path " + wanted, made == wanted);
    }
    for (const auto& of : group.at("parse").as_array()) {
        const std::string level{of.at("level").as_string()};
        const std::string place{of.at("index").as_string()};
        std::optional<Tile> wanted;
        if (!of.at("want_error").as_bool())
            wanted = Tile{of.at("want_level").to_number<unsigned>(), number_of(of.at("want_index")),
                          width_of(number_of(of.at("want_partial")))};
        tally.count("parsing " + level + "/" + place, parse_tile(level, place) == wanted);
    }
}

}  // namespace tests::vectors::merkle
