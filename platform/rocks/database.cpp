// SPDX-License-Identifier: EUPL-1.2
#include "platform/rocks/database.hpp"

#include <fcntl.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>
#include <rocksdb/write_buffer_manager.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

#include "platform/logging.hpp"

namespace platform::rocks {

namespace {

namespace fs = std::filesystem;

constexpr int bloom_bits_per_key = 10;
constexpr std::size_t block_bytes = std::size_t{8} << 10;
constexpr std::uint64_t write_ahead_log_bytes_max = std::uint64_t{256} << 20;
constexpr std::uint64_t bytes_per_sync = std::uint64_t{1} << 20;

constexpr std::size_t warning_bytes_max = 1024;

rocksdb::Slice slice(std::string_view bytes) {
    return {bytes.data(), bytes.size()};
}

Errc code_of(const rocksdb::Status& status) {
    if (status.IsCorruption()) return Errc::corrupt;
    if (status.IsNotFound()) return Errc::not_found;
    if (status.IsInvalidArgument() || status.IsNotSupported()) return Errc::invalid;
    if (status.IsBusy() || status.IsTimedOut() || status.IsTryAgain() ||
        status.IsShutdownInProgress())
        return Errc::unavailable;
    return Errc::io;
}

Error error_of(const rocksdb::Status& status, std::string_view action) {
    return {code_of(status), "rocks: " + std::string(action) + ": " + status.ToString()};
}

Status status_of(const rocksdb::Status& status, std::string_view action) {
    if (status.ok()) return {};
    return error_of(status, action);
}

// Remembers the first failure of a write or of background work, and counts stalls. RocksDB's own
// recovery is turned off: it may leave families that disagree.
class FailureLatch final : public rocksdb::EventListener {
public:
    void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
        set(error_of(*status, "background work"));
    }
    void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                              bool* auto_recovery) override {
        *auto_recovery = false;
    }

    void OnStallConditionsChanged(const rocksdb::WriteStallInfo& info) override {
        const auto normal = rocksdb::WriteStallCondition::kNormal;
        if (info.condition.prev == normal && info.condition.cur != normal) ++stalls_;
    }
    std::uint64_t stalls() const { return stalls_; }

    void set(Error error) {
        const std::lock_guard lock{mutex_};
        if (!first_) first_ = std::move(error);
        failed_.store(true, std::memory_order_release);
    }

    Status check() const {
        if (!failed_.load(std::memory_order_acquire)) return {};
        const std::lock_guard lock{mutex_};
        return *first_;
    }

private:
    std::atomic<std::uint64_t> stalls_{0};
    std::atomic<bool> failed_{false};
    mutable std::mutex mutex_;
    std::optional<Error> first_;
};

// Takes RocksDB's warnings and errors into the log of the program. Its own log file is not made: on
// a full disk the second line of it aborts the process (7.8).
class WarningLog final : public rocksdb::Logger {
public:
    WarningLog() : Logger(rocksdb::InfoLogLevel::WARN_LEVEL) {}

    using Logger::Logv;
    void Logv(const rocksdb::InfoLogLevel level, const char* format, va_list arguments) override {
        if (level < GetInfoLogLevel()) return;
        std::array<char, warning_bytes_max> text{};
        (void)std::vsnprintf(text.data(), text.size(), format, arguments);
        log(Level::warning, "RocksDB warns",
            {
                {"text", text.data()}
        });
    }
    void LogHeader(const char* /*format*/, va_list /*arguments*/) override {}
};

// RocksDB's own lock on a folder, taken by hand where RocksDB does not (read only).
class FolderLock {
public:
    static Result<FolderLock> take(const std::string& path) {
        rocksdb::FileLock* lock = nullptr;
        const auto status = rocksdb::Env::Default()->LockFile(lock_file(path), &lock);
        if (!status.ok()) return error_of(status, "lock " + path);
        return FolderLock{lock};
    }

