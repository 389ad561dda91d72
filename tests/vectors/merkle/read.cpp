// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/merkle/read.hpp"

#include <boost/json/array.hpp>
#include <stdexcept>

namespace tests::vectors::merkle {

std::string bytes_of_hex(std::string_view hex) {
    constexpr std::string_view digits = "0123456789abcdef";
    if (hex.size() % 2 != 0) throw std::runtime_error("an odd number of hexadecimal digits");
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto high = digits.find(hex[i]);
        const auto low = digits.find(hex[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
            throw std::runtime_error("no hexadecimal digit");
        bytes.push_back(static_cast<char>(high << 4U | low));
    }
    return bytes;
}

std::optional<domain::merkle::Hash> hash_of(const boost::json::value& hex) {
    return domain::merkle::hash_of_bytes(bytes_of_hex(hex.as_string()));
}

std::optional<domain::merkle::Proof> proof_of(const boost::json::value& list) {
    domain::merkle::Proof proof;
    if (list.is_null()) return proof;
    for (const auto& one : list.as_array()) {
        const auto hash = hash_of(one);
        if (!hash) return std::nullopt;
        proof.push_back(*hash);
    }
    return proof;
}

std::uint64_t number_of(const boost::json::value& value) {
    return value.to_number<std::uint64_t>();
}

void Tree::add(std::string_view entry) {
    const auto completed = frontier_.append(domain::merkle::leaf_hash(entry));
    if (levels_.size() < completed.size()) levels_.resize(completed.size());
    for (std::size_t level = 0; level < completed.size(); ++level)
        levels_[level].push_back(completed[level]);
}

domain::merkle::Hash Tree::operator()(domain::merkle::Node node) const {
    return levels_.at(node.level).at(node.index);
}

}  // namespace tests::vectors::merkle
