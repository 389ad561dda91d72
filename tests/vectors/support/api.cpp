// SPDX-License-Identifier: EUPL-1.2
#include "tests/vectors/support/api.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <utility>

#include "tests/vectors/support/failure.hpp"

namespace tests::vectors {
namespace {

// How much of a body a message shows.
constexpr std::size_t shown_bytes = 400;

}  // namespace

Api::Api(Clients readers, Clients writers)
    : readers_(std::move(readers)), writers_(std::move(writers)) {}

platform::Result<Api::Clients> Api::open_all(std::string_view urls) {
    Clients clients;
    while (!urls.empty()) {
        const auto end = std::min(urls.find(','), urls.size());
        auto client = platform::http::Client::open(urls.substr(0, end));
        if (!client) return client.error();
        clients.push_back(std::move(*client));
        urls.remove_prefix(std::min(end + 1, urls.size()));
    }
    return clients;
}

platform::Result<Api> Api::open(const SiteUrls& urls) {
    auto readers = open_all(urls.read);
    if (!readers) return readers.error();
    if (readers->empty()) return failure("no URL to read from");
    auto writers = open_all(urls.write);
    if (!writers) return writers.error();
    return Api(std::move(*readers), std::move(*writers));
}

platform::Result<Api> Api::open(std::string_view url) {
    return open(SiteUrls{.read = std::string(url), .write = {}});
}

platform::Result<platform::http::ClientResponse> Api::send(
    const platform::http::ClientRequest& request) {
    ++requests_;
    if (writers_.empty()) return readers_.front().send(request);
    return writers_[sent_++ % writers_.size()].send(request);
}

platform::Result<platform::http::ClientResponse> Api::ask(const std::string& target) {
    ++requests_;
    return readers_[asked_++ % readers_.size()].get(target);
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
