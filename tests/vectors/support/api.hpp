// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/client.hpp"
#include "platform/result.hpp"

namespace tests::vectors {

// Where a Baromètre answers: http://HOST:PORT, replicas joined by commas.
struct SiteUrls {
    std::string read;
    // Where events go; empty: where reads go.
    std::string write;
};

// Kept-alive connections to the replicas of a Baromètre, which take turns, with a count of what was
// asked.
class Api {
public:
    // Errors: invalid (a URL).
    static platform::Result<Api> open(const SiteUrls& urls);
    // One server for both. Errors: invalid (the URL).
    static platform::Result<Api> open(std::string_view url);

    // Any answer of the next replica that takes events, whatever its status.
    // Errors: unavailable, corrupt.
    platform::Result<platform::http::ClientResponse> send(
        const platform::http::ClientRequest& request);

    // Any answer to a GET of the next replica that answers reads. Errors: unavailable, corrupt.
    platform::Result<platform::http::ClientResponse> ask(const std::string& target);

    // The body of a GET that is answered with 200. Errors: unavailable, corrupt, invalid (another
    // status; the detail holds the start of the body).
    platform::Result<std::string> get(const std::string& target);

    std::size_t requests() const { return requests_; }
    // The number of replicas that answer reads: so many calls of ask() ask each of them.
    std::size_t readers() const { return readers_.size(); }

private:
    using Clients = std::vector<platform::http::Client>;

    static platform::Result<Clients> open_all(std::string_view urls);
    Api(Clients readers, Clients writers);

    Clients readers_;
    // None: the readers take events too.
    Clients writers_;
    std::size_t requests_ = 0;
    std::size_t asked_ = 0;
    std::size_t sent_ = 0;
};

// Parses a body; the value lives in `storage`. Errors: invalid (the detail holds its start).
platform::Result<boost::json::value> parse_json(std::string_view body,
                                                boost::json::storage_ptr storage);

}  // namespace tests::vectors
