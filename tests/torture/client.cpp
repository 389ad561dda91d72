// SPDX-License-Identifier: EUPL-1.2
#include "tests/torture/client.hpp"

#include <array>
#include <boost/json/value.hpp>
#include <map>
#include <thread>
#include <utility>

#include "platform/http/client.hpp"
#include "tests/vectors/support/cell.hpp"
#include "tests/vectors/support/failure.hpp"

namespace tests::torture {
namespace {

using platform::http::ClientRequest;
using platform::http::ClientResponse;

// Of a hundred requests.
constexpr std::size_t again_share = 10;
constexpr std::size_t altered_share = 5;
constexpr std::size_t batch_share = 10;
constexpr std::size_t import_share = 15;

constexpr std::size_t batch_events_max = 20;
// A client that never rests would make more than can be checked in a moment.
constexpr std::size_t rest_milliseconds_max = 15;
constexpr std::size_t long_rest_milliseconds_max = 400;

Receipt read_receipt(const boost::json::value& answer) {
    static const std::map<std::string_view, Receipt::Status> known{
        {"accepted", Receipt::Status::accepted},
        {"applied",  Receipt::Status::applied },
        {"conflict", Receipt::Status::conflict},
        {"rejected", Receipt::Status::rejected},
        {"refused",  Receipt::Status::refused },
        {"unknown",  Receipt::Status::unknown }
    };
    Receipt receipt;
    const auto status = known.find(vectors::text_member(answer, "status"));
    if (status == known.end()) return receipt;
    receipt.status = status->second;
    const auto* duplicate = vectors::member(answer, "duplicate");
    receipt.duplicate = duplicate != nullptr && *duplicate == true;
    receipt.position = vectors::text_member(answer, "position");
    return receipt;
}

// An answer that is no receipt is a problem document: nothing was appended.
Receipt read_single(const platform::Result<ClientResponse>& response) {
    if (!response) return {};
    const auto answer = vectors::parse_json(response->body, {});
    if (!answer) return {};
    Receipt receipt = read_receipt(*answer);
    receipt.code = response->status;
    receipt.says_when = !response->header("retry-after").empty();
    const bool is_problem =
        response->header("content-type").starts_with("application/problem+json");
    if (receipt.status == Receipt::Status::unanswered && is_problem) {
        receipt.status = Receipt::Status::refused;
    }
    return receipt;
}

std::vector<Receipt> read_batch(const platform::Result<ClientResponse>& response,
                                std::size_t count) {
    std::vector<Receipt> receipts(count);
    if (!response) return receipts;
    const auto answer = vectors::parse_json(response->body, {});
    if (!answer) return receipts;
    const auto* list = vectors::member(*answer, "receipts");
    if (list == nullptr || !list->is_array()) {
        if (response->status >= 400) {
            for (Receipt& receipt : receipts) receipt.status = Receipt::Status::refused;
        }
        return receipts;
    }
    for (std::size_t i = 0; i < count && i < list->get_array().size(); ++i) {
        receipts[i] = read_receipt(list->get_array()[i]);
    }
    return receipts;
}

ClientRequest request_for(const Submission& submission, Content content, Patience patience) {
    ClientRequest request;
    request.method = "POST";
    request.body = content == Content::original ? submission.body : submission.altered_body;
    if (submission.form == Form::event) {
        request.target = "/v1/events";
        request.headers = {
            {"content-type", "application/cloudevents+json"}
        };
    } else {
        request.target = "/v1/imports?reason=torture&source=" +
                         platform::http::percent_encode(submission.source);
        request.headers = {
            {"content-type",    "text/csv"   },
            {"idempotency-key", submission.id}
        };
    }
    if (patience == Patience::none) request.headers.emplace_back("prefer", "respond-async");
    if (patience == Patience::brief) request.headers.emplace_back("prefer", "wait=2");
    if (patience == Patience::longest) request.headers.emplace_back("prefer", "wait=30");
    return request;
}

// One client: a connection, and what it decides to do next.
class Client {
public:
    Client(Round& round, SubmissionMaker maker, vectors::Api api)
        : round_(round), maker_(std::move(maker)), api_(std::move(api)) {}

