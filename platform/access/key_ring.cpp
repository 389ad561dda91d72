// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/key_ring.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "platform/logging.hpp"

namespace platform::access {
namespace {

constexpr std::string_view scheme = "bearer ";

std::int64_t nanoseconds(const ::timespec& time) {
    constexpr std::int64_t per_second = 1'000'000'000;
    return time.tv_sec * per_second + time.tv_nsec;
}

}  // namespace

Result<std::unique_ptr<KeyRing>> KeyRing::open(std::filesystem::path path) {
    std::unique_ptr<KeyRing> ring{new KeyRing{std::move(path)}};
    ring->version_ = ring->version();
    if (auto read = ring->read(); !read) {
        if (read.error().code == Errc::not_found)
            return Error{Errc::not_found,
                         read.error().detail + "; make it with `barometre keys create`"};
        return read.error();
    }
    ring->next_look_ = Clock::now() + look_interval;
    return ring;
}

std::shared_ptr<const Identity> KeyRing::identify(std::string_view authorization) {
    if (authorization.empty()) {
        const std::lock_guard lock{mutex_};
        look();
        return anyone_;
    }
    const auto token = bearer_token(authorization);
    if (!token) return nullptr;
    const auto id = key_id_of(*token);
    if (!id) return nullptr;
    const KeyDigest digest = digest_of(*token);
    const std::lock_guard lock{mutex_};
    look();
    const auto found = good_.find(*id);
    if (found == good_.end() || !same_digest(found->second.digest, digest)) return nullptr;
    return found->second.identity;
}

std::optional<KeyRing::Version> KeyRing::version() const {
    struct ::stat facts{};
    if (::stat(path_.c_str(), &facts) != 0) return std::nullopt;
    return Version{facts.st_dev, facts.st_ino, facts.st_size, nanoseconds(facts.st_mtim),
                   nanoseconds(facts.st_ctim)};
}

Status KeyRing::read() {
    good_.clear();
    anyone_.reset();
    auto keys = read_keys(path_);
    if (!keys) return keys.error();
    for (Key& key : *keys) {
        if (!key.revoked.empty()) continue;
        if (key.identity.name == anyone) {
            Identity everybody{std::string{anyone}, {}, {}};
            for (const Right right : {Right::read, Right::audit})
                if (key.identity.rights.has(right)) everybody.rights.add(right);
            anyone_ = std::make_shared<const Identity>(std::move(everybody));
        }
        good_.emplace(std::move(key.id),
                      Good{key.digest, std::make_shared<Identity>(std::move(key.identity))});
    }
    return {};
}

// The version is taken before the file is read: a change in between is seen the next time.
void KeyRing::look() {
    const auto now = Clock::now();
    if (now < next_look_) return;
    next_look_ = now + look_interval;
    const auto seen = version();
    if (seen == version_) return;
    version_ = seen;
    const auto result = read();
    if (result)
        return log(Level::info, "the keys were read again",
                   {
                       {"keys", std::to_string(good_.size())}
        });
    log(Level::error, "the keys cannot be read: nobody is let in",
        {
            {"why", result.error().detail}
    });
}

std::optional<std::string_view> bearer_token(std::string_view authorization) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    if (authorization.size() <= scheme.size() ||
        !std::equal(scheme.begin(), scheme.end(), authorization.begin(),
                    [lower](char wanted, char c) { return wanted == lower(c); }))
        return std::nullopt;
    authorization.remove_prefix(scheme.size());
    authorization.remove_prefix(
        std::min(authorization.find_first_not_of(' '), authorization.size()));
    return authorization;
}

}  // namespace platform::access
