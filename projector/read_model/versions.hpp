// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domain/measure.hpp"
#include "platform/rocks/database.hpp"

namespace projector::read_model {

// A store that cannot be read: the process stops and replays, so nobody handles it on the way.
class StoreFailure : public std::exception {
public:
    explicit StoreFailure(platform::Error error) : error_(std::move(error)) {}

    const char* what() const noexcept override { return error_.detail.c_str(); }
    const platform::Error& error() const { return error_; }

private:
    platform::Error error_;
};

// A row of bytes that no encoder wrote.
[[noreturn]] void fail_corrupt(std::string_view what);

// Throws StoreFailure if the cursor met an error, which looks like the end of the keys.
void require_healthy(const platform::rocks::Cursor& cursor);

// The version of one cell that was valid at `position`, if there was one. `row.key` and `row.value`
// stay until the cursor moves.
struct VersionedRow {
    std::string_view cell;
    domain::Sequence since = 0;
    std::string_view value;
};

// One seek, however many versions there are. `cell` is a key without its version.
// Errors: throws StoreFailure.
std::optional<VersionedRow> version_at(platform::rocks::Cursor& cursor, std::string_view cell,
                                       domain::Sequence position);

// Calls `visit` for each cell under `prefix`, in order, with its version valid at `position`; cells
// that were not there yet are left out. The cost grows with the cells, not with their versions.
// Errors: throws StoreFailure.
void for_each_version_at(platform::rocks::Cursor& cursor, std::string_view prefix,
                         domain::Sequence position,
                         const std::function<void(const VersionedRow&)>& visit);

}  // namespace projector::read_model
