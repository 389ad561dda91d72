// SPDX-License-Identifier: EUPL-1.2
#include "projector/folder_copy.hpp"

#include <unistd.h>

#include <system_error>

namespace projector {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::Error;

Error failure(const fs::path& path, const std::error_code& error) {
    return {Errc::io, path.string() + ": " + error.message()};
}

}  // namespace

platform::Status copy_database(
    const fs::path& source, const fs::path& target,
    const std::function<platform::Status(const fs::path& copy)>& verify) {
    std::error_code error;
    if (fs::exists(target, error))
        return Error{Errc::invalid, target.string() + ": it exists already"};
    // RocksDB's file that names its present state.
    if (!fs::exists(source / "CURRENT", error))
        return Error{Errc::not_found, source.string() + ": there is no database here"};
    const fs::path whole = fs::absolute(target, error).lexically_normal();
    const fs::path copy = whole.string() + ".copying";
    fs::create_directories(whole.parent_path(), error);
    if (error) return failure(whole.parent_path(), error);
    fs::remove_all(copy, error);
    if (error) return failure(copy, error);
    fs::copy(source, copy, fs::copy_options::recursive, error);
    // What is left of a copy that failed is in the way of the next one.
    std::error_code ignored;
    if (error) {
        fs::remove_all(copy, ignored);
        return failure(copy, error);
    }
    if (auto good = verify(copy); !good) {
        fs::remove_all(copy, ignored);
        return good;
    }
    ::sync();
    fs::rename(copy, whole, error);
    if (error) return failure(whole, error);
    ::sync();
    return {};
}

}  // namespace projector
