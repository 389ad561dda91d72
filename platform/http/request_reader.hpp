// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "platform/http/authorize.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/router.hpp"

namespace platform::http {

// What chunk headers, chunk extensions and trailers of one body may take beyond six bytes for each
// byte of content (which is what chunks of one byte need).
constexpr std::size_t body_framing_bytes_max = 16 * 1024;

enum class ReadStep : std::uint8_t {
    need_more,    // Feed again, starting with the bytes that were not consumed.
    header_done,  // The header was admitted and a body follows: feed again.
    complete,     // take() the request.
    refused       // Send refusal().
};

// How far one feed() came.
struct ReadProgress {
    std::size_t consumed = 0;
    ReadStep step = ReadStep::need_more;
};

// Whether the connection may carry another request after this one.
enum class Persistence : std::uint8_t { close, keep_alive };

// A complete request and what its answer depends on.
struct Incoming {
    Request request;
    const Route* route = nullptr;
    Language language = Language::english;
    Persistence persistence = Persistence::close;
    int version = 11;
};

// The answer to a request that no handler sees.
struct Refusal {
    Response response;
    // Close also when the body of the request was not read.
    Persistence persistence = Persistence::close;
    Method method = Method::get;
    int version = 11;
};

// Reads the requests of one connection, one after another, out of the bytes it is fed; it does no
// I/O. It parses with Boost.Beast, passes each header through the gate, the route table and
// authorize(), and enforces every limit on size. Fields of a trailer are dropped.
// Threads: one at a time.
class RequestReader {
public:
    // `router` must outlive the reader. Without `identify` everybody is local.
    explicit RequestReader(const Router& router, Identify identify = {});
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;
    ~RequestReader();

    // Consumes bytes from the front of `bytes`, up to the end of the header or of the request.
    // Not to be called after `complete` before take(), nor after a refusal that closes.
    ReadProgress feed(std::string_view bytes);

    // Whether the header of the present request is admitted and its body under way.
    bool in_body() const;
    // Whether any byte of the present request was consumed.
    bool started() const;
    // Whether the client waits for "100 Continue" before it sends the body.
    bool expects_continue() const;
    // Bytes of the present body held in memory.
    std::size_t body_bytes() const;
    // Bytes of the present body as received, with its chunk framing.
    std::size_t body_bytes_received() const;
    // The language to refuse the present request in.
    Language language() const;

    // The request that is complete; the reader then expects the next one.
    Incoming take();
    // The refusal; the reader then expects the next request, if the connection goes on.
    Refusal take_refusal();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace platform::http
