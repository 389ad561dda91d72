// SPDX-License-Identifier: EUPL-1.2
#include "ingest/import_report.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "ingest/messages.hpp"
#include "ingest/receipt.hpp"
#include "platform/json_writer.hpp"

namespace ingest {
namespace {

using platform::JsonWriter;
using platform::http::Language;
using platform::http::Response;

void write_error(JsonWriter& json, const CellError& error) {
    const CellPlace place{error.row, error.cell};
    json.begin_object();
    json.key("row").unsigned_integer(error.row);
    json.key("column");
    if (error.column)
        json.string(*error.column);
    else
        json.null();
    json.key("code").string(error.code);
    json.key("message_fr").string(csv_message(error.code, Language::french, place));
    json.key("message_en").string(csv_message(error.code, Language::english, place));
    json.key("cell");
    if (error.column)
        json.string(error.cell);
    else
        json.null();
    json.end_object();
}

std::string summary(const ImportFile& file, Language language) {
    const auto errors = std::to_string(file.error_count);
    const auto rows = std::to_string(file.row_count);
    return language == Language::french
               ? errors + " erreur(s) pour " + rows + " ligne(s) ; rien n'est conservé"
               : errors + " error(s) in " + rows + " row(s); nothing is kept";
}

// Adds a member to the end of a JSON object (RFC 9457 §3.2 allows members of one's own).
void add_member(std::string& object, std::string_view name, std::size_t value) {
    object.pop_back();
    object.append(",\"").append(name).append("\":").append(std::to_string(value)).append("}");
}

}  // namespace

CellError cell_error_of(const Finding& finding, const ImportFile& file) {
    const FileRow& row = file.rows[finding.place->row];
    const RowField field = finding.place->field;
    return {finding.code, row.row, std::string{column_of(field)},
            shown(row.cells[static_cast<std::size_t>(field)])};
}

ImportFile merged(ImportFile file, const Courtesy& courtesy) {
    std::vector<CellError> added;
    for (const Finding& finding : courtesy.errors) added.push_back(cell_error_of(finding, file));
    std::vector<CellError> all;
    std::merge(file.errors.begin(), file.errors.end(), added.begin(), added.end(),
               std::back_inserter(all),
               [](const CellError& a, const CellError& b) { return a.row < b.row; });
    all.resize(std::min(all.size(), file_errors_max));
    file.errors = std::move(all);
    file.error_count += courtesy.error_count;
    return file;
}

Response report_of(const ImportFile& file, Language language) {
    std::string errors;
    JsonWriter json{errors};
    json.begin_array();
    if (file.stopped)
        write_error(json, *file.stopped);
    else
        for (const CellError& error : file.errors) write_error(json, error);
    json.end_array();

    const std::string detail =
        file.stopped ? csv_message(file.stopped->code, language, {file.stopped->row, {}})
                     : summary(file, language);
    const auto kind = kind_of(file.stopped ? file.stopped->code : "import-invalid");
    Response response = platform::http::problem(kind, language, detail, errors);
    add_member(response.body, "error_count", file.stopped ? 1 : file.error_count);
    return response;
}

Response checked(const ImportFile& file, const Courtesy& courtesy, Language language) {
    Response response;
    JsonWriter json{response.body};
    json.begin_object();
    json.key("status").string("checked");
    json.key("rows").unsigned_integer(file.row_count);
    json.key("warnings").raw(warnings_json(courtesy.warnings, language));
    json.end_object();
    return response;
}

}  // namespace ingest
