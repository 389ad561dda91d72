// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "domain/codec/json.hpp"

// Looks into answers of the read API for what people are shown.
namespace cli {

// What stands at the end of a path of members, as text; "yes" or "no" for a flag. Edge: empty where
// there is nothing.
std::string text(const domain::codec::Json& json, std::initializer_list<std::string_view> path);

// The array `name`. Edge: empty where there is none.
const domain::codec::JsonArray& list(const domain::codec::Json& json, std::string_view name);

// The line that ends what is shown of an answer.
std::string what_it_stands_for(const domain::codec::Json& answer);

}  // namespace cli
