// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <sys/types.h>

namespace tests::bench {

// Units: seconds of the processors that a running process has had, to the hundredth. 0 of none.
double processor_seconds(pid_t process);

}  // namespace tests::bench
