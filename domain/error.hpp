// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace domain {

// Why something is not valid. `code` is stable and part of the API ("value-bad-format"), `pointer`
// is the JSON Pointer (RFC 6901) of the culprit inside what was judged, empty for the whole;
// `detail` is for people, in English, and may quote at most a few dozen characters of the input.
struct Error {
    Error() = default;
    Error(std::string_view code_, std::string pointer_, std::string detail_)
        : code(code_), pointer(std::move(pointer_)), detail(std::move(detail_)) {}

    std::string code;
    std::string pointer;
    std::string detail;
};

template <class T>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
public:
    using boost::system::result<T, Error>::result;
};

}  // namespace domain
