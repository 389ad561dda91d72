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

// The rows of `tile`: entries at level 0, nodes above.
std::vector<Hash> rows_of(const platform::rocks::Database& database, const Tile& tile) {
    std::vector<Hash> rows;
    const std::uint64_t first = tile.index * domain::merkle::tile_width;
    auto cursor = database.cursor(family::tiles);
    for (cursor.seek(key::node(tile.level, first)); rows.size() < tile.width; cursor.next()) {
        if (!cursor.valid()) {
            if (auto status = cursor.status(); !status) throw StoreFailure{status.error()};
            fail_corrupt("tiles");
        }
        const auto row = domain::merkle::hash_of_bytes(cursor.value());
        if (!row || cursor.key() != key::node(tile.level, first + rows.size()))
            fail_corrupt("tiles");
        rows.push_back(*row);
    }
    return rows;
}

std::vector<Hash> hashes_of(const platform::rocks::Database& database, const Tile& tile) {
    auto rows = rows_of(database, tile);
    if (tile.level == 0)
        for (Hash& row : rows) row = domain::merkle::leaf_hash(domain::merkle::bytes_of(row));
    return rows;
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
    for (const Hash& entry : rows_of(database_, {0, bundle.index, bundle.width}))
        entries.emplace_back(domain::merkle::bytes_of(entry));
    return entries;
}

}  // namespace projector::read_model
