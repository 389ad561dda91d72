// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "platform/http/client.hpp"
#include "platform/result.hpp"

namespace tests::vectors {

// One kept-alive connection to a Baromètre, with a count of what was asked.
class Api {
public:
    // Errors: invalid (the URL).
    static platform::Result<Api> open(std::string_view url);

    // Any answer, whatever its status. Errors: unavailable, corrupt.
    platform::Result<platform::http::ClientResponse> send(
        const platform::http::ClientRequest& request);

    // Any answer to a GET. Errors: unavailable, corrupt.
    platform::Result<platform::http::ClientResponse> ask(const std::string& target);

    // The body of a GET that is answered with 200. Errors: unavailable, corrupt, invalid (another
    // status; the detail holds the start of the body).
    platform::Result<std::string> get(const std::string& target);

    std::size_t requests() const { return requests_; }

private:
    explicit Api(platform::http::Client client);

    platform::http::Client client_;
    std::size_t requests_ = 0;
};

// Parses a body; the value lives in `storage`. Errors: invalid (the detail holds its start).
platform::Result<boost::json::value> parse_json(std::string_view body,
                                                boost::json::storage_ptr storage);

}  // namespace tests::vectors
