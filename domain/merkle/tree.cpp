// SPDX-License-Identifier: EUPL-1.2
#include "domain/merkle/tree.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

namespace domain::merkle {
namespace {

constexpr char leaf_prefix = 0x00;
constexpr char node_prefix = 0x01;

// The largest power of two smaller than `length`, which is at least 2.
std::uint64_t split_of(std::uint64_t length) {
    return std::bit_floor(length - 1);
}

bool is_subtree(Range range) {
    if (range.end < range.begin) return false;
    const std::uint64_t length = range.end - range.begin;
    return length == 0 || range.begin == 0 || range.begin % std::bit_ceil(length) == 0;
}

// The root of perfect subtrees that stand side by side, of which there is at least one.
Hash joined(const std::vector<Hash>& nodes) {
    Hash hash = nodes.back();
    for (auto node = nodes.rbegin() + 1; node != nodes.rend(); ++node)
        hash = node_hash(*node, hash);
    return hash;
}

}  // namespace

std::optional<Hash> hash_of_bytes(std::string_view bytes) {
    Hash hash{};
    if (bytes.size() != hash.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

std::string_view bytes_of(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

Hash leaf_hash(std::string_view entry) {
    return sha256(std::string{leaf_prefix}.append(entry));
}

Hash node_hash(const Hash& left, const Hash& right) {
    std::array<char, 1 + 2 * sizeof(Hash)> bytes{node_prefix};
    std::copy(right.begin(), right.end(), std::copy(left.begin(), left.end(), bytes.begin() + 1));
    return sha256({bytes.data(), bytes.size()});
}

Hash empty_root() {
    return sha256({});
}

std::vector<Node> nodes_of(Range range) {
    std::vector<Node> nodes;
    for (std::uint64_t begin = range.begin; begin < range.end;) {
        const std::uint64_t fitting = std::bit_floor(range.end - begin);
        const std::uint64_t aligned = begin == 0 ? fitting : begin & (~begin + 1);
        const std::uint64_t length = std::min(fitting, aligned);
        const auto level = static_cast<unsigned>(std::countr_zero(length));
        nodes.push_back({level, begin >> level});
        begin += length;
    }
    return nodes;
}

Hash subtree_root(Range range, const ReadNode& read) {
    assert(is_subtree(range));
    if (range.begin == range.end) return empty_root();
    std::vector<Hash> hashes;
    for (const Node node : nodes_of(range)) hashes.push_back(read(node));
    return joined(hashes);
}

Proof inclusion_proof(std::uint64_t index, Range range, const ReadNode& read) {
    assert(is_subtree(range) && range.begin <= index && index < range.end);
    Proof proof;
    while (range.end - range.begin > 1) {
        const std::uint64_t middle = range.begin + split_of(range.end - range.begin);
        if (index < middle) {
            proof.push_back(subtree_root({middle, range.end}, read));
            range.end = middle;
        } else {
            proof.push_back(subtree_root({range.begin, middle}, read));
            range.begin = middle;
        }
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

Proof consistency_proof(Range part, std::uint64_t size, const ReadNode& read) {
    assert(is_subtree(part) && part.begin < part.end && part.end <= size);
    Proof proof;
    Range tree{0, size};
    bool is_whole = true;
    while (part.begin != tree.begin || part.end != tree.end) {
        const std::uint64_t middle = tree.begin + split_of(tree.end - tree.begin);
        if (part.end <= middle) {
            proof.push_back(subtree_root({middle, tree.end}, read));
            tree.end = middle;
        } else {
            proof.push_back(subtree_root({tree.begin, middle}, read));
            tree.begin = middle;
            if (part.begin < middle) {
                part.begin = middle;
                is_whole = false;
            }
        }
    }
    if (!is_whole) proof.push_back(subtree_root(part, read));
    std::reverse(proof.begin(), proof.end());
    return proof;
}

bool verify(const Inclusion& claim, const Proof& proof) {
    if (claim.index >= claim.size) return false;
    std::uint64_t at = claim.index;
    std::uint64_t last = claim.size - 1;
    Hash hash = claim.leaf;
    for (const Hash& other : proof) {
        if (last == 0) return false;
        if (at % 2 == 1 || at == last) {
            hash = node_hash(other, hash);
            while (at % 2 == 0 && at != 0) {
                at >>= 1U;
                last >>= 1U;
            }
        } else {
            hash = node_hash(hash, other);
        }
        at >>= 1U;
        last >>= 1U;
    }
    return last == 0 && hash == claim.root;
}

bool verify(const Consistency& claim, const Proof& proof) {
    if (claim.old_size == 0 || claim.old_size > claim.new_size) return false;
    if (claim.old_size == claim.new_size) return proof.empty() && claim.old_root == claim.new_root;
    std::uint64_t at = claim.old_size - 1;
    std::uint64_t last = claim.new_size - 1;
    while (at % 2 == 1) {
        at >>= 1U;
        last >>= 1U;
    }
    auto next = proof.begin();
    // An old tree that is one perfect subtree is the first hash itself.
    const bool is_perfect = std::has_single_bit(claim.old_size);
    if (!is_perfect && next == proof.end()) return false;
    Hash old_hash = is_perfect ? claim.old_root : *next++;
    Hash new_hash = old_hash;
    for (; next != proof.end(); ++next) {
        if (last == 0) return false;
        if (at % 2 == 1 || at == last) {
            old_hash = node_hash(*next, old_hash);
            new_hash = node_hash(*next, new_hash);
            while (at % 2 == 0 && at != 0) {
                at >>= 1U;
                last >>= 1U;
            }
        } else {
            new_hash = node_hash(new_hash, *next);
        }
        at >>= 1U;
        last >>= 1U;
    }
    return last == 0 && old_hash == claim.old_root && new_hash == claim.new_root;
}

Frontier::Frontier(std::uint64_t size, const ReadNode& read) : size_(size) {
    for (const Node node : nodes_of({0, size})) nodes_.push_back(read(node));
}

Hash Frontier::root() const {
    return nodes_.empty() ? empty_root() : joined(nodes_);
}

std::vector<Hash> Frontier::append(const Hash& leaf) {
    std::vector<Hash> completed{leaf};
    for (std::uint64_t left = size_; left % 2 == 1; left >>= 1U) {
        completed.push_back(node_hash(nodes_.back(), completed.back()));
        nodes_.pop_back();
    }
    nodes_.push_back(completed.back());
    ++size_;
    return completed;
}

}  // namespace domain::merkle
