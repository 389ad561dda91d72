// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query-api/history/cause.hpp"

namespace query_api::history {

// A row of an event of measures, and what it is worth.
struct RowSaid {
    std::size_t index = 0;
    domain::MeasureRow row;
    // Whether it is the valid row of its day at the view's position.
    bool valid = false;
    // The first record after which it was not, if the event was applied.
    std::optional<domain::Sequence> superseded_by;
};

// The rows of the event behind `cause`, whose record has `value`: of one figure, or all. Empty
// where it is no event of measures or cannot be read.
// Errors: throws StoreFailure.
std::vector<RowSaid> rows_said(projector::read_model::View& view, const Cause& cause,
                               const std::string& value,
                               const std::optional<domain::FigureId>& figure);

// As a list; in CSV "actual:2024-04-30=170", with the figure "IND-001/DEPT-22/actual:…".
enum class Figures : std::uint8_t { left_out, named };
// `rows` outlives the list.
List list_of(const std::vector<RowSaid>& rows, Figures figures);

}  // namespace query_api::history
