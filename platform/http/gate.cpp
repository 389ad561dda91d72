// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/gate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace platform::http {
namespace {

// Headers that may occur once only.
constexpr std::array<std::string_view, 6> single_headers = {
    "host",          "content-length", "transfer-encoding",
    "authorization", "content-type",   "idempotency-key"};

struct NamedMethod {
    std::string_view name;
    Method method;
};

constexpr std::array<NamedMethod, 5> methods = {
    {{"GET", Method::get},
     {"HEAD", Method::head},
     {"POST", Method::post},
     {"PUT", Method::put},
     {"DELETE", Method::del}}
};

// What the single headers say.
struct Framing {
    std::optional<std::string_view> host;
    std::optional<std::string_view> content_length;
    std::optional<std::string_view> transfer_encoding;
    bool repeated = false;
    bool coding_repeated = false;
};

Framing framing_of(const HeaderFacts& facts) {
    Framing framing;
    std::array<bool, single_headers.size()> seen{};
    for (const auto& [name, value] : facts.fields) {
        const auto known = std::find(single_headers.begin(), single_headers.end(), name);
        if (known == single_headers.end()) continue;
        bool& seen_before = seen[static_cast<std::size_t>(known - single_headers.begin())];
        if (seen_before) framing.repeated = true;
        if (seen_before && name == "transfer-encoding") framing.coding_repeated = true;
        seen_before = true;
        if (name == "host") framing.host = value;
        if (name == "content-length") framing.content_length = value;
        if (name == "transfer-encoding") framing.transfer_encoding = value;
    }
    return framing;
}

bool is_chunked(std::string_view coding) {
    constexpr std::string_view wanted = "chunked";
    return std::equal(coding.begin(), coding.end(), wanted.begin(), wanted.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

std::optional<std::uint64_t> parse_length(std::string_view digits) {
    std::uint64_t length = 0;
    const auto end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, length);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return length;
}

bool is_origin_form(std::string_view target) {
    return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) {
               return c >= 0x21 && c <= 0x7E && c != '#';
           });
}

std::optional<Method> known_method(std::string_view name) {
    const auto found = std::find_if(methods.begin(), methods.end(),
                                    [&](const NamedMethod& known) { return known.name == name; });
    if (found == methods.end()) return std::nullopt;
    return found->method;
}

bool takes_body(Method method) {
    return method == Method::post || method == Method::put;
}

}  // namespace

std::variant<Admission, ProblemKind> admit(const HeaderFacts& facts) {
    const Framing framing = framing_of(facts);
    if (framing.transfer_encoding &&
        (framing.coding_repeated || framing.content_length || facts.version != 11 ||
         !is_chunked(*framing.transfer_encoding))) {
        return problems::bad_transfer_encoding;
    }
    if (framing.repeated) return problems::repeated_header;
    if (!framing.host) return problems::host_missing;

    Admission admission;
    admission.chunked = framing.transfer_encoding.has_value();
    if (framing.content_length) {
        const auto length = parse_length(*framing.content_length);
        if (!length) return problems::bad_content_length;
        admission.content_length = *length;
    }
    if (!is_origin_form(facts.target)) return problems::bad_target;
    const auto method = known_method(facts.method);
    if (!method) return problems::method_unknown;
    admission.method = *method;
    if (admission.has_body() && !takes_body(*method)) return problems::unexpected_body;
    return admission;
}

}  // namespace platform::http
