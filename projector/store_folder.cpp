// SPDX-License-Identifier: EUPL-1.2
#include "projector/store_folder.hpp"

#include <string>
#include <system_error>
#include <utility>

#include "platform/logging.hpp"
#include "platform/rocks/database.hpp"
#include "projector/log_check.hpp"

namespace projector {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::Error;
using platform::Status;
using platform::event_log::EventLog;
using platform::rocks::Database;
using read_model::Store;

// What the last take-over replaced.
fs::path replaced_folder(const fs::path& data) {
    return data / "read-model.old";
}

Status check_rebuilt(const fs::path& folder, EventLog& log) {
    platform::rocks::OpenOptions as_it_is;
    as_it_is.mode = platform::rocks::Mode::existing;
    const auto store = Store::open(folder.string(), as_it_is);
    if (!store) return store.error();
    return check_same_log(**store, log);
}

Status take_over_rebuilt(const fs::path& data, EventLog& log) {
    const fs::path rebuilt = rebuilt_folder(data);
    std::error_code error;
    if (!fs::exists(rebuilt, error)) return {};
    if (auto good = check_rebuilt(rebuilt, log); !good) {
        if (good.error().code == Errc::unavailable) return good;
        platform::log(platform::Level::warning, "the rebuilt read model is not taken",
                      {
                          {"folder", rebuilt.string()   },
                          {"why",    good.error().detail}
        });
        return {};
    }
    if (auto replaced = Database::replace(read_model_folder(data).string(), rebuilt.string(),
                                          replaced_folder(data).string());
        !replaced)
        return replaced;
    platform::log(platform::Level::info, "the rebuilt read model takes the place of the other",
                  {
                      {"folder", read_model_folder(data).string()}
    });
    return {};
}

}  // namespace

fs::path read_model_folder(const fs::path& data) {
    return data / "read-model";
}

fs::path unfinished_folder(const fs::path& data) {
    return data / "read-model.unfinished";
}

fs::path rebuilt_folder(const fs::path& data) {
    return data / "read-model.next";
}

fs::path checkpoints_folder(const fs::path& data) {
    return data / "checkpoints";
}

platform::Result<std::unique_ptr<Store>> open_owned_store(const fs::path& data, EventLog& log) {
    const fs::path folder = read_model_folder(data);
    if (auto taken = take_over_rebuilt(data, log); !taken) return explained(taken.error(), folder);
    auto store = Store::open(folder.string());
    if (!store) return explained(store.error(), folder);
    if (auto same = check_same_log(**store, log); !same) return explained(same.error(), folder);
    std::error_code error;
    fs::remove_all(replaced_folder(data), error);
    return store;
}

Error explained(const Error& error, const fs::path& folder) {
    const auto says = [&error](std::string_view part) {
        return error.detail.find(part) != std::string::npos;
    };
    if (!error.detail.starts_with("rocks:") && !error.detail.starts_with("read model:"))
        return error;
    if (says("No space left on device"))
        return {error.code,
                "read model: the disk of " + folder.string() +
                    " is full: free space or enlarge it, then start again; what was not written "
                    "is read again from the log (" +
                    error.detail + ")"};
    if (error.code == Errc::corrupt && error.detail.starts_with("rocks:"))
        return {error.code, "read model: files in " + folder.string() +
                                " are damaged: stop the program, delete that folder (or restore "
                                "a backup of it) and start again; it is built again from the "
                                "log, which is not touched (" +
                                error.detail + ")"};
    return error;
}

}  // namespace projector
