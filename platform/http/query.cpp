// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/query.hpp"

#include <algorithm>
#include <optional>

#include "platform/utf8.hpp"

namespace platform::http {
namespace {

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
    return std::nullopt;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

Error invalid(std::string_view detail) {
    return Error{Errc::invalid, "target: " + std::string{detail}};
}

}  // namespace

Result<std::string> percent_decode(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus == Plus::space) {
            decoded.push_back(' ');
        } else if (text[i] == '%') {
            const bool whole = i + 2 < text.size();
            const auto high = whole ? hex_digit(text[i + 1]) : std::nullopt;
            const auto low = whole ? hex_digit(text[i + 2]) : std::nullopt;
            if (!high || !low) return invalid("expected two hexadecimal digits after %");
            decoded.push_back(static_cast<char>(*high * 16U + *low));
            i += 2;
        } else {
            decoded.push_back(text[i]);
        }
    }
    if (std::any_of(decoded.begin(), decoded.end(), is_control)) {
        return invalid("control characters are not accepted");
    }
    if (!is_utf8(decoded)) return invalid("expected UTF-8");
    return decoded;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        if (part.empty()) continue;

        const std::size_t equals = std::min(part.find('='), part.size());
        auto name = percent_decode(part.substr(0, equals), Plus::space);
        if (!name) return name.error();
        if (name->empty()) return invalid("a query parameter has no name");
        auto value = percent_decode(part.substr(std::min(equals + 1, part.size())), Plus::space);
        if (!value) return value.error();
        parameters.emplace_back(std::move(*name), std::move(*value));
    }
    return parameters;
}

}  // namespace platform::http
