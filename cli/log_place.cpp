// SPDX-License-Identifier: EUPL-1.2
#include "cli/log_place.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "cli/console.hpp"
#include "cli/site_folder.hpp"
#include "platform/event_log/embedded_log.hpp"
#include "platform/event_log/ndjson_file.hpp"
#include "platform/kafka/kafka_log.hpp"
#include "platform/kafka/topics.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::Error;
using platform::Result;
using platform::Status;
using platform::event_log::EmbeddedLog;
using platform::event_log::EventLog;
using platform::event_log::NdjsonFile;
using platform::event_log::Place;
using platform::event_log::StoredRecord;

constexpr std::size_t read_records_max = 1'000;
constexpr std::size_t read_bytes_max = std::size_t{8} << 20;
// How long a log that is out of reach is asked again.
constexpr std::chrono::seconds out_of_reach_max{60};
constexpr std::chrono::milliseconds ask_again{100};
// What a killed copy had sent a broker may still append; then the end of the topic is at rest.
constexpr std::chrono::seconds at_rest_after{2};
constexpr std::chrono::seconds at_rest_max{60};

// What became of appends that were all given to a log before the first answer.
class Answers {
public:
    explicit Answers(std::uint64_t from) : next_(from) {}

    void take(const Result<Place>& told) {
        const std::lock_guard lock{mutex_};
        if (status_ && !told)
            status_ = told.error();
        else if (status_ && *told && **told != next_)
            status_ = Error{Errc::invalid, "record " + std::to_string(next_) + " became record " +
                                               std::to_string(**told) +
                                               ": another program appends to the target; stop that "
                                               "program and copy to a new target"};
        ++next_;
        changed_.notify_all();
    }

    // Waits until all before `end` are answered.
    Status wait(std::uint64_t end) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return next_ == end; });
        return status_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t next_;
    Status status_;
};

class EventLogPlace final : public LogPlace {
public:
    explicit EventLogPlace(std::unique_ptr<EventLog> log) : log_(std::move(log)) {}

    Result<std::uint64_t> end() override { return log_->ask_end(platform::kafka::answer_max); }

    Result<std::vector<StoredRecord>> read(std::uint64_t from) override {
        for (const auto deadline = std::chrono::steady_clock::now() + out_of_reach_max;;) {
            auto records = log_->read(from, read_records_max, read_bytes_max);
            if (!records || !records->empty()) return records;
            if (std::chrono::steady_clock::now() >= deadline)
                return Error{Errc::unavailable, "record " + std::to_string(from) +
                                                    " could not be read for a minute; check that "
                                                    "the brokers run, then start the copy again"};
            std::this_thread::sleep_for(ask_again);
        }
    }

    Status append(std::vector<StoredRecord> records) override {
        if (records.empty()) return {};
        Answers answers{records.front().sequence};
        const std::uint64_t end = records.back().sequence + 1;
        for (auto& stored : records)
            log_->append(std::move(stored.record),
                         [&answers](const auto& told) { answers.take(told); });
        return answers.wait(end);
    }

    // An acknowledged record is safe.
    Status sync() override { return {}; }

private:
    std::unique_ptr<EventLog> log_;
};

class FilePlace final : public LogPlace {
public:
    explicit FilePlace(std::unique_ptr<NdjsonFile> file) : file_(std::move(file)) {}

    Result<std::uint64_t> end() override { return file_->end(); }

    Result<std::vector<StoredRecord>> read(std::uint64_t from) override {
        return file_->read(from, read_records_max, read_bytes_max);
    }

    Status append(std::vector<StoredRecord> records) override { return file_->append(records); }

    Status sync() override { return file_->sync(); }

private:
    std::unique_ptr<NdjsonFile> file_;
};