    // True when somebody, this process included, holds the lock of the folder.
    static bool taken(const std::string& path) {
        if (::access(lock_file(path).c_str(), R_OK | W_OK) != 0) return false;
        return !take(path).has_value();
    }

    FolderLock() = default;
    FolderLock(FolderLock&& other) noexcept : lock_(std::exchange(other.lock_, nullptr)) {}
    FolderLock& operator=(FolderLock&& other) noexcept {
        std::swap(lock_, other.lock_);
        return *this;
    }
    ~FolderLock() {
        if (lock_ != nullptr) (void)rocksdb::Env::Default()->UnlockFile(lock_);
    }

private:
    explicit FolderLock(rocksdb::FileLock* lock) : lock_(lock) {}

    static std::string lock_file(const std::string& path) { return path + "/LOCK"; }

    rocksdb::FileLock* lock_ = nullptr;
};

Error in_use(const std::string& path) {
    return {Errc::unavailable,
            "rocks: the folder " + path +
                " is open in another process (its LOCK is held): stop that process, or work on a "
                "checkpoint made through its admin port"};
}

// Makes what was renamed in `folder` survive a power failure.
Status sync_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (synced) return {};
    return Error{Errc::io, "rocks: sync the folder " + folder.string() + ": " +
                               std::generic_category().message(errno)};
}

// Makes `path` and its missing parents so that a power failure cannot take them back.
Status make_folder(const fs::path& path) {
    std::error_code error;
    const auto whole = fs::absolute(path, error).lexically_normal();
    std::vector<fs::path> grown;
    for (auto folder = whole; !folder.empty() && !fs::exists(folder, error);
         folder = folder.parent_path())
        grown.push_back(folder.parent_path());

    fs::create_directories(whole, error);
    if (error)
        return Error{Errc::io, "rocks: make the folder " + path.string() + ": " + error.message()};
    for (const auto& folder : grown)
        if (auto synced = sync_folder(folder); !synced) return synced;
    return {};
}

// True when the folder has data of a database: without CURRENT, RocksDB would take it as empty
// and delete them.
bool holds_data(const std::string& path) {
    std::error_code error;
    for (fs::directory_iterator entry{path, error}, end; !error && entry != end;
         entry.increment(error)) {
        const auto kind = entry->path().extension();
        if (kind == ".sst" || (kind == ".log" && entry->file_size(error) > 0)) return true;
    }
    return false;
}

// What can be told before RocksDB touches the folder.
Status check_folder(const std::string& path, Mode mode) {
    std::error_code error;
    const bool there = fs::exists(path + "/CURRENT", error);
    if (there) return {};
    if (holds_data(path))
        return Error{Errc::corrupt, "rocks: the folder " + path +
                                        " holds data but its file CURRENT is missing: restore it "
                                        "from a checkpoint"};
    if (mode != Mode::create)
        return Error{Errc::not_found, "rocks: there is no database in the folder " + path};
    return make_folder(path);
}

rocksdb::BlockBasedTableOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache) {
    rocksdb::BlockBasedTableOptions table;
    table.block_cache = cache;
    table.block_size = block_bytes;
    table.format_version = 5;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(bloom_bits_per_key));
    // Index and filters count in the budget, and pinned they cost no look-up per seek.
    table.cache_index_and_filter_blocks = true;
    table.metadata_cache_options.top_level_index_pinning = rocksdb::PinningTier::kAll;
    table.metadata_cache_options.partition_pinning = rocksdb::PinningTier::kAll;
    table.metadata_cache_options.unpartitioned_pinning = rocksdb::PinningTier::kAll;
    return table;
}

rocksdb::ColumnFamilyOptions family_options(const OpenOptions& options,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
    rocksdb::ColumnFamilyOptions family;
    family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(cache)));
    family.write_buffer_size = std::max(options.write_buffer_bytes / 2, block_bytes);
    family.max_write_buffer_number = 4;
    family.level_compaction_dynamic_level_bytes = true;
    family.compression = rocksdb::kLZ4Compression;
    family.bottommost_compression = rocksdb::kZSTD;
    return family;
}

