// SPDX-License-Identifier: EUPL-1.2
#include "platform/kafka/contact.hpp"

#include "platform/logging.hpp"

namespace platform::kafka {

void Contact::lost(std::string_view reason) {
    if (!answering_.exchange(false)) return;
    log(Level::warning, "kafka does not answer; it is asked again until it does",
        {
            {"topic",  topic_},
            {"reason", reason}
    });
}

void Contact::answered() {
    if (is_answering() || answering_.exchange(true)) return;
    log(Level::info, "kafka answers again",
        {
            {"topic", topic_}
    });
}

}  // namespace platform::kafka
