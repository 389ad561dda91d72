// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/sha256.hpp"

// The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1) over SHA-256: hashes, roots and proofs.
namespace domain::merkle {

using Hash = Sha256;

// Of exactly 32 bytes, else nothing: an empty hash must never be compared with another.
std::optional<Hash> hash_of_bytes(std::string_view bytes);
std::string_view bytes_of(const Hash& hash);

Hash leaf_hash(std::string_view entry);
Hash node_hash(const Hash& left, const Hash& right);
// The root of a tree without entries.
Hash empty_root();

// The perfect subtree over the entries from `index << level` to before `(index + 1) << level`.
struct Node {
    unsigned level = 0;
    std::uint64_t index = 0;

    friend bool operator==(const Node&, const Node&) = default;
};

// Entries from `begin` to before `end`.
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

// Gives the hash of a perfect subtree. What it throws comes out of the functions below.
using ReadNode = std::function<Hash(Node)>;

// The fewest perfect subtrees that make up `range`, from left to right.
std::vector<Node> nodes_of(Range range);

// The hash of the entries of `range`. Precondition: `range.begin` is a multiple of a power of two
// that is at least the length.
Hash subtree_root(Range range, const ReadNode& read);
inline Hash root(std::uint64_t size, const ReadNode& read) {
    return subtree_root({0, size}, read);
}

using Proof = std::vector<Hash>;

// From the entry `index` to the root of `range`, which holds it (RFC 9162 §2.1.3.1); precondition
// as subtree_root().
Proof inclusion_proof(std::uint64_t index, Range range, const ReadNode& read);

// That the tree of `size` entries holds the subtree of `part` (RFC 9162 §2.1.4.1 where it begins
// at 0). Precondition: as subtree_root(), `part` is not empty and ends by `size`.
Proof consistency_proof(Range part, std::uint64_t size, const ReadNode& read);

struct Inclusion {
    std::uint64_t index = 0;
    std::uint64_t size = 0;
    Hash leaf{};
    Hash root{};
};

// Whether `proof` shows that `leaf` is the entry `index` of the tree of `size` and `root`.
// Source: RFC 9162 §2.1.3.2.
bool verify(const Inclusion& claim, const Proof& proof);

struct Consistency {
    std::uint64_t old_size = 0;
    Hash old_root{};
    std::uint64_t new_size = 0;
    Hash new_root{};
};

// Whether `proof` shows that the new tree begins with the old one. Edge: nothing is proved of an
// empty old tree, so that is refused; equal sizes need equal roots and an empty proof.
// Source: RFC 9162 §2.1.4.2.
bool verify(const Consistency& claim, const Proof& proof);

// A tree that only grows, known by the perfect subtrees that make it up.
class Frontier {
public:
    Frontier() = default;
    // The tree of `size` entries whose nodes `read` gives.
    Frontier(std::uint64_t size, const ReadNode& read);

    std::uint64_t size() const { return size_; }
    Hash root() const;
    // Adds an entry, by its leaf hash. What it completes: at place n, the node of level n that ends
    // with it; the leaf itself is the first.
    std::vector<Hash> append(const Hash& leaf);

private:
    std::uint64_t size_ = 0;
    // As nodes_of({0, size_}).
    std::vector<Hash> nodes_;
};

}  // namespace domain::merkle
