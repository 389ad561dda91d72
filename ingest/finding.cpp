// SPDX-License-Identifier: EUPL-1.2
#include "ingest/finding.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "ingest/messages.hpp"
#include "platform/json_writer.hpp"

namespace ingest {
namespace {

using platform::http::Language;

constexpr int unavailable = 503;
constexpr std::string_view retry_after_seconds = "1";

std::string in_french(std::string detail) {
    constexpr std::string_view english = " is at revision ";
    constexpr std::string_view french = " est à la révision ";
    for (auto at = detail.find(english); at != std::string::npos; at = detail.find(english, at))
        detail.replace(at, english.size(), french);
    return detail;
}

std::string errors_json(const Fault& fault, Language language) {
    std::string json;
    platform::JsonWriter writer{json};
    writer.begin_array();
    const std::size_t listed = std::min(fault.findings.size(), errors_listed_max);
    for (std::size_t i = 0; i < listed; ++i) {
        const Finding& finding = fault.findings[i];
        writer.begin_object();
        writer.key("pointer").string(finding.pointer);
        writer.key("code").string(finding.code);
        writer.key("message").string(message(finding, language));
        writer.end_object();
    }
    writer.end_array();
    return json;
}

std::string more(std::size_t others, Language language) {
    if (others == 0) return {};
    const auto count = std::to_string(others);
    return language == Language::french ? " (et " + count + " autre(s) erreur(s))"
                                        : " (and " + count + " more)";
}

}  // namespace

std::string_view name_of(RowField field) {
    constexpr std::array<std::string_view, 5> names{"indicator", "territory", "kind", "date",
                                                    "value"};
    return names[static_cast<std::size_t>(field)];
}

Finding finding_of(const domain::Error& error) {
    const bool revisions = error.code == "revision-mismatch";
    return {error.code, error.pointer, error.detail, revisions ? in_french(error.detail) : "", {}};
}

Finding finding_about(std::string_view code, std::string pointer, const std::string& culprit) {
    return {std::string{code}, std::move(pointer), culprit, culprit, {}};
}

std::string message(const Finding& finding, Language language) {
    const auto kind = kind_of(finding.code);
    const bool french = language == Language::french;
    const std::string& detail = french ? finding.detail_fr : finding.detail_en;
    std::string text{french ? kind.title_fr : kind.title_en};
    if (!detail.empty()) text.append(french ? " : " : ": ").append(detail);
    return text;
}

Fault fault_of(Finding finding) {
    Fault fault;
    fault.findings.push_back(std::move(finding));
    fault.count = 1;
    return fault;
}

platform::http::Response problem_of(const Fault& fault, Language language,
                                    std::optional<int> status) {
    assert(!fault.findings.empty());
    const Finding& first = fault.findings.front();
    auto kind = kind_of(first.code);
    kind.status = status.value_or(kind.status);
    auto response = platform::http::problem(
        kind, language, message(first, language) + more(fault.count - 1, language),
        errors_json(fault, language));
    if (kind.status == unavailable)
        response.headers.emplace_back("Retry-After", retry_after_seconds);
    return response;
}

}  // namespace ingest
