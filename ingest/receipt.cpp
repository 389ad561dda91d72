// SPDX-License-Identifier: EUPL-1.2
#include "ingest/receipt.hpp"

#include <utility>

#include "ingest/messages.hpp"
#include "platform/http/client.hpp"
#include "platform/json_writer.hpp"

namespace ingest {
namespace {

using platform::JsonWriter;
using platform::http::Language;
using platform::http::Response;

std::string_view name_of(Status status) {
    return receipt_statuses[static_cast<std::size_t>(status)].name;
}

// That of a refusal depends on its fault.
int http_status_of(Status status) {
    switch (status) {
        case Status::accepted:
            return 201;
        case Status::applied:
            return 200;
        case Status::conflict:
            return 409;
        case Status::rejected:
            return 422;
        case Status::unknown:
            return 202;
        case Status::refused:
            break;
    }
    return 422;
}

// Most of what the log has not confirmed is there by then, or is not.
constexpr std::string_view unknown_retry_seconds = "5";

void write_text_or_null(JsonWriter& json, const std::string& text) {
    text.empty() ? json.null() : json.string(text);
}

void write_members(JsonWriter& json, const Receipt& receipt, const ReceiptStyle& style) {
    write_text_or_null(json.key("source"), receipt.source);
    write_text_or_null(json.key("id"), receipt.id);
    json.key("status").string(name_of(receipt.status));
    json.key("duplicate").boolean(receipt.duplicate);
    json.key("position");
    if (receipt.sequence && !style.log_id.empty())
        json.string(style.log_id + "." + std::to_string(*receipt.sequence));
    else
        json.null();
    json.key("url");
    if (receipt.source.empty() || receipt.id.empty())
        json.null();
    else
        json.string(url_of(receipt));
    if (receipt.may_land_until) json.key("may_land_until").string(receipt.may_land_until->text());
    json.key("warnings").raw(warnings_json(receipt.warnings, style.language));
    json.key("problem");
    if (receipt.fault)
        json.raw(problem_of(*receipt.fault, style.language, http_status(receipt)).body);
    else
        json.null();
}

}  // namespace

std::string url_of(const Receipt& receipt) {
    return "/v1/event?source=" + platform::http::percent_encode(receipt.source) +
           "&id=" + platform::http::percent_encode(receipt.id);
}

Receipt refused(std::string source, std::string id, Fault fault) {
    Receipt receipt;
    receipt.source = std::move(source);
    receipt.id = std::move(id);
    receipt.fault = std::move(fault);
    return receipt;
}

int http_status(const Receipt& receipt) {
    if (receipt.status == Status::refused && receipt.fault)
        return kind_of(receipt.fault->findings.front().code).status;
    return http_status_of(receipt.status);
}

Response response_of(const Receipt& receipt, const ReceiptStyle& style) {
    if (receipt.status == Status::refused) return problem_of(*receipt.fault, style.language);
    Response response;
    response.status = http_status(receipt);
    if (receipt.status == Status::accepted || receipt.status == Status::unknown)
        response.headers.emplace_back("Location", url_of(receipt));
    if (receipt.status == Status::unknown)
        response.headers.emplace_back("Retry-After", unknown_retry_seconds);
    JsonWriter json{response.body};
    json.begin_object();
    write_members(json, receipt, style);
    json.end_object();
    return response;
}

Response response_of(const std::vector<Receipt>& receipts, const ReceiptStyle& style) {
    constexpr int multi_status = 207;
    Response response;
    response.status = multi_status;
    JsonWriter json{response.body};
    json.begin_object();
    json.key("receipts").begin_array();
    for (const Receipt& receipt : receipts) {
        json.begin_object();
        json.key("http_status").integer(http_status(receipt));
        write_members(json, receipt, style);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return response;
}

std::string warnings_json(const std::vector<Finding>& warnings, Language language) {
    std::string text;
    JsonWriter json{text};
    json.begin_array();
    for (const Finding& warning : warnings) {
        json.begin_object();
        json.key("code").string(warning.code);
        json.key("message").string(message(warning, language));
        json.end_object();
    }
    json.end_array();
    return text;
}

}  // namespace ingest
