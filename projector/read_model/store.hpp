// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "domain/fold/changes.hpp"
#include "domain/merkle/tree.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/result.hpp"
#include "platform/rocks/database.hpp"
#include "projector/read_model/catalogue.hpp"

namespace projector::read_model {

// What readers may know: everything up to head.next - 1 is applied.
struct Published {
    domain::Head head;
    std::shared_ptr<const Catalogue> catalogue;

    domain::Sequence position() const { return head.next == 0 ? 0 : head.next - 1; }
};

// The last sequence that changed a figure or definition of an indicator, and of a policy with all
// its indicators: under it a rendered answer may be cached. Sequences before the store was opened
// are told as that of the opening.
struct Touched {
    domain::Sequence floor = 0;
    std::map<domain::IndicatorId, domain::Sequence> indicators;
    std::map<domain::PolicyId, domain::Sequence> policies;
    domain::Sequence any = 0;
    domain::Sequence any_definition = 0;
};

// The read model: one RocksDB, one owner, rebuilt from the log at any time. One thread writes with
// StoreWriter; any number read with View (view.hpp).
class Store {
public:
    // Opens the folder `path`, or makes it.
    // Errors: unavailable (in use), corrupt (also: a format that this software does not read).
    static platform::Result<std::unique_ptr<Store>> open(
        const std::string& path, const platform::rocks::OpenOptions& options = {});

    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    const platform::rocks::Database& database() const { return *database_; }
    platform::rocks::Database& database() { return *database_; }

    // Threads: any.
    std::shared_ptr<const Published> published() const;
    domain::Sequence touched(domain::IndicatorId indicator) const;
    domain::Sequence touched(domain::PolicyId policy) const;
    domain::Sequence touched_any() const;
    domain::Sequence touched_definitions() const;

    // SHA-256, in hexadecimal, over all families but `meta` in key order, and over engine and
    // size: equal for equal logs, whatever way the store was made.
    // Errors: corrupt, io. Threads: any; of a store that nobody writes.
    platform::Result<std::string> digest() const;
    // The same over some families, by their places.
    platform::Result<std::string> digest(const std::vector<std::size_t>& families) const;

private:
    friend class StoreWriter;

    explicit Store(std::unique_ptr<platform::rocks::Database> database)
        : database_(std::move(database)) {}

    platform::Status load();
    platform::Status load_tree();
    void publish(std::shared_ptr<const Published> published, const Touched& touched);

    std::unique_ptr<platform::rocks::Database> database_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Published> published_;
    Touched touched_;
    // Of everything applied; the writer's alone.
    domain::merkle::Frontier tree_;
};

// The one writer of a store: gathers the effects of records and writes them at once, decision,
// dedup row, effects and next position together.
// Threads: one at a time.
class StoreWriter {
public:
    explicit StoreWriter(Store& store);

    // Adds what `record` changes.
    void add(const domain::Changes& changes, const platform::event_log::Record& record);
    // Records added since the last commit.
    std::size_t pending() const { return pending_; }
    // Units: bytes of all that was committed, as the database logs them.
    std::uint64_t written_bytes() const { return written_bytes_; }

    // Writes and publishes everything added. After an error the process must stop and replay.
    // Errors: io, corrupt.
    platform::Status commit();

private:
    struct Row {
        std::size_t family;
        std::string key;
        std::string value;
    };

    void put(std::size_t family, std::string key, std::string value);
    platform::rocks::WriteBatch sorted_batch() const;
    void add_entry(const platform::event_log::Record& record);
    void add_decision(const domain::Changes& changes, const platform::event_log::Record& record);
    void add_figures(const domain::Changes& changes);
    void add_definitions(const domain::Changes& changes);
    void add_audit(const domain::Changes& changes);
    void add_terms(const domain::Changes& changes);
    std::shared_ptr<const Catalogue> known_catalogue() const;
    void touch(const domain::Changes& changes);
    Catalogue& catalogue();

    Store& store_;
    std::vector<Row> rows_;
    std::size_t pending_ = 0;
    std::uint64_t written_bytes_ = 0;
    domain::Head head_;
    domain::merkle::Frontier tree_;
    // Copied from the published one when the first definition of a batch comes.
    std::shared_ptr<Catalogue> catalogue_;
    Touched touched_;
};

}  // namespace projector::read_model
