// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace tests::vectors {

// Where two answers differ, in words ("/rows/3/weight: 50 and 40"), without what says how they
// were asked or when they were recorded: `as_of`, `final`, `position`, `recorded`.
std::vector<std::string> differences(const boost::json::value& first,
                                     const boost::json::value& second);

}  // namespace tests::vectors
