// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <string>
#include <utility>

namespace tests::vectors::pilote {

// What came of one case.
struct Verdict {
    enum class Kind { passed, failed, left_out };

    static Verdict passed() { return {}; }
    static Verdict failed(std::string why) { return {Kind::failed, std::move(why)}; }
    static Verdict left_out(std::string why) { return {Kind::left_out, std::move(why)}; }
    // Passed if `why` is empty, else failed with it.
    static Verdict unless(std::string why) {
        return why.empty() ? passed() : failed(std::move(why));
    }

    Kind kind = Kind::passed;
    std::string why;
};

}  // namespace tests::vectors::pilote
