// SPDX-License-Identifier: EUPL-1.2
#include "platform/event_log/event_log.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "platform/event_log/embedded_log.hpp"
#include "platform/event_log/memory_log.hpp"
#include "tests/support/event_log_contract.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_directory.hpp"

namespace support::event_log_contract {
namespace {

using platform::event_log::EmbeddedLog;
using platform::event_log::MemoryLog;

std::vector<Record> records_with_every_byte() {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
    using Limits = std::numeric_limits<std::int64_t>;
    std::vector<Record> records(3);
    records[0] = {every_byte, every_byte + every_byte, {}, -1};
    records[0].headers = {
        {every_byte, every_byte},
        {"",         ""        }
    };
    records[1].timestamp_ms = Limits::min();
    records[2] = {"CH-045", "{}", {}, Limits::max()};
    records[2].headers = {
        {"content-type", "first" },
        {"content-type", "second"}
    };
    return records;
}

struct InMemory {
    MemoryLog log;

    EventLog& open() { return log; }
    static std::vector<Record> extreme_records() { return records_with_every_byte(); }
};

struct Embedded {
    support::TemporaryDirectory folder;
    std::unique_ptr<EmbeddedLog> log;

    EventLog& open() {
        log = must(EmbeddedLog::open(folder / "log"));
        return *log;
    }
    static std::vector<Record> extreme_records() { return records_with_every_byte(); }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, EventLogContract, InMemory);
INSTANTIATE_TYPED_TEST_SUITE_P(Embedded, EventLogContract, Embedded);

template <class Log>
class ReadBeyondTheEnd : public testing::Test {
protected:
    Log implementation;
    EventLog& log = implementation.open();
};

using InThisProcess = testing::Types<InMemory, Embedded>;
TYPED_TEST_SUITE(ReadBeyondTheEnd, InThisProcess);

TYPED_TEST(ReadBeyondTheEnd, FindsNothing) {
    EXPECT_TRUE(must(this->log.read(7, 10, no_limit)).empty());
}

TEST(MemoryLog, FailsTheNextAppendAndOnlyThatOne) {
    MemoryLog log;
    log.fail_next(Errc::unavailable);

    EXPECT_EQ(append(log, record("lost")).error().code, Errc::unavailable);
    EXPECT_EQ(must(append(log, record("kept"))), 0U);
    EXPECT_EQ(must(log.read(0, 10, no_limit)).front().record.value, "kept");
}

}  // namespace
}  // namespace support::event_log_contract
