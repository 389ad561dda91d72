// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/log_tree.hpp"

#include <cassert>

#include "domain/sha256.hpp"
#include "projector/read_model/schema.hpp"
#include "projector/read_model/store.hpp"
#include "projector/read_model/versions.hpp"

namespace projector::read_model {
namespace {

using domain::merkle::Bundle;
using domain::merkle::Hash;
using domain::merkle::Node;
using domain::merkle::Proof;
using domain::merkle::Tile;

// What the row of `tile` keeps, which may be longer by now: entries at level 0, nodes above.
std::vector<Hash> kept_of(const platform::rocks::Database& database, const Tile& tile) {
    const auto row = database.get(family::tiles, key::tile(tile.level, tile.index));
    if (!row) throw StoreFailure{row.error()};
    if (!*row || (*row)->size() < tile.width * sizeof(Hash)) fail_corrupt("tiles");
    std::vector<Hash> kept;
    for (std::size_t i = 0; i < tile.width; ++i) {
        const auto bytes = std::string_view{**row}.substr(i * sizeof(Hash), sizeof(Hash));
        kept.push_back(*domain::merkle::hash_of_bytes(bytes));
    }
    return kept;
}

std::vector<Hash> hashes_of(const platform::rocks::Database& database, const Tile& tile) {
    auto hashes = kept_of(database, tile);
    if (tile.level == 0)
        for (Hash& hash : hashes) hash = domain::merkle::leaf_hash(domain::merkle::bytes_of(hash));
    return hashes;
}

}  // namespace

Hash entry_of(std::string_view value) {
    return domain::sha256(value);
}

LogTree::LogTree(const Store& store, std::uint64_t size) : LogTree(store.database(), size) {
    assert(size <= store.published()->head.next);
}

LogTree::LogTree(const platform::rocks::Database& database, std::uint64_t size)
    : database_(database),
      size_(size),
      nodes_(size, [&database](const Tile& tile) { return hashes_of(database, tile); }) {}

domain::merkle::ReadNode LogTree::reader() {
    return [this](Node node) { return nodes_(node); };
}

Hash LogTree::root_of(std::uint64_t size) {
    assert(size <= size_);
    return domain::merkle::root(size, reader());
}

domain::merkle::Frontier LogTree::frontier() {
    return {size_, reader()};
}

Proof LogTree::inclusion_proof(std::uint64_t index) {
    return domain::merkle::inclusion_proof(index, {0, size_}, reader());
}

Proof LogTree::consistency_proof(std::uint64_t old_size) {
    return domain::merkle::consistency_proof({0, old_size}, size_, reader());
}

std::vector<Hash> LogTree::tile(const Tile& tile) const {
    return hashes_of(database_, tile);
}

std::vector<std::string> LogTree::entries(const Bundle& bundle) const {
    std::vector<std::string> entries;
    for (const Hash& entry : kept_of(database_, {0, bundle.index, bundle.width}))
        entries.emplace_back(domain::merkle::bytes_of(entry));
    return entries;
}

}  // namespace projector::read_model
