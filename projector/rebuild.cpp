// SPDX-License-Identifier: EUPL-1.2
#include "projector/rebuild.hpp"

#include <chrono>
#include <system_error>
#include <utility>

#include "platform/rocks/database.hpp"
#include "projector/log_check.hpp"
#include "projector/store_folder.hpp"

namespace projector {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using platform::Error;
using platform::Status;
using platform::event_log::EventLog;
using read_model::Store;

constexpr std::chrono::milliseconds end_answer_max{10'000};
constexpr std::chrono::milliseconds silence_poll{1'000};
// Some 200 MB: five times what a program holds that answers requests too, and measured to halve the
// time where many indicators take turns.
constexpr std::size_t cached_rows_max = 2'000'000;

// Goes on with a rebuild that is finished and not taken yet, too.
Status reuse_offered(const fs::path& data) {
    const fs::path unfinished = unfinished_folder(data);
    const fs::path offered = rebuilt_folder(data);
    std::error_code error;
    if (fs::exists(unfinished, error) || !fs::exists(offered, error)) return {};
    return platform::rocks::Database::replace(unfinished.string(), offered.string(), {});
}

Error of_folder(const Error& error, const fs::path& folder) {
    return {error.code, folder.string() + ": " + explained(error, folder).detail};
}

}  // namespace

double RebuildProgress::rate() const {
    return seconds > 0 ? static_cast<double>(done - before) / seconds : 0;
}

std::string RebuildProgress::pace() const {
    const auto per_second = static_cast<std::uint64_t>(rate());
    std::string text = std::to_string(per_second) + "/s";
    if (per_second == 0 || total <= done) return text;
    const std::uint64_t left = (total - done) / per_second;
    text += ", ";
    if (left >= 60) text += std::to_string(left / 60) + " min ";
    return text + std::to_string(left % 60) + " s to go";
}

platform::Result<Rebuilt> rebuild(EventLog& log, const fs::path& data,
                                  const ProjectorOptions& options,
                                  const std::function<void(const RebuildProgress&)>& shown) {
    if (auto ready = reuse_offered(data); !ready) return ready.error();
    const fs::path folder = unfinished_folder(data);
    auto store = Store::open(folder.string());
    if (!store) return of_folder(store.error(), folder);
    if (auto same = check_same_log(**store, log); !same) return of_folder(same.error(), folder);
    const auto end = log.ask_end(end_answer_max);
    if (!end) return end.error();

    Rebuilt rebuilt{.store = std::move(*store), .progress = {}};
    RebuildProgress& progress = rebuilt.progress;
    const auto next = [&] { return rebuilt.store->published()->head.next; };
    progress.before = progress.done = next();
    progress.total = *end;
    const auto start = Clock::now();
    ProjectorOptions with_room = options;
    with_room.cached_rows_max = cached_rows_max;
    Projector projector{*rebuilt.store, log, with_room};
    while (next() < *end) {
        const auto caught_up = projector.catch_up([&](domain::Sequence position) {
            progress.done = position + 1;
            progress.seconds = std::chrono::duration<double>(Clock::now() - start).count();
            shown(progress);
        });
        if (!caught_up) return of_folder(caught_up.error(), folder);
        // Whoever keeps the log is away for a while.
        if (next() < *end) log.wait_beyond(next(), silence_poll);
    }
    return rebuilt;
}

Status offer(Rebuilt rebuilt, const fs::path& data) {
    if (auto flushed = rebuilt.store->database().flush(); !flushed) return flushed;
    rebuilt.store.reset();
    const fs::path offered = rebuilt_folder(data);
    const auto replaced = platform::rocks::Database::replace(
        offered.string(), unfinished_folder(data).string(), offered.string() + ".old");
    std::error_code error;
    fs::remove_all(offered.string() + ".old", error);
    return replaced;
}

}  // namespace projector
