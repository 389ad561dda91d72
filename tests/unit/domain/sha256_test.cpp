// SPDX-License-Identifier: EUPL-1.2
#include "domain/sha256.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

// FIPS 180-4, examples of NIST.
TEST(Sha256, GivesTheDigestsOfTheStandard) {
    EXPECT_EQ(domain::hex(domain::sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(domain::hex(domain::sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(domain::hex(domain::sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameOfPieces) {
    domain::Sha256Stream stream;
    stream.add("a");
    stream.add("");
    stream.add("bc");
    EXPECT_EQ(stream.finish(), domain::sha256("abc"));
}

}  // namespace
