// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/merkle/tile.hpp"
#include "domain/merkle/tree.hpp"
#include "platform/rocks/database.hpp"

namespace projector::read_model {

class Store;

// What stands in the tree for a record: the SHA-256 of its stored value, whatever its key, headers
// and timestamp are.
domain::merkle::Hash entry_of(std::string_view value);

// The Merkle tree over the first `size` records. Each row of it is read once.
// Errors: reads throw StoreFailure. Threads: one at a time.
class LogTree {
public:
    // Precondition: `size` records are applied.
    LogTree(const Store& store, std::uint64_t size);
    LogTree(const platform::rocks::Database& database, std::uint64_t size);
    LogTree(const LogTree&) = delete;
    LogTree& operator=(const LogTree&) = delete;

    std::uint64_t size() const { return size_; }
    domain::merkle::Hash root() { return root_of(size_); }
    // Precondition: `size` is at most size().
    domain::merkle::Hash root_of(std::uint64_t size);
    domain::merkle::Frontier frontier();
    // Precondition: `index` is below size().
    domain::merkle::Proof inclusion_proof(std::uint64_t index);
    // Precondition: `old_size` is at most size(), not 0.
    domain::merkle::Proof consistency_proof(std::uint64_t old_size);

    // Precondition: both are of this tree.
    std::vector<domain::merkle::Hash> tile(const domain::merkle::Tile& tile) const;
    std::vector<std::string> entries(const domain::merkle::Bundle& bundle) const;

private:
    domain::merkle::ReadNode reader();

    const platform::rocks::Database& database_;
    std::uint64_t size_;
    domain::merkle::TiledNodes nodes_;
};

}  // namespace projector::read_model
