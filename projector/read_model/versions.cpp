// SPDX-License-Identifier: EUPL-1.2
#include "projector/read_model/versions.hpp"

#include "projector/read_model/schema.hpp"

namespace projector::read_model {
namespace {

// Versions stepped over before a seek is cheaper. Where it was, the next cell is likely to have as
// many.
constexpr int steps_max = 3;

std::string_view cell_of(std::string_view key) {
    return key.substr(0, key.size() - key::version_bytes);
}

// Moves past every version of `cell`, at which the cursor stands, in at most `steps` steps or else
// a seek: to what is valid in the cell that would be next, passing over its later versions.
// Returns how many steps the next cell is worth.
int leave_cell(platform::rocks::Cursor& cursor, const std::string& cell, domain::Sequence position,
               int steps) {
    for (int step = 0; step < steps; ++step) {
        cursor.next();
        if (!cursor.valid() || cell_of(cursor.key()) != cell) return steps_max;
    }
    std::string next = key::after(cell);
    // A shorter one is no cell.
    if (next.size() == cell.size()) next = key::version(std::move(next), position);
    cursor.seek(next);
    return 1;
}

}  // namespace

void require_healthy(const platform::rocks::Cursor& cursor) {
    if (auto status = cursor.status(); !status) throw StoreFailure{status.error()};
}

void fail_corrupt(std::string_view what) {
    throw StoreFailure{
        {platform::Errc::corrupt,
         "read model: a row of " + std::string{what} +
             " cannot be read; delete the folder and rebuild it from the log"}
    };
}

std::optional<VersionedRow> version_at(platform::rocks::Cursor& cursor, std::string_view cell,
                                       domain::Sequence position) {
    cursor.seek(key::version(std::string{cell}, position));
    if (!cursor.valid()) {
        require_healthy(cursor);
        return std::nullopt;
    }
    const std::string_view found = cursor.key();
    if (found.size() != cell.size() + key::version_bytes || !found.starts_with(cell))
        return std::nullopt;
    return VersionedRow{cell_of(found), key::since(found), cursor.value()};
}

void for_each_version_at(platform::rocks::Cursor& cursor, std::string_view prefix,
                         domain::Sequence position,
                         const std::function<void(const VersionedRow&)>& visit) {
    cursor.seek(prefix);
    int steps = steps_max;
    while (cursor.valid() && cursor.key().starts_with(prefix)) {
        const std::string cell{cell_of(cursor.key())};
        const domain::Sequence since = key::since(cursor.key());
        if (since > position) {
            cursor.seek(key::version(cell, position));
            continue;
        }
        visit({cell, since, cursor.value()});
        steps = leave_cell(cursor, cell, position, steps);
    }
    require_healthy(cursor);
}

}  // namespace projector::read_model
