// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/client.hpp"

namespace tests::hostile {

using Headers = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::string_view event_type = "application/cloudevents+json";
inline constexpr std::string_view batch_type = "application/cloudevents-batch+json";

// A `barometre serve` with a policy, two indicators and a few figures.
class Victim;

// Whoever attacks the victim that is started for each test. At the end it must be as before: ready,
// the figures the same, nothing in the log but what the test says, and never much more memory than
// when idle.
class Hostile : public testing::Test {
protected:
    Hostile();
    ~Hostile() override;

    void SetUp() override;
    void TearDown() override;

    std::uint16_t port() const;

    // Any answer. Errors: throws when there is none (the test fails).
    platform::http::ClientResponse get(const std::string& target);
    platform::http::ClientResponse post(const std::string& target, Headers headers,
                                        std::string body);
    platform::http::ClientResponse post_event(std::string body);
    platform::http::ClientResponse post_file(const std::string& id, std::string body);

    // So many events of this test are rightly in the log.
    void stored(std::uint64_t events) { stored_ += events; }

private:
    struct Watch;

    std::unique_ptr<Victim> victim_;
    std::uint64_t end_before_ = 0;
    std::uint64_t stored_ = 0;
    std::unique_ptr<Watch> watch_;
};

// Fails the test unless `answer` is a problem document of this status and code.
void expect_problem(const platform::http::ClientResponse& answer, int status,
                    std::string_view code);

// A valid event of one row.
std::string event_text(std::string_view id);
// The same with these members of the row instead of its value.
std::string event_with_row(std::string_view id, std::string_view members);

// A valid file of so many rows, all of them different.
std::string file_text(std::size_t rows);

// The request, as text, that posts `event` to the victim.
std::string raw_post(const std::string& event);

}  // namespace tests::hostile
