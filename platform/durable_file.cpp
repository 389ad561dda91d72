// SPDX-License-Identifier: EUPL-1.2
#include "platform/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace platform {
namespace {

namespace fs = std::filesystem;

Error io_error(const fs::path& path, std::string_view what) {
    return {Errc::io, "file: " + path.string() + ": cannot " + std::string{what} + ": " +
                          std::strerror(errno)};
}

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

Status give_to_owner(int file, const fs::path& aside, const fs::path& path) {
    if (::geteuid() != 0) return {};
    struct ::stat facts{};
    if (::stat(path.c_str(), &facts) != 0 && ::stat(folder_of(path).c_str(), &facts) != 0)
        return io_error(path, "see whose it is");
    if (::fchown(file, facts.st_uid, facts.st_gid) != 0) return io_error(aside, "give it away");
    return {};
}

Status sync_folder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    const Status status = synced ? Status{} : io_error(folder, "write it to the disk");
    if (file >= 0) ::close(file);
    return status;
}

Status write_aside(const fs::path& aside, const fs::path& path, std::string_view bytes,
                   ::mode_t mode) {
    // One that was left by a crash may have another mode or owner.
    if (::unlink(aside.c_str()) != 0 && errno != ENOENT) return io_error(aside, "replace it");
    const int file =
        ::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0) return io_error(aside, "make it");
    Status status = write_all(file, bytes, aside);
    if (status) status = give_to_owner(file, aside, path);
    if (status && ::fsync(file) != 0) status = io_error(aside, "write it to the disk");
    ::close(file);
    return status;
}

}  // namespace

Status write_all(int file, std::string_view bytes, const fs::path& path) {
    while (!bytes.empty()) {
        const ::ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return io_error(path, "write it");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Status replace_file(const fs::path& path, std::string_view bytes, ::mode_t mode) {
    const fs::path aside = path.string() + ".new";
    if (auto written = write_aside(aside, path, bytes, mode); !written) return written;
    if (::rename(aside.c_str(), path.c_str()) != 0) return io_error(path, "replace it");
    return sync_folder(folder_of(path));
}

}  // namespace platform
