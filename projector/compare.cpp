// SPDX-License-Identifier: EUPL-1.2
#include "projector/compare.hpp"

#include <algorithm>
#include <utility>

#include "projector/read_model/schema.hpp"
#include "projector/read_model/words.hpp"

namespace projector {
namespace {

namespace family = read_model::family;
using platform::Errc;
using platform::Error;
using platform::Status;
using platform::rocks::Cursor;
using read_model::Store;

Status check_comparable(const domain::Head& first, const domain::Head& second) {
    const auto refuse = [](const std::string& why) {
        return Error{Errc::invalid, "read models: " + why};
    };
    if (first.log_id != second.log_id)
        return refuse("they are of two logs, " + first.log_id + " and " + second.log_id);
    if (first.engine != second.engine)
        return refuse("they are of two engines, " + std::to_string(first.engine) + " and " +
                      std::to_string(second.engine) + ": their figures may differ by right");
    if (first.next != second.next)
        return refuse("they are at two positions, one holds " + std::to_string(first.next) +
                      " records and the other " + std::to_string(second.next) +
                      ": compare them when both have reached the same");
    return {};
}

Difference difference(std::size_t in, std::string_view key, std::optional<std::string_view> first,
                      std::optional<std::string_view> second) {
    const auto shown = [in](std::optional<std::string_view> value) {
        return value ? read_model::row_in_words(in, *value) : "nothing";
    };
    Difference found{.family = read_model::family_names()[in],
                     .key = read_model::key_in_words(in, key),
                     .first = shown(first),
                     .second = shown(second)};
    // Words do not show every byte.
    if (found.first == found.second) {
        const auto at = static_cast<std::size_t>(
            std::mismatch(first->begin(), first->end(), second->begin(), second->end()).first -
            first->begin());
        const std::string from = ", from byte " + std::to_string(at) + ": ";
        found.first += from + read_model::in_hexadecimal(first->substr(at));
        found.second += from + read_model::in_hexadecimal(second->substr(at));
    }
    return found;
}

platform::Result<std::optional<Difference>> compare_family(std::size_t in, const Store& first,
                                                           const Store& second) {
    Cursor a = first.database().cursor(in);
    Cursor b = second.database().cursor(in);
    for (a.seek(""), b.seek(""); a.valid() && b.valid(); a.next(), b.next()) {
        if (a.key() < b.key()) return std::optional{difference(in, a.key(), a.value(), {})};
        if (b.key() < a.key()) return std::optional{difference(in, b.key(), {}, b.value())};
        if (a.value() != b.value())
            return std::optional{difference(in, a.key(), a.value(), b.value())};
    }
    if (auto status = a.status(); !status) return status.error();
    if (auto status = b.status(); !status) return status.error();
    if (a.valid()) return std::optional{difference(in, a.key(), a.value(), {})};
    if (b.valid()) return std::optional{difference(in, b.key(), {}, b.value())};
    return std::optional<Difference>{};
}

}  // namespace

platform::Result<std::optional<Difference>> compare(const Store& first, const Store& second) {
    if (auto good = check_comparable(first.published()->head, second.published()->head); !good)
        return good.error();
    for (std::size_t in = 0; in < family::meta; ++in) {
        auto found = compare_family(in, first, second);
        if (!found || *found) return found;
    }
    return std::optional<Difference>{};
}

}  // namespace projector
