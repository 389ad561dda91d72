// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <signal.h>
#include <sys/resource.h>

namespace support {

// While it lives, no file of the process grows beyond `bytes`: a full disk, as far as writes see.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        // Without this the signal would end the process before write() can fail.
        previous_handler_ = ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &previous_);
        const rlimit limit{bytes, previous_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &previous_);
        ::signal(SIGXFSZ, previous_handler_);
    }

private:
    rlimit previous_{};
    void (*previous_handler_)(int) = nullptr;
};

}  // namespace support
