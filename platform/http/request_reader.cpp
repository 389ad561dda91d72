// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/request_reader.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "platform/http/gate.hpp"
#include "platform/http/query.hpp"
#include "platform/http/server.hpp"

namespace platform::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

constexpr std::size_t body_reserve_bytes_max = 64 * 1024;

std::string lower_case(string_view text) {
    std::string lower{text.data(), text.size()};
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return lower;
}

// Beast's parser, keeping the header as it was before the body: what comes after it in a trailer
// never reaches `fields`. Beast merges both (1.81), which lets a trailer add an Authorization.
class Parser final : public beast_http::basic_parser<true> {
public:
    Parser() {
        // The limits are enforced here: Beast's count neither what it consumed in earlier calls
        // nor chunk extensions and trailers.
        header_limit(8 * header_bytes_max);
        body_limit(boost::none);
    }

    std::string method;
    std::string target;
    int version = 11;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    std::uint64_t body_bytes_max = 0;
    // Why a callback stopped the parser.
    std::optional<ProblemKind> stopped_by;
    bool request_line_seen = false;

private:
    void stop(const ProblemKind& kind, error_code& ec) {
        stopped_by = kind;
        ec = beast_http::error::body_limit;
    }

    void on_request_impl(beast_http::verb, string_view method_text, string_view target_text,
                         int version_number, error_code& ec) override {
        request_line_seen = true;
        version = version_number;
        if (target_text.size() > target_bytes_max) return stop(problems::target_too_long, ec);
        method.assign(method_text.data(), method_text.size());
        target.assign(target_text.data(), target_text.size());
    }

    void on_response_impl(int, string_view, int, error_code&) override {}

    void on_field_impl(beast_http::field, string_view name, string_view value,
                       error_code& ec) override {
        if (is_header_done()) return;
        if (fields.size() == header_fields_max) return stop(problems::header_too_large, ec);
        fields.emplace_back(lower_case(name), std::string{value.data(), value.size()});
    }

    void on_header_impl(error_code&) override {}

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
        body.reserve(std::min<std::uint64_t>(length.value_or(0), body_reserve_bytes_max));
    }

    std::size_t on_body_impl(string_view part, error_code&) override {
        body.append(part.data(), part.size());
        return part.size();
    }

    void on_chunk_header_impl(std::uint64_t size, string_view, error_code& ec) override {
        if (size > body_bytes_max - body.size()) stop(problems::body_too_large, ec);
    }

    std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code&) override {
        body.append(part.data(), part.size());
        return part.size();
    }

    void on_finish_impl(error_code&) override {}
};

bool equals_lower(std::string_view text, std::string_view lower) {
    return lower_case({text.data(), text.size()}) == lower;
}

}  // namespace

struct RequestReader::State {
    State(const Router& router_, Identify identify_)
        : router(router_), identify(std::move(identify_)) {
        restart();
    }

    void restart() {
        parser.emplace();
        request = {};
        route = nullptr;
        language = Language::english;
        persistence = Persistence::close;
        has_body = false;
        expects_continue = false;
        header_bytes = 0;
        body_bytes_received = 0;
    }

    ReadProgress feed_header(std::string_view bytes);
    ReadProgress feed_body(std::string_view bytes);
    ReadStep check_header();
    ReadStep match_route();
    ReadStep let_in(const Route& found);
    ReadStep refuse(const ProblemKind& kind, std::string_view detail = {});
    ReadStep refuse_after_header(const ProblemKind& kind, std::string_view detail = {});

    const Router& router;
    const Identify identify;
    std::optional<Parser> parser;
    Request request;
    const Route* route = nullptr;
    Language language = Language::english;
    Persistence persistence = Persistence::close;
    bool has_body = false;
    bool expects_continue = false;
    std::size_t header_bytes = 0;
    std::size_t body_bytes_received = 0;
    Refusal refusal;
};

ReadStep RequestReader::State::refuse(const ProblemKind& kind, std::string_view detail) {
    refusal = {};
    refusal.response = problem(kind, language, detail);
    refusal.version = parser->version;
    return ReadStep::refused;
}

// The framing is sound: the connection may go on unless a body is still to come.
ReadStep RequestReader::State::refuse_after_header(const ProblemKind& kind,
                                                   std::string_view detail) {
    const ReadStep step = refuse(kind, detail);
    refusal.persistence = has_body ? Persistence::close : persistence;
    refusal.method = request.method;
    return step;
}

ReadProgress RequestReader::State::feed_header(std::string_view bytes) {
    error_code ec;
    const std::size_t consumed = parser->put({bytes.data(), bytes.size()}, ec);
    header_bytes += consumed;
    if (ec == beast_http::error::need_more) {
        const std::size_t pending = bytes.size() - consumed;
        if (header_bytes + pending < header_bytes_max) return {consumed, ReadStep::need_more};
        return {consumed, refuse(parser->request_line_seen ? problems::header_too_large
                                                           : problems::target_too_long)};
    }
    if (ec) return {consumed, refuse(parser->stopped_by.value_or(problems::malformed_request))};
    if (header_bytes > header_bytes_max) return {consumed, refuse(problems::header_too_large)};
    return {consumed, check_header()};
}

