// SPDX-License-Identifier: EUPL-1.2
#include "ingest/permission.hpp"

#include <utility>
#include <variant>

#include "domain/event.hpp"

namespace ingest {

using platform::access::Identity;
using platform::access::Right;

Right right_to_send(std::string_view type, Mode mode) {
    if (mode == Mode::history_load) return Right::history_load;
    const bool reports = type == domain::event_type::measures_reported ||
                         type == domain::event_type::measures_withdrawn;
    return reports ? Right::report : Right::define;
}

platform::access::Rights rights_to_send(Mode mode) {
    if (mode == Mode::history_load) return {Right::history_load};
    return {Right::report, Right::define};
}

std::optional<Finding> forbidden(const Draft& draft, Mode mode, const Identity& caller) {
    const Right right = right_to_send(draft.envelope.type, mode);
    if (!caller.may(right))
        return finding_about("right-missing", "/type", std::string{name_of(right)});
    if (auto finding = forbidden_source(draft.envelope.identity.source, "/source", caller))
        return finding;
    if (const auto* withdrawn = std::get_if<domain::MeasuresWithdrawn>(&draft.data))
        return forbidden_source(withdrawn->of.source, "/data/source", caller);
    return std::nullopt;
}

std::optional<Finding> forbidden_source(const std::string& source, std::string pointer,
                                        const Identity& caller) {
    if (caller.may_use(source)) return std::nullopt;
    return finding_about("source-not-allowed", std::move(pointer), source);
}

}  // namespace ingest
