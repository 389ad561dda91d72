// SPDX-License-Identifier: EUPL-1.2
#include "projector/signed_log.hpp"

#include <utility>

#include "platform/logging.hpp"

namespace projector {

std::shared_ptr<const SignedCheckpoint> SignedLog::newest() const {
    const std::lock_guard lock{mutex_};
    return newest_;
}

std::string SignedLog::why_none() const {
    const std::lock_guard lock{mutex_};
    return refusal_.empty() ? "no checkpoint of this log has been signed and checked yet"
                            : refusal_;
}

void SignedLog::publish(SignedCheckpoint checkpoint) {
    const std::lock_guard lock{mutex_};
    if (refusal_.empty()) newest_ = std::make_shared<const SignedCheckpoint>(std::move(checkpoint));
}

void SignedLog::refuse(std::string why) {
    const std::lock_guard lock{mutex_};
    if (!refusal_.empty()) return;
    platform::log(platform::Level::error, "nothing more of the log is signed or served",
                  {
                      {"why", why}
    });
    refusal_ = std::move(why);
    newest_.reset();
}

bool SignedLog::is_refused() const {
    const std::lock_guard lock{mutex_};
    return !refusal_.empty();
}

double signed_records(const SignedLog& log) {
    const auto newest = log.newest();
    return newest ? static_cast<double>(newest->checkpoint.size) : 0;
}

}  // namespace projector
