// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/error.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"

namespace ingest {

// The member of a row of measures that a finding is about.
enum class RowField : std::uint8_t { indicator, territory, kind, date, value };

// "indicator", "territory", …: the member's name in an event.
std::string_view name_of(RowField field);

// A row, counted from 0, and the member of it.
struct RowPlace {
    std::size_t row = 0;
    RowField field = RowField::indicator;
};

// Something wrong with an event, or worth a warning. `code` is one of messages.hpp; the details
// say what it is about, in each language, and may be empty.
struct Finding {
    std::string code;
    std::string pointer;
    std::string detail_en;
    std::string detail_fr;
    std::optional<RowPlace> place;
};

// What the domain found. Its details are English: in French the sentence of the code stands alone,
// but for the revisions of a mismatch, which a client cannot do without.
Finding finding_of(const domain::Error& error);
// About something that has the same name in both languages.
Finding finding_about(std::string_view code, std::string pointer, const std::string& culprit);

// The sentence of the code and what it is about.
std::string message(const Finding& finding, platform::http::Language language);

// Why an event, or a whole request, is not accepted: at least one finding, the first one naming the
// problem. `count` may exceed what is listed.
struct Fault {
    std::vector<Finding> findings;
    std::size_t count = 0;
};
Fault fault_of(Finding finding);

// The most that errors[] lists of one event.
constexpr std::size_t errors_listed_max = 100;

// The RFC 9457 answer; with a Retry-After where trying again helps. The status is that of the
// first code unless one is given.
platform::http::Response problem_of(const Fault& fault, platform::http::Language language,
                                    std::optional<int> status = {});

}  // namespace ingest
