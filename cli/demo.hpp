// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "domain/month.hpp"

namespace cli {

// A France to look around in, invented: 20 policies and 60 indicators that use every parameter of a
// definition, some 50,000 rows for the 120 territories over the 30 months before that of `today`,
// with targets, corrections, erasures, a file that is taken back, and departments that are late.
//
// Tells each event as it is to be stored after `log.opened`: loaded CloudEvents in the order of
// their `recordedtime`, none later than `today`. The same seed and day give the same bytes on every
// machine. Edge: `today` is in 1994 to 2096.
void generate_demo(std::uint64_t seed, domain::Date today,
                   const std::function<void(std::string event_json)>& tell);

}  // namespace cli
