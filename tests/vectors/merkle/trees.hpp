// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/object.hpp>

#include "tests/vectors/merkle/tally.hpp"

// The groups of vectors/merkle.json about hashes, roots, proofs and tiles.
namespace tests::vectors::merkle {

void judge_reference_tree(const boost::json::object& group, Tally& tally);
void judge_real_world_inclusion(const boost::json::object& group, Tally& tally);
void judge_verifier_probes(const boost::json::object& group, Tally& tally);
void judge_accumulated(const boost::json::object& group, Tally& tally);
void judge_tile_boundary_tree(const boost::json::object& group, Tally& tally);
void judge_tile_paths(const boost::json::object& group, Tally& tally);

}  // namespace tests::vectors::merkle
