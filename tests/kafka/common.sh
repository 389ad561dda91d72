# shellcheck shell=bash
# SPDX-License-Identifier: EUPL-1.2
#
# Sourced by the tests that run programs on a real Kafka: sites of several processes on topics of
# their own. A test sets `bootstrap` and `replication`, and works in $folder, which is removed in
# the end with everything that it started.

# shellcheck source-path=SCRIPTDIR source=../../deploy/checkout.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../deploy/checkout.sh"

programs=${BAROMETRE_PROGRAMS:-$root/build/release/bin}
ready_seconds_max=60
bootstrap='' replication=1

make_folder() {
    mkdir -p "$root/build"
    folder=$(mktemp -d "$root/build/kafka-${0##*/}.XXXXXX")
    trap clean_up EXIT
}

# What a test has besides; it runs first of all.
clean_up_more() { :; }

clean_up() {
    local job
    clean_up_more
    for job in $(jobs -p); do kill -CONT "$job" && kill -KILL "$job"; done 2>/dev/null
    wait 2>/dev/null
    rm -rf "$folder"
}

barometre() {
    "$programs/barometre" "$@"
}

# A prefix that no other test has.
fresh_prefix() {
    printf 't%s-%s\n' "$(date +%s%N)" "$BASHPID"
}

# Creates the topics of prefix $1.
create_topics() {
    barometre topics create --bootstrap "$bootstrap" --prefix "$1" --replication "$replication" \
        >"$folder/topics" 2>&1 || die "topics create: $(cat "$folder/topics")"
}

# Starts the program $2 with the further arguments; what it says goes to the files $folder/$1.out
# and .err. Its process is $!, and ends with this script.
start() {
    local name=$1 program=$2
    shift 2
    : >"$folder/$name.out"
    setpriv --pdeathsig TERM "$programs/$program" "$@" \
        >"$folder/$name.out" 2>"$folder/$name.err" &
}

# Waits until $1 listens, and sets url and admin_url.
await_ready() {
    local name=$1 deadline=$((SECONDS + ready_seconds_max)) line
    until grep -q '^listening on ' "$folder/$name.out"; do
        ((SECONDS < deadline)) && kill -0 "${2:-$!}" 2>/dev/null ||
            die "$name does not come up: $(tail -n 5 "$folder/$name.err")"
        sleep 0.02
    done
    read -r -a line <"$folder/$name.out"
    url=${line[2]%,} admin_url=${line[6]-}
}

# Takes the cluster in $1, which runs, as the one of this test.
use_cluster() {
    cluster=$1
    bootstrap=$("$root/deploy/kafka/start" --dir "$cluster" | sed -n 's/^BOOTSTRAP //p')
    [[ -n $bootstrap ]] || die "no cluster in $cluster"
}

# Runs a tool of Kafka's on the cluster.
tool() {
    "$root/deploy/kafka/tool" --dir "$cluster" "$@"
}
