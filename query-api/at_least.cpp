// SPDX-License-Identifier: EUPL-1.2
#include "query-api/at_least.hpp"

#include <utility>

namespace query_api {

void when_reached(const ReadSide& side, const std::optional<Position>& position,
                  std::function<void(Outcome<Told>)> done) {
    if (!position) return done(Told::at_once);
    const auto published = side.store.published();
    const std::string shown = token(position->log_id, position->sequence);
    if (published->head.next == 0) return done(Refusal{problems::not_ready, {}});
    if (position->log_id != published->head.log_id)
        return done(Refusal{problems::position_other_log, shown});
    if (position->sequence <= published->position()) return done(Told::at_once);
    side.wait_for(position->sequence, at_least_wait_max,
                  [done = std::move(done), shown](bool reached) {
                      if (reached) return done(Told::later);
                      done(Refusal{problems::position_not_reached, shown});
                  });
}

}  // namespace query_api
