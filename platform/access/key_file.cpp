// SPDX-License-Identifier: EUPL-1.2
#include "platform/access/key_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "platform/access/key_line.hpp"
#include "platform/durable_file.hpp"

namespace platform::access {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view first_line = "barometre-keys 1";
constexpr std::string_view header = "Authorization: Bearer ";
constexpr ::mode_t secret_mode = 0600;

Error io_error(const fs::path& path, std::string_view what) {
    const Errc code = errno == ENOENT ? Errc::not_found : Errc::io;
    return {code, "keys: " + path.string() + ": cannot " + std::string{what} + ": " +
                      std::strerror(errno)};
}

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

// Lets one at a time change the files of a folder; nothing is left behind.
class FolderLock {
public:
    static Result<FolderLock> take(const fs::path& folder) {
        const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (file < 0) return io_error(folder, "open the folder");
        FolderLock lock{file};
        while (::flock(file, LOCK_EX) != 0)
            if (errno != EINTR) return io_error(folder, "lock the folder");
        return lock;
    }
    FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock() {
        if (file_ >= 0) ::close(file_);
    }

private:
    explicit FolderLock(int file) : file_(file) {}
    int file_;
};

Result<std::vector<Key>> read_keys_or_none(const fs::path& path) {
    auto keys = read_keys(path);
    if (!keys && keys.error().code == Errc::not_found) return std::vector<Key>{};
    return keys;
}

Status write_keys(const fs::path& path, const std::vector<Key>& keys) {
    return replace_file(path, text_of(keys), secret_mode);
}

}  // namespace

Result<std::vector<Key>> parse_keys(std::string_view text) {
    if (text.empty()) return Error{Errc::corrupt, "keys: the file is empty"};
    std::vector<Key> keys;
    std::set<std::string, std::less<>> ids;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto wrong = [number](std::string_view what) {
            return Error{Errc::corrupt,
                         "keys: line " + std::to_string(number) + ": " + std::string{what}};
        };
        if (number == 1) {
            if (line != first_line) return wrong("this is no file of keys");
            continue;
        }
        if (end == std::string_view::npos) return wrong("it is cut short");
        auto key = parse_key_line(line);
        if (!key) return wrong(key.error().detail);
        if (!ids.insert(key->id).second) return wrong("this id is there twice");
        keys.push_back(std::move(*key));
        if (keys.size() > keys_max) return wrong("there are too many keys");
    }
    return keys;
}

std::string text_of(const std::vector<Key>& keys) {
    std::string text{first_line};
    text.push_back('\n');
    for (const Key& key : keys) text += key_line(key) + "\n";
    return text;
}

Result<std::vector<Key>> read_keys(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return io_error(path, "read it");
    struct ::stat facts{};
    const bool known = ::fstat(file, &facts) == 0;
    ::close(file);
    if (!known) return io_error(path, "read it");
    if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return Error{Errc::invalid,
                     "keys: " + path.string() +
                         ": others than its owner may write this file: chmod 600 it, and look "
                         "whose keys are in it"};
    if (static_cast<std::size_t>(facts.st_size) > key_file_bytes_max)
        return Error{Errc::corrupt, "keys: " + path.string() + ": it is larger than 16 MiB"};
    std::ifstream in{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in || in.bad()) return io_error(path, "read it");
    auto keys = parse_keys(text);
    if (!keys) return Error{keys.error().code, keys.error().detail + " (" + path.string() + ")"};
    return keys;
}

Result<MadeKey> add_key(const fs::path& path, Identity identity, std::string now) {
    if (auto checked = check_identity(identity); !checked) return checked.error();
    const auto lock = FolderLock::take(folder_of(path));
    if (!lock) return lock.error();
    auto keys = read_keys_or_none(path);
    if (!keys) return keys.error();
    if (keys->size() >= keys_max)
        return Error{Errc::invalid, "keys: " + path.string() + ": it has " +
                                        std::to_string(keys_max) + " keys, revoked ones included"};
    auto text = make_key_text();
    if (!text) return text.error();
    MadeKey made{
        {*key_id_of(*text), digest_of(*text), std::move(identity), std::move(now)},
        *text
    };
    keys->push_back(made.key);
    // What is added must leave room to revoke every key: a file that is too large lets nobody in.
    if (text_of(*keys).size() + keys->size() * key_time_chars_max > key_file_bytes_max)
        return Error{Errc::invalid, "keys: " + path.string() + ": it is as large as it may be"};
    if (auto written = write_keys(path, *keys); !written) return written.error();
    return made;
}

Status revoke_key(const fs::path& path, std::string_view id, std::string now) {
    const auto lock = FolderLock::take(folder_of(path));
    if (!lock) return lock.error();
    auto keys = read_keys(path);
    if (!keys) return keys.error();
    const auto found =
        std::find_if(keys->begin(), keys->end(), [id](const Key& key) { return key.id == id; });
    if (found == keys->end())
        return Error{Errc::not_found, "keys: " + path.string() + ": no key has this id; " +
                                          "`barometre keys list` shows those that there are"};
    if (!found->revoked.empty())
        return Error{Errc::not_found, "keys: this key was revoked before, at " + found->revoked};
    found->revoked = std::move(now);
    return write_keys(path, *keys);
}

Result<std::string> read_key_text(const fs::path& path) {
    std::ifstream in{path};
    if (!in) return io_error(path, "read it");
    std::string line;
    std::getline(in, line);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (line.starts_with(header)) line.erase(0, header.size());
    if (!key_id_of(line))
        return Error{Errc::invalid, "keys: " + path.string() +
                                        ": its first line is not a key as `barometre keys create` "
                                        "prints it"};
    return line;
}

}  // namespace platform::access
