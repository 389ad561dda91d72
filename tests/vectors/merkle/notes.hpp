// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/object.hpp>

#include "tests/vectors/merkle/tally.hpp"

// The groups of vectors/merkle.json about signed notes and a whole published log.
namespace tests::vectors::merkle {

void judge_tiled_log(const boost::json::object& group, Tally& tally);
void judge_signed_notes(const boost::json::object& group, Tally& tally);

}  // namespace tests::vectors::merkle
