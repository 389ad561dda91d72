// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <utility>

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "projector/read_model/versions.hpp"
#include "query-api/problems.hpp"

namespace query_api {

// The answer to what is refused; with Retry-After where it may be served later.
platform::http::Response refused(const Refusal& why, platform::http::Language language);

// The answer to a read of a store that cannot be read, which is logged.
platform::http::Response failed_read(const projector::read_model::StoreFailure& failure,
                                     platform::http::Language language);

// What `answer()`, an Outcome<Response>, comes to: the answer, the refusal or the failed read.
template <class Answer>
platform::http::Response answered(platform::http::Language language, Answer answer) {
    try {
        auto outcome = answer();
        return outcome ? std::move(*outcome) : refused(outcome.error(), language);
    } catch (const projector::read_model::StoreFailure& failure) {
        return failed_read(failure, language);
    }
}

}  // namespace query_api
