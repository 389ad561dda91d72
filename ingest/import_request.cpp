// SPDX-License-Identifier: EUPL-1.2
#include "ingest/import_request.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "domain/event.hpp"
#include "ingest/cloud_event.hpp"
#include "ingest/courtesy.hpp"
#include "ingest/csv_import.hpp"
#include "ingest/import_report.hpp"
#include "ingest/permission.hpp"
#include "ingest/requests.hpp"

namespace ingest {
namespace {

using domain::Error;
using domain::Result;
using platform::http::Request;

constexpr std::string_view default_source = "urn:barometre:imports";

// What becomes of a file without errors.
enum class Purpose : std::uint8_t { append, check };

struct ImportParameters {
    std::string source;
    std::string reason;
    Purpose purpose = Purpose::append;
    std::string id;
};

Result<ImportParameters> read_parameters(const Request& request, Mode mode) {
    const MediaType type = parse_media_type(request.header("content-type"));
    if (type.name != "text/csv" || !type.is_utf8())
        return Error{"media-type-unsupported", "", "text/csv in UTF-8"};
    if (auto known = check_parameters(request, {"source", "reason", "check"}); !known)
        return known.error();
    if (mode == Mode::history_load)
        return Error{"recordedtime-missing", "", "send the past as CloudEvents"};
    ImportParameters parameters;
    parameters.source = request.parameter("source").value_or(default_source);
    parameters.reason = request.parameter("reason").value_or("");
    const auto check = request.parameter("check").value_or("0");
    if (check != "0" && check != "1") return Error{"parameter-invalid", "", "check is 0 or 1"};
    if (check == "1") parameters.purpose = Purpose::check;
    auto id = event_id_of(request);
    if (!id) return id.error();
    parameters.id = std::move(*id);
    return parameters;
}

// Checks what can be read of a file against the catalogue and answers with what is found.
class FileCheck : public std::enable_shared_from_this<FileCheck> {
public:
    FileCheck(Context& context, Exchange exchange, ImportFile file)
        : context_(context), exchange_(std::move(exchange)), file_(std::move(file)) {}

    void run() {
        const Courtesy courtesy = check_rows();
        if (courtesy.unknown.empty()) return answer(courtesy);
        wait_for_catalogue(
            context_, courtesy.unknown, deadline_,
            [self = shared_from_this()](Awaited awaited) { self->run_again(awaited); });
    }

private:
    void run_again(Awaited awaited) {
        // One that is known now may name a policy that is not.
        if (awaited == Awaited::known) return run();
        if (awaited == Awaited::end) return answer(check_rows());
        // The errors of the file itself are sure.
        if (!file_.valid()) return answer({});
        refuse(exchange_, Error{"catalogue-behind", "", ""});
    }

    Courtesy check_rows() const {
        const auto published = context_.read_side.published();
        RowCheck check{*published};
        for (std::size_t i = 0; i < file_.rows.size(); ++i) check.add(file_.rows[i].measure, i);
        return std::move(check).take();
    }

    void answer(const Courtesy& courtesy) {
        const auto language = exchange_.language;
        if (file_.valid() && courtesy.error_count == 0)
            return exchange_.respond(checked(file_, courtesy, language));
        exchange_.respond(report_of(merged(std::move(file_), courtesy), language));
    }

    Context& context_;
    Exchange exchange_;
    ImportFile file_;
    const std::chrono::steady_clock::time_point deadline_ =
        std::chrono::steady_clock::now() + catalogue_wait_max;
};

// A receipt of a file: what is wrong with its rows is told as of any other file.
platform::http::Response response_of_import(const Receipt& receipt, const ImportFile& file,
                                            const ReceiptStyle& style) {
    if (receipt.status != Status::refused) return response_of(receipt, style);
    const auto& findings = receipt.fault->findings;
    const bool of_rows = std::all_of(findings.begin(), findings.end(),
                                     [](const Finding& finding) { return finding.place; });
    if (!of_rows) return response_of(receipt, style);
    Courtesy courtesy;
    courtesy.errors = findings;
    courtesy.error_count = receipt.fault->count;
    return report_of(merged(file, courtesy), style.language);
}

void submit_file(Context& context, const Exchange& exchange, ImportFile file, Item item) {
    std::vector<Item> items;
    items.push_back(std::move(item));
    const auto read = std::make_shared<const ImportFile>(std::move(file));
    submit(context, std::move(items), wait_of(context, exchange),
           [&context, exchange, read](const std::vector<Receipt>& receipts) {
               respond_to(exchange,
                          response_of_import(receipts.front(), *read, style_of(context, exchange)));
           });
}

}  // namespace

void import_file(Context& context, const Exchange& exchange, const Request& request) {
    const auto parameters = read_parameters(request, context.options.mode);
    if (!parameters) return refuse(exchange, parameters.error());
    if (auto finding = forbidden_source(parameters->source, "", *exchange.caller))
        return exchange.respond(problem_of(fault_of(std::move(*finding)), exchange.language));
    ImportFile file = read_import(request.body);
    if (file.stopped) return exchange.respond(report_of(file, exchange.language));
    if (!file.valid() || parameters->purpose == Purpose::check) {
        return std::make_shared<FileCheck>(context, exchange, std::move(file))->run();
    }
    auto data = import_data(file, request.body, parameters->reason);
    if (!data) return refuse(exchange, data.error());
    auto event = make_event(
        {
            {"id",     parameters->id                                    },
            {"source", parameters->source                                },
            {"type",   std::string{domain::event_type::measures_reported}}
    },
        std::move(*data));
    if (!event) return refuse(exchange, event.error());
    submit_file(context, exchange, std::move(file),
                item_of(std::move(*event), sender_of(context, exchange, request)));
}

}  // namespace ingest