    // False when there was no answer.
    bool step() {
        const std::size_t dice = maker_.below(100);
        if (dice < again_share) return send_again(Content::original);
        if (dice < again_share + altered_share) return send_again(Content::altered);
        if (dice < again_share + altered_share + batch_share) return send_batch();
        if (dice < again_share + altered_share + batch_share + import_share) {
            return send_new(maker_.import());
        }
        return send_new(maker_.event());
    }

    void move_to(vectors::Api api) { api_ = std::move(api); }

    void rest() {
        const bool enough = round_.ledger.acknowledged() >= round_.plenty;
        const std::size_t most = enough ? long_rest_milliseconds_max : rest_milliseconds_max;
        std::this_thread::sleep_for(std::chrono::milliseconds(maker_.below(most + 1)));
    }

private:
    Patience patience() {
        constexpr std::array<Patience, 3> all{Patience::none, Patience::brief, Patience::server};
        return all[maker_.below(all.size())];
    }

    bool send(const Submission& submission, Content content, AttemptPlace place) {
        ++round_.in_flight;
        Receipt receipt = post(api_, submission, content, patience());
        --round_.in_flight;
        const bool answered = receipt.status != Receipt::Status::unanswered;
        round_.ledger.answered(place, std::move(receipt));
        return answered;
    }

    bool send_new(Submission submission) {
        const AttemptPlace place = round_.ledger.begin(submission);
        return send(submission, Content::original, place);
    }

    bool send_again(Content content) {
        const auto chosen = round_.ledger.choose(maker_.below(SIZE_MAX), content);
        if (!chosen) return true;
        const AttemptPlace place = round_.ledger.begin_again(*chosen, content);
        return send(round_.ledger.submission(*chosen), content, place);
    }

    bool send_batch() {
        std::vector<AttemptPlace> places;
        std::string body = "[";
        for (std::size_t left = 2 + maker_.below(batch_events_max - 1); left > 0; --left) {
            Submission submission = maker_.event();
            if (!places.empty()) body += ',';
            body += submission.body;
            places.push_back(round_.ledger.begin(std::move(submission)));
        }
        ClientRequest request;
        request.method = "POST";
        request.target = "/v1/events";
        request.headers = {
            {"content-type", "application/cloudevents-batch+json"}
        };
        if (patience() == Patience::none) request.headers.emplace_back("prefer", "respond-async");
        request.body = body + ']';
        ++round_.in_flight;
        const auto response = api_.send(request);
        --round_.in_flight;
        auto receipts = read_batch(response, places.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            round_.ledger.answered(places[i], std::move(receipts[i]));
        }
        return response.has_value();
    }

    Round& round_;
    SubmissionMaker maker_;
    vectors::Api api_;
};

}  // namespace

Receipt post(vectors::Api& api, const Submission& submission, Content content, Patience patience) {
    return read_single(api.send(request_for(submission, content, patience)));
}

platform::Result<std::vector<Department>> prepare(vectors::Api& ingest, vectors::Api& query) {
    for (const std::string& event : definition_events()) {
        Submission submission;
        submission.body = event;
        const Receipt receipt = post(ingest, submission, Content::original, Patience::longest);
        if (receipt.status != Receipt::Status::applied)
            return vectors::failure("not applied: " + event);
    }
    return read_departments(query);
}

void run_client(Round& round, SubmissionMaker maker) {
    std::size_t place = maker.below(round.urls.size());
    auto api = vectors::Api::open(round.urls[place]);
    if (!api) return;
    Client client(round, std::move(maker), std::move(*api));
    while (!round.over) {
        if (!client.step()) {
            place = (place + 1) % round.urls.size();
            auto next = vectors::Api::open(round.urls[place]);
            if (!next) return;
            client.move_to(std::move(*next));
        }
        client.rest();
    }
}

}  // namespace tests::torture
