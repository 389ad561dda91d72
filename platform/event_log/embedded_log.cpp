// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/embedded_log.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "platform/event_log/wait.hpp"
#include "platform/rocks/database.hpp"

namespace platform::event_log {

namespace {

constexpr std::size_t family = 0;
constexpr char record_format = 1;
constexpr std::size_t block_cache_bytes = std::size_t{16} << 20;
constexpr std::size_t write_buffer_bytes = std::size_t{64} << 20;

template <class Unsigned>
void put_integer(std::string& out, Unsigned value) {
    for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>(value >> shift & 0xff));
}

void put_bytes(std::string& out, std::string_view bytes) {
    put_integer(out, static_cast<std::uint32_t>(bytes.size()));
    out.append(bytes);
}

std::string key_of(std::uint64_t sequence) {
    std::string key;
    put_integer(key, sequence);
    return key;
}

// Takes fields off the front of `bytes`; none once they run out.
class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    template <class Unsigned>
    std::optional<Unsigned> integer() {
        if (bytes_.size() < sizeof(Unsigned)) return std::nullopt;
        Unsigned value = 0;
        for (std::size_t i = 0; i < sizeof value; ++i)
            value = static_cast<Unsigned>(value << 8 | static_cast<unsigned char>(bytes_[i]));
        bytes_.remove_prefix(sizeof value);
        return value;
    }

    std::optional<std::string> bytes() {
        const auto size = integer<std::uint32_t>();
        if (!size || bytes_.size() < *size) return std::nullopt;
        std::string taken{bytes_.substr(0, *size)};
        bytes_.remove_prefix(*size);
        return taken;
    }

    std::size_t left() const { return bytes_.size(); }

private:
    std::string_view bytes_;
};

std::optional<Headers> read_headers(Reader& reader) {
    const auto count = reader.integer<std::uint32_t>();
    // Each header takes at least its two lengths: a damaged count cannot ask for memory.
    if (!count || *count > reader.left() / 8) return std::nullopt;
    Headers headers;
    headers.reserve(*count);
    for (std::uint32_t i = 0; i < *count; ++i) {
        auto name = reader.bytes();
        auto value = reader.bytes();
        if (!name || !value) return std::nullopt;
        headers.emplace_back(std::move(*name), std::move(*value));
    }
    return headers;
}

std::optional<Record> read_record(std::string_view bytes) {
    if (bytes.empty() || bytes.front() != record_format) return std::nullopt;
    Reader reader{bytes.substr(1)};
    const auto timestamp = reader.integer<std::uint64_t>();
    auto key = reader.bytes();
    auto headers = read_headers(reader);
    auto value = reader.bytes();
    if (!timestamp || !key || !headers || !value || reader.left() != 0) return std::nullopt;
    return Record{std::move(*key), std::move(*value), std::move(*headers),
                  static_cast<std::int64_t>(*timestamp)};
}

Error corrupt(std::uint64_t sequence, std::string_view what) {
    return {Errc::corrupt,
            "event log: record " + std::to_string(sequence) + ' ' + std::string(what)};
}

// The sequence after the last one stored.
Result<std::uint64_t> find_end(const rocks::Database& database) {
    auto cursor = database.cursor(family);
    cursor.seek({});
    if (!cursor.valid()) {
        if (auto scanned = cursor.status(); !scanned) return scanned.error();
        return std::uint64_t{0};
    }
    if (cursor.key() != key_of(0)) return corrupt(0, "is missing");

    cursor.seek_for_prev(key_of(std::numeric_limits<std::uint64_t>::max()));
    if (!cursor.valid()) {
        if (auto scanned = cursor.status(); !scanned) return scanned.error();
        return corrupt(0, "is missing");
    }
    const auto last = Reader{cursor.key()}.integer<std::uint64_t>();
    if (!last || cursor.key().size() != sizeof *last)
        return Error{Errc::corrupt, "event log: a key is not a sequence"};
    return *last + 1;
}

}  // namespace

std::string encode_record(const Record& record) {
    std::string out;
    out.reserve(record_bytes(record) + 21);
    out.push_back(record_format);
    put_integer(out, static_cast<std::uint64_t>(record.timestamp_ms));
    put_bytes(out, record.key);
    put_integer(out, static_cast<std::uint32_t>(record.headers.size()));
    for (const auto& [name, value] : record.headers) {
        put_bytes(out, name);
        put_bytes(out, value);
    }
    put_bytes(out, record.value);
    return out;
}

Result<Record> decode_record(std::string_view bytes) {
    auto record = read_record(bytes);
    if (!record) return Error{Errc::corrupt, "event log: a stored record cannot be read"};
    return std::move(*record);
}

Result<std::unique_ptr<EmbeddedLog>> EmbeddedLog::open(const std::string& path) {
    rocks::OpenOptions options;
    options.recovery = rocks::Recovery::strict;
    options.block_cache_bytes = block_cache_bytes;
    options.write_buffer_bytes = write_buffer_bytes;
    auto database = rocks::Database::open(path, {"default"}, options);
    if (!database) return database.error();
    const auto end = find_end(**database);
    if (!end) return end.error();
    return std::unique_ptr<EmbeddedLog>(new EmbeddedLog(std::move(*database), *end));
}

