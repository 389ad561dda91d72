// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "tests/vectors/pilote/verdict.hpp"

namespace tests::vectors::pilote {

// Judges a case of V (cells of an import, definitions) or U (statistics) by the functions that
// imports, definitions and answers use; left out where it is about something else.
Verdict judge_function_case(std::string_view id, const boost::json::object& of);

}  // namespace tests::vectors::pilote
