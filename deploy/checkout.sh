# shellcheck shell=bash
# SPDX-License-Identifier: EUPL-1.2
#
# Sourced by the commands of this checkout: where it is, and whose files are made in it.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Installs what is missing of the packages in the lists "$@".
install_packages() {
    (cd "$root" && deploy/install-packages "$@")
}

# Under sudo in somebody's checkout, starts the script again with "$@" as the owner of the
# checkout, so that it never holds files that its owner cannot change.
become_owner() {
    local owner group entry home
    owner=$(stat -c %u "$root")
    group=$(stat -c %g "$root")
    if ((EUID != 0)); then
        [[ -w $root ]] || die "you may not write in $root: use sudo, or a clone of your own"
        return 0
    fi
    ((owner != 0)) || return 0

    local groups=--clear-groups
    home=$root/build
    if entry=$(getent passwd "$owner"); then
        groups=--init-groups
        home=$(cut -d: -f6 <<<"$entry")
    fi
    exec setpriv --reuid "$owner" --regid "$group" "$groups" env HOME="$home" "$0" "$@"
}

# A TCP port of 127.0.0.1 that nobody listens on.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# The first of $1 TCP ports in a row that nobody listens on, below those that the system gives out.
free_ports() {
    python3 - "$1" <<'PYTHON'
import random
import socket
import sys


def free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


count = int(sys.argv[1])
while True:
    first = random.randrange(15000, 30000)
    if all(free(port) for port in range(first, first + count)):
        print(first)
        break
PYTHON
}