EmbeddedLog::EmbeddedLog(std::unique_ptr<rocks::Database> database, std::uint64_t end)
    : database_(std::move(database)), end_(end), writer_([this] { write_until_stopped(); }) {}

EmbeddedLog::~EmbeddedLog() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        interrupted_ = true;
    }
    work_.notify_all();
    advanced_.notify_all();
    writer_.join();
}

void EmbeddedLog::append(Record record, Appended done) {
    // `done` is called without the lock: it may append in turn.
    if (const auto accepted = accept(record, done); !accepted) done(accepted.error());
}

// Moves the two into the queue, or leaves them and says why.
Status EmbeddedLog::accept(Record& record, Appended& done) {
    const auto bytes = record_bytes(record);
    if (bytes > record_bytes_max) return Error{Errc::invalid, "event log: the record is too large"};

    const std::lock_guard lock{mutex_};
    if (failed_)
        return Error{Errc::unavailable,
                     "event log: a write failed, nothing more is taken until a restart"};
    if (queue_.size() >= queue_records_max || queue_bytes_ + bytes > queue_bytes_max)
        return Error{Errc::unavailable, "event log: the queue is full"};
    queue_.push_back({std::move(record), std::move(done)});
    queue_bytes_ += bytes;
    if (queue_.size() == 1) work_.notify_one();
    return {};
}

void EmbeddedLog::write_until_stopped() {
    // Each batch ends with its turn: what the callbacks hold is not kept until the next append.
    for (;;) {
        const auto batch = take_waiting();
        if (batch.empty()) return;
        if (const auto written = write(batch); written)
            acknowledge(batch);
        else
            fail(batch, written.error());
    }
}

// Everything that waits, as soon as something does; nothing when the log stops.
std::vector<EmbeddedLog::Waiting> EmbeddedLog::take_waiting() {
    std::unique_lock lock{mutex_};
    work_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    queue_bytes_ = 0;
    return std::exchange(queue_, {});
}

Status EmbeddedLog::write(const std::vector<Waiting>& batch) {
    rocks::WriteBatch rows{*database_};
    auto sequence = end_.load();
    for (const auto& waiting : batch)
        rows.put(family, key_of(sequence++), encode_record(waiting.record));
    return database_->write(rows, rocks::Sync::yes);
}

void EmbeddedLog::acknowledge(const std::vector<Waiting>& batch) {
    auto sequence = end_.load();
    {
        const std::lock_guard lock{mutex_};
        end_.store(sequence + batch.size());
    }
    advanced_.notify_all();
    for (const auto& waiting : batch) waiting.done(Place{sequence++});
}

void EmbeddedLog::fail(const std::vector<Waiting>& batch, const Error& error) {
    std::vector<Waiting> refused;
    {
        const std::lock_guard lock{mutex_};
        failed_ = true;
        queue_bytes_ = 0;
        refused = std::exchange(queue_, {});
    }
    for (const auto& waiting : batch) waiting.done(Error{Errc::io, error.detail});
    for (const auto& waiting : refused)
        waiting.done(Error{Errc::unavailable, "event log: a write before this one failed"});
}

Result<std::vector<StoredRecord>> EmbeddedLog::read(std::uint64_t from, std::size_t records_max,
                                                    std::size_t bytes_max) {
    const auto end = end_.load();
    std::vector<StoredRecord> found;
    if (from >= end || records_max == 0) return found;

    auto cursor = database_->cursor(family);
    cursor.seek(key_of(from));
    std::size_t bytes = 0;
    for (auto sequence = from; sequence < end && found.size() < records_max; ++sequence) {
        if (!cursor.valid()) {
            if (auto scanned = cursor.status(); !scanned) return scanned.error();
            return corrupt(sequence, "is missing");
        }
        if (cursor.key() != key_of(sequence)) return corrupt(sequence, "is missing");
        auto record = read_record(cursor.value());
        if (!record) return corrupt(sequence, "cannot be read");
        bytes += record->value.size();
        found.push_back({sequence, std::move(*record)});
        if (bytes >= bytes_max) break;
        cursor.next();
    }
    return found;
}

std::uint64_t EmbeddedLog::end() {
    return end_.load();
}

std::uint64_t EmbeddedLog::wait_beyond(std::uint64_t from, std::chrono::milliseconds timeout) {
    std::unique_lock lock{mutex_};
    advanced_.wait_for(lock, std::min(timeout, wait_max),
                       [&] { return interrupted_ || end_.load() > from; });
    return end_.load();
}

Status EmbeddedLog::health() {
    const std::lock_guard lock{mutex_};
    if (!failed_) return {};
    return Error{Errc::io, "event log: a write failed; see that its disk has space, then restart"};
}

void EmbeddedLog::interrupt() {
    {
        const std::lock_guard lock{mutex_};
        interrupted_ = true;
    }
    advanced_.notify_all();
}

Status EmbeddedLog::checkpoint(const std::string& path) {
    return database_->checkpoint(path);
}

}  // namespace platform::event_log
