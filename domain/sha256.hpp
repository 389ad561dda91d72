// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace domain {

using Sha256 = std::array<std::uint8_t, 32>;

// SHA-256 (FIPS 180-4) of `bytes`.
Sha256 sha256(std::string_view bytes);

// The same of bytes given in pieces.
class Sha256Stream {
public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(const Sha256Stream&) = delete;
    Sha256Stream& operator=(const Sha256Stream&) = delete;

    void add(std::string_view bytes);
    // The digest of everything added; nothing may be added after.
    Sha256 finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

// Lower-case hexadecimal.
std::string hex(const Sha256& digest);

}  // namespace domain
