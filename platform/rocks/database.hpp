// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/result.hpp"

namespace platform::rocks {

// How a folder is opened. It is locked in every mode: one process, one handle.
enum class Mode : std::uint8_t {
    create,    // Made, with its missing families, when it is not there.
    existing,  // not_found when it is not there.
    read_only  // As `existing`, and every write is refused: for checkpoints.
};

// What is done with a write-ahead log that a crash or a disk left damaged.
enum class Recovery : std::uint8_t {
    // Keep the writes before the damage: for what can be made again from elsewhere.
    prefix,
    // Accept only a write cut short at the end, which nobody was told of; otherwise corrupt: for
    // what is the only copy. Edge: a damaged length in the last 32 KiB looks like such a cut.
    strict
};

// Whether write() returns before or after the bytes are on the disk.
enum class Sync : std::uint8_t { no, yes };

struct OpenOptions {
    Mode mode = Mode::create;
    Recovery recovery = Recovery::prefix;
    // Units: bytes, of data, index and filter blocks of all families.
    std::size_t block_cache_bytes = std::size_t{64} << 20;
    // Units: bytes, of what is written and not yet in a file, all families together. The two make
    // one budget: what the writes do not use serves the reads.
    std::size_t write_buffer_bytes = std::size_t{64} << 20;
};

namespace detail {
struct Store;
}

class Database;

// Writes that take effect together or not at all, in the order given. Threads: one at a time.
class WriteBatch {
public:
    explicit WriteBatch(const Database& database);
    WriteBatch(WriteBatch&&) noexcept;
    WriteBatch& operator=(WriteBatch&&) noexcept;
    ~WriteBatch();

    void put(std::size_t family, std::string_view key, std::string_view value);
    void erase(std::size_t family, std::string_view key);
    void clear();

    // Number of puts and erasures.
    std::size_t count() const;
    // Units: bytes, as written to the log.
    std::size_t bytes() const;

private:
    friend class Database;
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The database as it was at one moment, for as long as this lives. Threads: any.
class Snapshot {
public:
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot();

private:
    friend class Database;
    struct Impl;
    explicit Snapshot(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// Null stands for the newest state.
using SnapshotPtr = std::shared_ptr<const Snapshot>;

// A place in the ordered keys of one family, in the state it was made for (later writes are not
// seen). Making one costs as much as a seek or two: make one per request and family, and move it.
// It may outlive its Database. Threads: one at a time.
class Cursor {
public:
    Cursor(Cursor&&) noexcept;
    Cursor& operator=(Cursor&&) noexcept;
    ~Cursor();

    // Goes to the first key at or after `key`.
    void seek(std::string_view key);
    // Goes to the last key at or before `key`.
    void seek_for_prev(std::string_view key);
    // Precondition: valid().
    void next();
    // Precondition: valid().
    void prev();

    // False when it ran off either end or the upper bound, or met an error: see status().
    bool valid() const;
    // The bytes stay until the cursor is moved. Precondition: valid().
    std::string_view key() const;
    std::string_view value() const;

    // Errors: corrupt, io. Ask once after a scan: an error looks like the end of the keys.
    Status status() const;

private:
    friend class Database;
    struct Impl;
    explicit Cursor(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// One RocksDB in one folder. Families are addressed by their place in the list given to open().
// Keys are ordered as unsigned bytes.
// Threads: all of it from any thread. Snapshots, cursors and batches keep the folder open, and
// locked, until the last of them is gone.
class Database {
public:
    // Errors: unavailable (another handle, of this or another process, has the folder),
    // not_found (mode), corrupt (damaged or missing files), invalid (other families inside), io.
    static Result<std::unique_ptr<Database>> open(const std::string& path,
                                                  const std::vector<std::string>& families,
                                                  const OpenOptions& options = {});

    // Removes the database in `path`; a folder that is not there is no error, and files that are
    // not RocksDB's stay.
    // Errors: unavailable (it is open), io.
    static Status destroy(const std::string& path);

    // Puts the database in `by` in the place of the one in `path`, if there is one, which goes to
    // `aside` (and replaces what is there). Nobody can open `path` meanwhile; a crash leaves both
    // whole, and calling it again goes on.
    // Errors: unavailable (one of the two is open), not_found (`by`), io.
    static Status replace(const std::string& path, const std::string& by, const std::string& aside);

    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    // The value of `key`, or none. Errors: corrupt, io.
    Result<std::optional<std::string>> get(std::size_t family, std::string_view key,
                                           const SnapshotPtr& snapshot = nullptr) const;

    // `upper_bound`: the first key that the cursor must not reach; empty means none.
    Cursor cursor(std::size_t family, const SnapshotPtr& snapshot = nullptr,
                  std::string upper_bound = {}) const;

    SnapshotPtr snapshot() const;

    // Applies `batch` whole, or not at all. The batch is left as it is.
    // Errors: io or corrupt when it could not be written (it may be there after a restart); after
    // one failure, of a write or in the background, every write, flush and checkpoint fails until
    // the folder is reopened: stop the process and replay. invalid when the mode is read_only.
    Status write(WriteBatch& batch, Sync sync);

    // The first failure that stopped the writes, if any.
    Status health() const;

    // How many times RocksDB began to slow down or stop the writes of a family, since the folder
    // was opened.
    std::uint64_t stalls() const;

    // Makes at `path`, which must not exist, a database with the present state: hard links where
    // the file system allows. Errors: invalid (`path` exists), io.
    Status checkpoint(const std::string& path);

    // Rewrites every family without what was overwritten and erased. Takes long.
    Status compact();

    // Moves what is only in memory and in the write-ahead log to files.
    Status flush();

    // RocksDB's integer property of that name ("rocksdb.estimate-num-keys"), over all families;
    // none when there is no such property.
    std::optional<std::uint64_t> property(std::string_view name) const;

private:
    friend class WriteBatch;
    explicit Database(std::shared_ptr<detail::Store> store);
    std::shared_ptr<detail::Store> store_;
};

}  // namespace platform::rocks
