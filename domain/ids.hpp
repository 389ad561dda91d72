// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <compare>
#include <string>
#include <string_view>

#include "domain/error.hpp"

namespace domain {

// An indicator's id: "IND-" and three or four digits; IND-012 and IND-0012 are two indicators.
// Source: PILOTE, sources.yml.
class IndicatorId {
public:
    // The digits, with a NUL after three: what keys of the read model hold (ordered as the text).
    static constexpr std::size_t key_bytes = 4;

    // Errors: indicator-bad-format.
    static Result<IndicatorId> parse(std::string_view text);
    // The inverse of key(); `key` must come from there.
    static IndicatorId from_key(std::string_view key);

    std::string text() const;
    std::string_view key() const { return {digits_.data(), digits_.size()}; }

    friend auto operator<=>(const IndicatorId&, const IndicatorId&) = default;

private:
    IndicatorId() = default;

    std::array<char, key_bytes> digits_{};
};

// A policy's id: "CH-" and three digits. Source: PILOTE, chantier_well_formed.sql.
class PolicyId {
public:
    static constexpr std::size_t key_bytes = 3;

    // Errors: policy-bad-format.
    static Result<PolicyId> parse(std::string_view text);
    static PolicyId from_key(std::string_view key);

    std::string text() const;
    std::string_view key() const { return {digits_.data(), digits_.size()}; }

    friend auto operator<=>(const PolicyId&, const PolicyId&) = default;

private:
    PolicyId() = default;

    std::array<char, key_bytes> digits_{};
};

}  // namespace domain
