// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/api.hpp"

#include <boost/json/parse.hpp>
#include <utility>

#include "tests/vectors/support/failure.hpp"

namespace tests::vectors {
namespace {

// How much of a body a message shows.
constexpr std::size_t shown_bytes = 400;

}  // namespace

Api::Api(platform::http::Client client) : client_(std::move(client)) {}

platform::Result<Api> Api::open(std::string_view url) {
    auto client = platform::http::Client::open(url);
    if (!client) return client.error();
    return Api(std::move(*client));
}

platform::Result<platform::http::ClientResponse> Api::send(
    const platform::http::ClientRequest& request) {
    ++requests_;
    return client_.send(request);
}

platform::Result<platform::http::ClientResponse> Api::ask(const std::string& target) {
    ++requests_;
    return client_.get(target);
}

platform::Result<std::string> Api::get(const std::string& target) {
    auto response = ask(target);
    if (!response) return response.error();
    if (response->status != 200) {
        return failure("GET " + target + " answered " + std::to_string(response->status) + ": " +
                       response->body.substr(0, shown_bytes));
    }
    return std::move(response->body);
}

platform::Result<boost::json::value> parse_json(std::string_view body,
                                                boost::json::storage_ptr storage) {
    boost::system::error_code code;
    auto value = boost::json::parse(body, code, std::move(storage));
    if (code) {
        return failure("not JSON (" + code.message() +
                       "): " + std::string(body.substr(0, shown_bytes)));
    }
    return value;
}

}  // namespace tests::vectors
