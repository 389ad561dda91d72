// SPDX-License-Identifier: EUPL-1.2
#include "cli/exported_log.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "platform/event_log/event_log.hpp"
#include "platform/event_log/ndjson_file.hpp"
#include "projector/projector.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using platform::Errc;
using platform::Error;
using platform::Result;
using platform::Status;
using platform::event_log::NdjsonFile;
using platform::event_log::StoredRecord;

// A file of records as the log that a projector folds.
class FileLog final : public platform::event_log::EventLog {
public:
    explicit FileLog(std::unique_ptr<NdjsonFile> file) : file_(std::move(file)) {}

    void append(platform::event_log::Record, platform::event_log::Appended done) override {
        done(Error{Errc::invalid, "a file of records takes no more"});
    }
    Result<std::vector<StoredRecord>> read(std::uint64_t from, std::size_t records_max,
                                           std::size_t bytes_max) override {
        if (from >= file_->end()) return std::vector<StoredRecord>{};
        return file_->read(from, records_max, bytes_max);
    }
    std::uint64_t end() override { return file_->end(); }
    std::uint64_t wait_beyond(std::uint64_t, std::chrono::milliseconds) override {
        return file_->end();
    }
    Status health() override { return {}; }
    void interrupt() override {}

private:
    std::unique_ptr<NdjsonFile> file_;
};

Result<fs::path> temporary_folder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "barometre-verify-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr)
        return Error{Errc::io, name + ": it cannot be made: " + std::strerror(errno)};
    return fs::path{name};
}

}  // namespace

FoldedExport::~FoldedExport() {
    store_.reset();
    std::error_code ignored;
    if (!temporary_.empty()) fs::remove_all(temporary_, ignored);
}

Result<std::unique_ptr<FoldedExport>> FoldedExport::make(const fs::path& folder,
                                                         const ExportProgress& progress) {
    auto file = NdjsonFile::open((folder / export_file::records).string(), NdjsonFile::Mode::read);
    if (!file) return file.error();
    FileLog log{std::move(*file)};
    auto temporary = temporary_folder();
    if (!temporary) return temporary.error();
    std::unique_ptr<FoldedExport> folded{new FoldedExport};
    folded->temporary_ = std::move(*temporary);
    auto store = projector::read_model::Store::open((folded->temporary_ / "read-model").string());
    if (!store) return store.error();
    folded->store_ = std::move(*store);
    projector::Projector projector{*folded->store_, log};
    const auto applied =
        projector.catch_up([&](domain::Sequence position) { progress(position + 1, log.end()); });
    if (!applied) {
        const std::uint64_t next = folded->store_->published()->head.next;
        return Error{Errc::invalid,
                     "records from " + std::to_string(next) + " on: " + applied.error().detail};
    }
    return folded;
}

}  // namespace cli
