// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/merkle/tree.hpp"

namespace tests::vectors::merkle {

// The bytes of hexadecimal digits. Errors: throws where they are none.
std::string bytes_of_hex(std::string_view hex);
// Nothing where the text does not stand for 32 bytes.
std::optional<domain::merkle::Hash> hash_of(const boost::json::value& hex);
// Nothing where one of them is no hash.
std::optional<domain::merkle::Proof> proof_of(const boost::json::value& list);
std::uint64_t number_of(const boost::json::value& value);

// A whole tree, in memory.
class Tree {
public:
    void add(std::string_view entry);
    domain::merkle::Hash operator()(domain::merkle::Node node) const;

private:
    domain::merkle::Frontier frontier_;
    std::vector<std::vector<domain::merkle::Hash>> levels_;
};

}  // namespace tests::vectors::merkle
