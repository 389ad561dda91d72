// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/codec/row.hpp"
#include "query-api/fields.hpp"

namespace query_api::history {

// A cell that was believed to be another; see domain::codec::AuditRow.
using Change = domain::codec::AuditRow::Change;
using Changes = std::vector<Change>;
using Believed = std::optional<std::optional<domain::Decimal>>;

// "added" (there was no row), "removed" (there is none any more), "changed".
std::string_view name_of_change(const Believed& before, const Believed& after);

// An object: kind, month, change, before, after (null for an erased month and for no row).
void write_change(platform::JsonWriter& json, const Change& change);

// "actual:2024-04=170>85"; "none" stands for no row, "erased" for no value.
std::string text_of(const Change& change);

// `changes` outlives the list.
List list_of(const Changes& changes);

}  // namespace query_api::history
