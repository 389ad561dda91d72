// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "platform/access/key_file.hpp"

namespace platform::access {

// The good keys of a file, which is read again when it has changed: what was revoked is refused,
// and what was made is known, after look_interval at most. A file that is gone or that cannot be
// read lets nobody in, and is logged.
// Who sends no key is nobody, unless the file has a good key of the name `anyone`, whose rights
// are then those of everybody: to read and to audit, never to write.
// Threads: any.
class KeyRing {
public:
    static constexpr std::string_view anyone = "anyone";
    static constexpr std::chrono::seconds look_interval{1};

    // Errors: those of read_keys().
    static Result<std::unique_ptr<KeyRing>> open(std::filesystem::path path);
    KeyRing(const KeyRing&) = delete;
    KeyRing& operator=(const KeyRing&) = delete;

    // Who sends a header `Authorization: Bearer KEY`; nobody where the key is not good.
    std::shared_ptr<const Identity> identify(std::string_view authorization);

private:
    struct Good {
        KeyDigest digest;
        std::shared_ptr<const Identity> identity;
    };
    // What differs where a file was replaced or written.
    using Version = std::tuple<::dev_t, ::ino_t, ::off_t, std::int64_t, std::int64_t>;
    using Clock = std::chrono::steady_clock;

    explicit KeyRing(std::filesystem::path path) : path_(std::move(path)) {}

    std::optional<Version> version() const;
    Status read();
    void look();

    const std::filesystem::path path_;
    std::mutex mutex_;
    Clock::time_point next_look_;
    std::optional<Version> version_;
    std::map<std::string, Good, std::less<>> good_;
    std::shared_ptr<const Identity> anyone_;
};

// The credentials of a header `Authorization: Bearer …` (RFC 6750 §2.1); none of any other scheme.
std::optional<std::string_view> bearer_token(std::string_view authorization);

}  // namespace platform::access
