// SPDX-License-Identifier: EUPL-1.2
#include "query-api/fields.hpp"

namespace query_api {
namespace {

// What a spreadsheet takes for the start of a formula. Source: OWASP, CSV injection.
constexpr std::string_view formula_starts = "=+-@\t\r";
constexpr std::string_view quoted_characters = ",\"\r\n";

void append_quoted_cell(std::string& out, std::string_view bytes) {
    out += '"';
    for (const char c : bytes) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

void Fields::integer(std::string_view name, std::uint64_t value) {
    number(name, std::to_string(value));
}

void Fields::decimal(std::string_view name, const std::optional<domain::Decimal>& value) {
    value ? number(name, value->text()) : null(name);
}

void Fields::month(std::string_view name, const std::optional<domain::Month>& value) {
    value ? text(name, value->text()) : null(name);
}

void Fields::optional_text(std::string_view name, const std::optional<std::string>& value) {
    value ? text(name, *value) : null(name);
}

void JsonFields::text(std::string_view name, std::string_view value) {
    json_.key(name).string(value);
}

void JsonFields::number(std::string_view name, std::string_view digits) {
    json_.key(name).number_text(digits);
}

void JsonFields::flag(std::string_view name, bool value) {
    json_.key(name).boolean(value);
}

void JsonFields::null(std::string_view name) {
    json_.key(name).null();
}

void JsonFields::list(std::string_view name, const List& list) {
    json_.key(name).begin_array();
    for (std::size_t i = 0; i < list.size; ++i) list.json(json_, i);
    json_.end_array();
}

bool JsonFields::enter(std::string_view name, Presence presence) {
    json_.key(name);
    if (presence == Presence::absent) {
        json_.null();
        return false;
    }
    json_.begin_object();
    return true;
}

void CsvCells::text(std::string_view, std::string_view value) {
    const bool formula = !value.empty() && formula_starts.find(value[0]) != std::string_view::npos;
    formula ? cell("'" + std::string{value}) : cell(value);
}

void CsvCells::number(std::string_view, std::string_view digits) {
    cell(digits);
}

void CsvCells::flag(std::string_view, bool value) {
    cell(value ? "true" : "false");
}

void CsvCells::null(std::string_view) {
    cell({});
}

void CsvCells::list(std::string_view name, const List& list) {
    std::string joined;
    for (std::size_t i = 0; i < list.size; ++i) {
        if (i > 0) joined += ' ';
        joined += list.text(i);
    }
    text(name, joined);
}

void CsvCells::cell(std::string_view bytes) {
    if (!first_) out_ += ',';
    first_ = false;
    if (bytes.find_first_of(quoted_characters) == std::string_view::npos)
        out_ += bytes;
    else
        append_quoted_cell(out_, bytes);
}

bool CsvNames::enter(std::string_view name, Presence) {
    prefix_.append(name).append(".");
    return true;
}

void CsvNames::leave() {
    const auto outer =
        prefix_.size() < 2 ? std::string::npos : prefix_.rfind('.', prefix_.size() - 2);
    prefix_.resize(outer == std::string::npos ? 0 : outer + 1);
}

void CsvNames::add(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_.append(prefix_).append(name);
}

}  // namespace query_api
