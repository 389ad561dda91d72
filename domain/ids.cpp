// SPDX-License-Identifier: EUPL-1.2
#include "domain/ids.hpp"

#include <algorithm>
#include <cassert>

namespace domain {
namespace {

constexpr std::string_view indicator_prefix = "IND-";
constexpr std::string_view policy_prefix = "CH-";

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<IndicatorId> IndicatorId::parse(std::string_view text) {
    const std::string_view digits = text.starts_with(indicator_prefix) ? text.substr(4) : "";
    if ((digits.size() != 3 && digits.size() != 4) || !all_digits(digits))
        return Error{"indicator-bad-format", "", "expected IND- and three or four digits"};
    IndicatorId id;
    std::copy(digits.begin(), digits.end(), id.digits_.begin());
    return id;
}

IndicatorId IndicatorId::from_key(std::string_view key) {
    assert(key.size() == key_bytes);
    IndicatorId id;
    std::copy(key.begin(), key.end(), id.digits_.begin());
    return id;
}

std::string IndicatorId::text() const {
    const std::size_t digits = digits_[3] == '\0' ? 3 : 4;
    return std::string{indicator_prefix}.append(digits_.data(), digits);
}

Result<PolicyId> PolicyId::parse(std::string_view text) {
    const std::string_view digits = text.starts_with(policy_prefix) ? text.substr(3) : "";
    if (digits.size() != key_bytes || !all_digits(digits))
        return Error{"policy-bad-format", "", "expected CH- and three digits"};
    return from_key(digits);
}

PolicyId PolicyId::from_key(std::string_view key) {
    assert(key.size() == key_bytes);
    PolicyId id;
    std::copy(key.begin(), key.end(), id.digits_.begin());
    return id;
}

std::string PolicyId::text() const {
    return std::string{policy_prefix}.append(digits_.data(), digits_.size());
}

}  // namespace domain
