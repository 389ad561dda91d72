// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/table.hpp"

#include <utility>
#include <variant>

#include "platform/logging.hpp"

namespace platform::kafka {

namespace {

constexpr std::chrono::milliseconds poll_max{100};
constexpr std::chrono::milliseconds begin_again_wait{1'000};

std::int64_t now_ms() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

}  // namespace

TableWriter::TableWriter(const Settings& settings)
    : producer_(settings, settings.catalogue_topic(), [](std::uint64_t) {}) {}

void TableWriter::publish(std::string key, std::string value, std::function<void(Status)> done) {
    producer_.append({std::move(key), std::move(value), {}, now_ms()}, {},
                     [done = std::move(done)](const Result<event_log::Place>& place) {
                         done(place ? Status{} : Status{place.error()});
                     });
}

Result<std::unique_ptr<TableReader>> TableReader::start(const Settings& settings,
                                                        Listener listener) {
    auto consumer = PartitionConsumer::make(settings, settings.catalogue_topic());
    if (!consumer) return consumer.error();
    return std::unique_ptr<TableReader>(new TableReader(std::move(*consumer), std::move(listener)));
}

TableReader::TableReader(std::unique_ptr<PartitionConsumer> consumer, Listener listener)
    : consumer_(std::move(consumer)),
      listener_(std::move(listener)),
      thread_([this] { follow(); }) {}

TableReader::~TableReader() {
    stopping_ = true;
    thread_.join();
}

void TableReader::follow() {
    consumer_->start_at_beginning();
    while (!stopping_) {
        auto polled = consumer_->poll(poll_max);
        if (auto* stored = std::get_if<event_log::StoredRecord>(&polled))
            listener_.row(std::move(stored->record.key), std::move(stored->record.value));
        else if (std::holds_alternative<PartitionConsumer::End>(polled))
            listener_.reached_end();
        else if (const auto* error = std::get_if<Error>(&polled))
            begin_again(*error);
    }
}

// The rows are all told again, which does no harm: their newest values come last.
void TableReader::begin_again(const Error& error) {
    log(Level::error, "a table cannot be read on; it is read again from its beginning",
        {
            {"detail", error.detail}
    });
    std::this_thread::sleep_for(begin_again_wait);
    consumer_->start_at_beginning();
}

}  // namespace platform::kafka