rocksdb::DBOptions database_options(const OpenOptions& options,
                                    const std::shared_ptr<rocksdb::Cache>& cache) {
    rocksdb::DBOptions database;
    database.create_if_missing = options.mode == Mode::create;
    database.create_missing_column_families = options.mode == Mode::create;
    database.max_open_files = -1;
    database.max_background_jobs = 2;
    database.max_total_wal_size = write_ahead_log_bytes_max;
    database.bytes_per_sync = bytes_per_sync;
    database.write_buffer_manager =
        std::make_shared<rocksdb::WriteBufferManager>(options.write_buffer_bytes, cache);
    database.wal_recovery_mode = options.recovery == Recovery::strict
                                     ? rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords
                                     : rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    database.max_bgerror_resume_count = 0;
    // Files of dropped versions are deleted by the background threads, not by a reader.
    database.avoid_unnecessary_blocking_io = true;
    database.info_log = std::make_shared<WarningLog>();
    return database;
}

}  // namespace

// Everything that must live as long as the last user. RocksDB aborts when it is deleted before its
// iterators, snapshots and handles; each of them holds this.
struct detail::Store {
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    ~Store() {
        if (database == nullptr) return;
        // After a failed write RocksDB aborts on a sync.
        if (mode != Mode::read_only && latch->check()) (void)database->SyncWAL();
        for (auto* handle : opened) (void)database->DestroyColumnFamilyHandle(handle);
        (void)database->Close();
    }

    rocksdb::ColumnFamilyHandle* family(std::size_t index) const {
        assert(index < families.size());
        return families[index];
    }

    FolderLock lock;
    Mode mode = Mode::create;
    std::shared_ptr<FailureLatch> latch = std::make_shared<FailureLatch>();
    std::unique_ptr<rocksdb::DB> database;
    // As RocksDB opened them ("default" is always among them), and as the caller numbers them.
    std::vector<rocksdb::ColumnFamilyHandle*> opened;
    std::vector<rocksdb::ColumnFamilyHandle*> families;
};

struct WriteBatch::Impl {
    std::shared_ptr<const detail::Store> store;
    rocksdb::WriteBatch batch;
};

struct Snapshot::Impl {
    Impl(std::shared_ptr<const detail::Store> store_, const rocksdb::Snapshot* snapshot_)
        : store(std::move(store_)), snapshot(snapshot_) {}
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { store->database->ReleaseSnapshot(snapshot); }

    std::shared_ptr<const detail::Store> store;
    const rocksdb::Snapshot* snapshot;
};

struct Cursor::Impl {
    // Declared in this order so that the iterator goes first.
    std::shared_ptr<const detail::Store> store;
    SnapshotPtr snapshot;
    std::string upper_bound;
    rocksdb::Slice upper_bound_slice;
    std::unique_ptr<rocksdb::Iterator> iterator;
};

WriteBatch::WriteBatch(const Database& database) : impl_(std::make_unique<Impl>()) {
    impl_->store = database.store_;
}
WriteBatch::WriteBatch(WriteBatch&&) noexcept = default;
WriteBatch& WriteBatch::operator=(WriteBatch&&) noexcept = default;
WriteBatch::~WriteBatch() = default;

void WriteBatch::put(std::size_t family, std::string_view key, std::string_view value) {
    const auto status = impl_->batch.Put(impl_->store->family(family), slice(key), slice(value));
    // It can only fail on a key or value of 4 GiB.
    if (!status.ok()) std::abort();
}

void WriteBatch::erase(std::size_t family, std::string_view key) {
    const auto status = impl_->batch.Delete(impl_->store->family(family), slice(key));
    if (!status.ok()) std::abort();
}

void WriteBatch::clear() {
    impl_->batch.Clear();
}
std::size_t WriteBatch::count() const {
    return impl_->batch.Count();
}
std::size_t WriteBatch::bytes() const {
    return impl_->batch.GetDataSize();
}