ReadStep RequestReader::State::check_header() {
    const auto header = [&](std::string_view name) {
        const auto found = std::find_if(parser->fields.begin(), parser->fields.end(),
                                        [&](const auto& field) { return field.first == name; });
        return found == parser->fields.end() ? std::string_view{} : std::string_view{found->second};
    };
    language = preferred_language(header("accept-language"));
    const auto verdict = admit({parser->method, parser->target, parser->version, parser->fields});
    if (const auto* kind = std::get_if<ProblemKind>(&verdict)) return refuse(*kind);

    const Admission& admission = std::get<Admission>(verdict);
    has_body = admission.has_body();
    expects_continue = parser->version == 11 && equals_lower(header("expect"), "100-continue");
    persistence = parser->keep_alive() ? Persistence::keep_alive : Persistence::close;
    request.method = admission.method;
    request.headers = std::move(parser->fields);
    request.target = std::move(parser->target);
    const ReadStep step = match_route();
    if (step == ReadStep::refused) return step;

    parser->body_bytes_max = route->body_bytes_max;
    if (admission.content_length > route->body_bytes_max) {
        return refuse_after_header(problems::body_too_large);
    }
    return step;
}

ReadStep RequestReader::State::match_route() {
    const std::string_view target = request.target;
    const std::size_t path_end = std::min(target.find('?'), target.size());
    request.path = target.substr(0, path_end);
    RouteMatch match = router.find(request.method, request.path);
    switch (match.outcome) {
        case RouteOutcome::found:
            break;
        case RouteOutcome::not_found:
            return refuse_after_header(problems::not_found);
        case RouteOutcome::malformed:
            return refuse_after_header(problems::bad_target);
        case RouteOutcome::method_not_allowed: {
            const ReadStep step = refuse_after_header(problems::method_not_allowed);
            refusal.response.headers.emplace_back("Allow", std::move(match.allow));
            return step;
        }
    }
    if (let_in(*match.route) == ReadStep::refused) return ReadStep::refused;
    route = match.route;
    request.path_parameters = std::move(match.parameters);
    if (path_end < target.size()) {
        auto query = parse_query(target.substr(path_end + 1));
        if (!query) return refuse_after_header(problems::bad_target, query.error().detail);
        request.query = std::move(*query);
    }
    return has_body ? ReadStep::header_done : ReadStep::complete;
}

ReadStep RequestReader::State::let_in(const Route& found) {
    auto authorized = authorize(identify, found, request.header("authorization"), language);
    if (auto* caller = std::get_if<std::shared_ptr<const access::Identity>>(&authorized)) {
        request.caller = std::move(*caller);
        return ReadStep::header_done;
    }
    const ReadStep step = refuse_after_header(problems::key_needed);
    refusal.response = std::move(std::get<Response>(authorized));
    return step;
}

// What ends every chunked body at least, "0\r\n\r\n". Given "0\r\n" of it and then one byte more,
// the parser of Boost 1.81 breaks an assertion of its own.
constexpr std::size_t chunked_end_bytes = 5;

ReadProgress RequestReader::State::feed_body(std::string_view bytes) {
    if (parser->chunked() && bytes.size() < chunked_end_bytes) return {0, ReadStep::need_more};
    parser->eager(true);
    error_code ec;
    const std::size_t consumed = parser->put({bytes.data(), bytes.size()}, ec);
    body_bytes_received += consumed;
    if (ec && ec != beast_http::error::need_more) {
        return {consumed, refuse(parser->stopped_by.value_or(problems::malformed_request))};
    }
    const bool done = parser->is_done();
    const std::size_t pending = done ? 0 : bytes.size() - consumed;
    const std::size_t framing = body_bytes_received + pending - parser->body.size();
    if (framing > body_framing_bytes_max + 6 * parser->body.size()) {
        return {consumed, refuse(problems::body_too_large)};
    }
    if (!done) return {consumed, ReadStep::need_more};
    request.body = std::move(parser->body);
    return {consumed, ReadStep::complete};
}

RequestReader::RequestReader(const Router& router, Identify identify)
    : state_(std::make_unique<State>(router, std::move(identify))) {}
RequestReader::~RequestReader() = default;

ReadProgress RequestReader::feed(std::string_view bytes) {
    if (bytes.empty()) return {};
    return in_body() ? state_->feed_body(bytes) : state_->feed_header(bytes);
}

bool RequestReader::in_body() const {
    return state_->route != nullptr;
}
bool RequestReader::started() const {
    return state_->header_bytes > 0;
}
bool RequestReader::expects_continue() const {
    return state_->expects_continue;
}
std::size_t RequestReader::body_bytes() const {
    return state_->parser->body.capacity() + state_->request.body.capacity();
}
std::size_t RequestReader::body_bytes_received() const {
    return state_->body_bytes_received;
}
Language RequestReader::language() const {
    return state_->language;
}

Incoming RequestReader::take() {
    Incoming incoming;
    incoming.request = std::move(state_->request);
    incoming.route = state_->route;
    incoming.language = state_->language;
    incoming.persistence = state_->persistence;
    incoming.version = state_->parser->version;
    state_->restart();
    return incoming;
}

Refusal RequestReader::take_refusal() {
    Refusal refusal = std::move(state_->refusal);
    state_->restart();
    return refusal;
}

}  // namespace platform::http
