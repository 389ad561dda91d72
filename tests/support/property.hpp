// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace support {

// The seed of a property test: PROPERTY_SEED to repeat a run, else a new one.
inline std::uint64_t property_seed() {
    const char* repeated = std::getenv("PROPERTY_SEED");
    return repeated != nullptr ? std::stoull(repeated) : std::random_device{}();
}

// Runs `property(random)` with a generator of a seed that any failure shows.
template <class Property>
void for_random(Property property) {
    const std::uint64_t seed = property_seed();
    const testing::ScopedTrace trace(__FILE__, __LINE__, "PROPERTY_SEED=" + std::to_string(seed));
    testing::Test::RecordProperty("seed", std::to_string(seed));
    std::mt19937_64 random{seed};
    property(random);
}

}  // namespace support