Result<std::unique_ptr<LogPlace>> open_file(const std::string& path, NdjsonFile::Mode mode) {
    auto file = NdjsonFile::open(path, mode);
    if (!file) return file.error();
    if (const auto cut = (*file)->cut_bytes(); cut > 0)
        complain(path + ": its last line had no end, of a copy that was stopped: " +
                 std::to_string(cut) + " bytes cut off");
    return std::unique_ptr<LogPlace>{std::make_unique<FilePlace>(std::move(*file))};
}

// RocksDB's file that names its present state.
bool holds_a_database(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / "CURRENT", error);
}

// Whether a log may be made in `folder`: nothing is there, or what RocksDB makes first of all.
bool may_become_a_log(const fs::path& folder) {
    std::error_code error;
    return !fs::exists(folder, error) || fs::is_empty(folder, error) ||
           fs::exists(folder / "LOCK", error);
}

Error not_a_log(const fs::path& folder) {
    const fs::path inside = log_folder(folder);
    if (holds_a_database(inside))
        return {Errc::invalid, folder.string() + ": this is the folder of a site, its log is " +
                                   "embedded:" + inside.string()};
    return {Errc::invalid, folder.string() + ": this folder holds something else than a log"};
}

Result<std::unique_ptr<LogPlace>> open_folder(const fs::path& folder) {
    auto log = EmbeddedLog::open(folder.string());
    if (!log) return log.error();
    return std::unique_ptr<LogPlace>{std::make_unique<EventLogPlace>(std::move(*log))};
}

Result<std::unique_ptr<LogPlace>> open_topic(const platform::kafka::Settings& settings) {
    auto log = platform::kafka::KafkaLog::open(settings);
    if (!log) return log.error();
    return std::unique_ptr<LogPlace>{std::make_unique<EventLogPlace>(std::move(*log))};
}

// Waits until nothing is appended any more.
Status await_rest(LogPlace& topic) {
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + at_rest_max;
    auto end = topic.end();
    for (auto since = Clock::now(); end && Clock::now() - since < at_rest_after;) {
        if (Clock::now() >= deadline)
            return Error{Errc::invalid,
                         "another program appends to the target; stop that program and copy to a "
                         "new target"};
        std::this_thread::sleep_for(ask_again);
        const auto now = topic.end();
        if (!now) return now.error();
        if (*now != *end) since = Clock::now();
        end = now;
    }
    return end ? Status{} : Status{end.error()};
}

Result<std::unique_ptr<LogPlace>> make_topic(const platform::kafka::Settings& settings,
                                             int replication) {
    const auto report = platform::kafka::create_topics(settings, replication);
    if (!report) return report.error();
    if (!report->defects.empty())
        return Error{Errc::invalid, platform::kafka::describe(report->defects.front())};
    auto topic = open_topic(settings);
    const bool is_new =
        std::ranges::find(report->created, settings.events_topic()) != report->created.end();
    if (!topic || is_new) return topic;
    if (auto rests = await_rest(**topic); !rests) return rests.error();
    return topic;
}

}  // namespace

platform::Result<std::unique_ptr<LogPlace>> open_source(const LogAddress& address) {
    if (address.kind == LogAddress::Kind::file)
        return open_file(address.path, NdjsonFile::Mode::read);
    if (address.kind == LogAddress::Kind::kafka) return open_topic(address.kafka);
    const fs::path folder = address.path;
    if (holds_a_database(folder)) return open_folder(folder);
    std::error_code error;
    if (!fs::exists(folder, error))
        return Error{Errc::not_found, folder.string() + ": there is no log here"};
    return not_a_log(folder);
}

platform::Result<std::unique_ptr<LogPlace>> open_target(const LogAddress& address,
                                                        int replication) {
    if (address.kind == LogAddress::Kind::file)
        return open_file(address.path, NdjsonFile::Mode::write);
    if (address.kind == LogAddress::Kind::kafka) return make_topic(address.kafka, replication);
    const fs::path folder = address.path;
    if (holds_a_database(folder) || may_become_a_log(folder)) return open_folder(folder);
    return not_a_log(folder);
}

}  // namespace cli