Snapshot::Snapshot(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Snapshot::~Snapshot() = default;

Cursor::Cursor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;

void Cursor::seek(std::string_view key) {
    impl_->iterator->Seek(slice(key));
}
void Cursor::seek_for_prev(std::string_view key) {
    impl_->iterator->SeekForPrev(slice(key));
}

void Cursor::next() {
    assert(valid());
    impl_->iterator->Next();
}

void Cursor::prev() {
    assert(valid());
    impl_->iterator->Prev();
}

bool Cursor::valid() const {
    return impl_->iterator->Valid();
}

std::string_view Cursor::key() const {
    const auto bytes = impl_->iterator->key();
    return {bytes.data(), bytes.size()};
}

std::string_view Cursor::value() const {
    const auto bytes = impl_->iterator->value();
    return {bytes.data(), bytes.size()};
}

Status Cursor::status() const {
    return status_of(impl_->iterator->status(), "scan");
}

Database::Database(std::shared_ptr<detail::Store> store) : store_(std::move(store)) {}
Database::~Database() = default;

namespace {

// Opens what `store` is to hold.
rocksdb::Status open_store(const std::string& path, const std::vector<std::string>& families,
                           const OpenOptions& options, detail::Store& store) {
    // What the writes do not use serves the reads: both draw on this one cache.
    const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes + options.write_buffer_bytes);
    auto database = database_options(options, cache);
    database.listeners.push_back(store.latch);

    const auto family = family_options(options, cache);
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
    for (const auto& name : families) descriptors.emplace_back(name, family);
    if (std::find(families.begin(), families.end(), rocksdb::kDefaultColumnFamilyName) ==
        families.end())
        descriptors.emplace_back(rocksdb::kDefaultColumnFamilyName, family);

    rocksdb::DB* opened = nullptr;
    const auto status =
        options.mode == Mode::read_only
            ? rocksdb::DB::OpenForReadOnly(database, path, descriptors, &store.opened, &opened)
            : rocksdb::DB::Open(database, path, descriptors, &store.opened, &opened);
    store.database.reset(opened);
    if (!status.ok()) return status;

    store.families.assign(store.opened.begin(),
                          store.opened.begin() + static_cast<std::ptrdiff_t>(families.size()));
    return status;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path,
                                                 const std::vector<std::string>& families,
                                                 const OpenOptions& options) {
    if (FolderLock::taken(path)) return in_use(path);
    if (const auto ready = check_folder(path, options.mode); !ready) return ready.error();

    const auto store = std::make_shared<detail::Store>();
    store->mode = options.mode;
    if (options.mode == Mode::read_only) {
        auto lock = FolderLock::take(path);
        if (!lock) return lock.error();
        store->lock = std::move(*lock);
    }
    const auto status = open_store(path, families, options, *store);
    if (!status.ok()) {
        if (options.mode != Mode::read_only && FolderLock::taken(path)) return in_use(path);
        // A file that the manifest names and that is gone is reported as an I/O error.
        if (status.IsPathNotFound())
            return Error{Errc::corrupt, error_of(status, "open " + path).detail};
        return error_of(status, "open " + path);
    }
    return std::unique_ptr<Database>(new Database(store));
}

Status Database::destroy(const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error)) return {};
    if (FolderLock::taken(path)) return in_use(path);
    return status_of(rocksdb::DestroyDB(path, rocksdb::Options{}), "destroy " + path);
}

Status Database::replace(const std::string& path, const std::string& by, const std::string& aside) {
    std::error_code error;
    const auto failed = [&error](const std::string& folder) {
        return Error{Errc::io, "rocks: replace the folder " + folder + ": " + error.message()};
    };
    if (!fs::exists(by + "/CURRENT", error))
        return Error{Errc::not_found, "rocks: there is no database in the folder " + by};
    if (FolderLock::taken(by)) return in_use(by);
    FolderLock held;
    if (fs::exists(path, error)) {
        if (FolderLock::taken(path)) return in_use(path);
        // The lock is on the file, wherever its folder goes.
        if (auto lock = FolderLock::take(path)) held = std::move(*lock);
        fs::remove_all(aside, error);
        if (error) return failed(aside);
        fs::rename(path, aside, error);
        if (error) return failed(path);
    }
    fs::rename(by, path, error);
    if (error) return failed(by);
    return sync_folder(fs::absolute(path, error).parent_path());
}

