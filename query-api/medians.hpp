// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "domain/decimal.hpp"
#include "projector/read_model/view.hpp"
#include "query-api/shown.hpp"

namespace query_api {

// The medians of today's global rates, by policy and level: each costs as much as the whole level,
// so the newest one is kept until the policy is touched. Threads: any.
class Medians {
public:
    // `store` outlives this.
    explicit Medians(const projector::read_model::Store& store) : store_(store) {}

    // As of the view; `year` is that of the day that counts as today. Throws StoreFailure.
    std::optional<domain::Decimal> median(projector::read_model::View& view,
                                          const PolicyGroup& group, domain::Level level, int year);

private:
    struct Known {
        domain::Sequence position = 0;
        int year = 0;
        std::optional<domain::Decimal> median;
    };

    const projector::read_model::Store& store_;
    std::mutex mutex_;
    std::map<std::pair<domain::PolicyId, domain::Level>, Known> known_;
};

}  // namespace query_api
