// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "platform/access/key_file.hpp"
#include "platform/http/authorize.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace support {

// A file of keys of its own.
class Keys {
public:
    // A key of this name, and the header that presents it.
    struct Holder {
        std::string id;
        std::string text;
        std::pair<std::string, std::string> header() const {
            return {"Authorization", "Bearer " + text};
        }
    };

    Holder add(std::string name, platform::access::Rights rights,
               std::vector<std::string> sources = {}) const {
        auto made = must(platform::access::add_key(
            path(), {std::move(name), rights, std::move(sources)}, "2024-10-23T12:00:00Z"));
        return {made.key.id, made.text};
    }
    void revoke(const Holder& holder) const {
        const auto revoked =
            platform::access::revoke_key(path(), holder.id, "2024-10-24T12:00:00Z");
        if (!revoked) throw std::runtime_error(revoked.error().detail);
    }

    std::string path() const { return folder_ / "keys"; }
    // Of the keys that there are, and those to come; there must be one.
    platform::http::Identify identify() const {
        return must(platform::http::identify_by_keys(path()));
    }

private:
    TemporaryDirectory folder_;
};

}  // namespace support
