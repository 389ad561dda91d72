// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace platform::access {

// What somebody may be allowed to do (docs/decisions/0010).
enum class Right : std::uint8_t { report, define, read, audit, history_load };

struct NamedRight {
    Right right;
    std::string_view name;
};
inline constexpr std::array<NamedRight, 5> named_rights{
    {{Right::report, "report"},
     {Right::define, "define"},
     {Right::read, "read"},
     {Right::audit, "audit"},
     {Right::history_load, "history:load"}}
};

// "history:load"
std::string_view name_of(Right right);
std::optional<Right> right_named(std::string_view name);

// A set of rights.
class Rights {
public:
    constexpr Rights() = default;
    constexpr Rights(std::initializer_list<Right> rights) {
        for (const Right right : rights) add(right);
    }

    constexpr void add(Right right) { bits_ |= bit(right); }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr bool has(Right right) const { return (bits_ & bit(right)) != 0; }
    // Whether any right is in both.
    constexpr bool meets(Rights other) const { return (bits_ & other.bits_) != 0; }

    // Their names, in the order of the enumeration, joined by `separator`.
    std::string text(char separator) const;

    constexpr bool operator==(const Rights&) const = default;

private:
    static constexpr std::uint8_t bit(Right right) {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(right));
    }

    std::uint8_t bits_ = 0;
};

// All of them.
constexpr Rights all_rights() {
    Rights all;
    for (const NamedRight& named : named_rights) all.add(named.right);
    return all;
}

// In a list of sources: every source.
inline constexpr std::string_view any_source = "*";

// Who sends a request, verified. Plain data, whatever it was verified by.
struct Identity {
    // An opaque id: it is what events are given as `authid`.
    std::string name;
    Rights rights;
    // The sources of events that it may use: compared byte for byte, or any_source.
    std::vector<std::string> sources;

    bool may(Right right) const { return rights.has(right); }
    bool may_use(std::string_view source) const;
};

// The name of whoever is on this machine, where nobody is asked who he is; no key has it.
inline constexpr std::string_view local_name = "local";

// Whoever is on this machine: everything is allowed.
Identity local_identity();

}  // namespace platform::access