Result<std::optional<std::string>> Database::get(std::size_t family, std::string_view key,
                                                 const SnapshotPtr& snapshot) const {
    rocksdb::ReadOptions options;
    if (snapshot) options.snapshot = snapshot->impl_->snapshot;
    std::optional<std::string> value{std::in_place};
    const auto status = store_->database->Get(options, store_->family(family), slice(key), &*value);
    if (status.IsNotFound()) return std::optional<std::string>{};
    if (!status.ok()) return error_of(status, "get");
    return value;
}

Cursor Database::cursor(std::size_t family, const SnapshotPtr& snapshot,
                        std::string upper_bound) const {
    auto impl = std::make_unique<Cursor::Impl>();
    impl->store = store_;
    impl->snapshot = snapshot;
    impl->upper_bound = std::move(upper_bound);
    impl->upper_bound_slice = slice(impl->upper_bound);

    rocksdb::ReadOptions options;
    options.total_order_seek = true;
    if (snapshot) options.snapshot = snapshot->impl_->snapshot;
    if (!impl->upper_bound.empty()) options.iterate_upper_bound = &impl->upper_bound_slice;
    impl->iterator.reset(store_->database->NewIterator(options, store_->family(family)));
    return Cursor{std::move(impl)};
}

SnapshotPtr Database::snapshot() const {
    auto impl = std::make_unique<Snapshot::Impl>(store_, store_->database->GetSnapshot());
    return SnapshotPtr{new Snapshot(std::move(impl))};
}

Status Database::write(WriteBatch& batch, Sync sync) {
    assert(batch.impl_->store == store_);
    if (store_->mode == Mode::read_only)
        return Error{Errc::invalid, "rocks: the database is open for reading only"};
    if (auto healthy = store_->latch->check(); !healthy) return healthy;

    rocksdb::WriteOptions options;
    options.sync = sync == Sync::yes;
    const auto status = store_->database->Write(options, &batch.impl_->batch);
    if (status.ok()) return {};
    auto error = error_of(status, "write");
    store_->latch->set(error);
    return error;
}

Status Database::health() const {
    return store_->latch->check();
}

std::uint64_t Database::stalls() const {
    return store_->latch->stalls();
}

Status Database::checkpoint(const std::string& path) {
    // RocksDB 7.8 may link a write-ahead log that is not on the disk yet.
    if (auto flushed = flush(); !flushed) return flushed;
    if (const auto synced = store_->database->SyncWAL(); !synced.ok())
        return error_of(synced, "checkpoint " + path);

    rocksdb::Checkpoint* made = nullptr;
    const auto status = rocksdb::Checkpoint::Create(store_->database.get(), &made);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint{made};
    if (!status.ok()) return error_of(status, "checkpoint " + path);
    return status_of(checkpoint->CreateCheckpoint(path), "checkpoint " + path);
}

Status Database::compact() {
    if (auto healthy = store_->latch->check(); !healthy) return healthy;
    for (auto* family : store_->opened) {
        const auto status = store_->database->CompactRange(rocksdb::CompactRangeOptions{}, family,
                                                           nullptr, nullptr);
        if (!status.ok()) return error_of(status, "compact");
    }
    return {};
}

Status Database::flush() {
    if (auto healthy = store_->latch->check(); !healthy) return healthy;
    return status_of(store_->database->Flush(rocksdb::FlushOptions{}, store_->opened), "flush");
}

std::optional<std::uint64_t> Database::property(std::string_view name) const {
    std::uint64_t value = 0;
    if (!store_->database->GetAggregatedIntProperty(slice(name), &value)) return std::nullopt;
    return value;
}

}  // namespace platform::rocks
