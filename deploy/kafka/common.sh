# shellcheck shell=bash
# SPDX-License-Identifier: EUPL-1.2
#
# Sourced by the commands of deploy/kafka: the Kafka that they run, and a cluster in a folder.
#
# A cluster's folder D holds
#   cluster            its shape: brokers, port, version and id, one `name=value` a line
#   broker-N/          of broker N: server.properties, data/, log (what it says), pid
#   client.properties  how the tools of Kafka speak to it
#   lock               held while it is started or stopped

# shellcheck source-path=SCRIPTDIR source=../checkout.sh
source "$(dirname "${BASH_SOURCE[0]}")/../checkout.sh"

java_version_min=17
jvm_options=(
    -XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError
    -Djava.awt.headless=true -Djava.net.preferIPv4Stack=true
    -Dorg.slf4j.simpleLogger.showDateTime=true
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX"
)
tool_options=(
    -Xms32m -Xmx128m -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
)
# What read_cluster reads of a cluster.
# shellcheck disable=SC2034 # some are for the commands alone
dir='' brokers=0 port=0 version='' id=''

# --- the program ----------------------------------------------------------------------------------

# The folder of the .jar files of Kafka $1.
jars_folder() {
    printf '%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}/barometre/kafka-$1"
}

java_version() {
    java -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'
}

# Installs what is missing to run Kafka, or, with $1 = fetch, to fetch it too.
need_java() {
    if ! command -v java >/dev/null || [[ $1 == fetch && -z $(command -v mvn) ]]; then
        install_packages deploy/kafka/packages
    fi
    local found
    found=$(java_version)
    ((${found:-0} >= java_version_min)) ||
        die "Kafka needs Java $java_version_min or newer, \`java\` is ${found:-unknown}: put a newer \
one first in PATH"
}

# Fetches Kafka $1 from Maven Central unless it has been: once, whoever asks at the same time.
fetch_kafka() {
    local folder lock
    folder=$(jars_folder "$1")
    if [[ -d $folder ]]; then
        need_java run
        return
    fi
    mkdir -p "${folder%/*}"
    exec {lock}>"$folder.lock"
    flock "$lock"
    if [[ ! -d $folder ]]; then
        need_java fetch
        printf 'Fetching Apache Kafka %s…\n' "$1"
        rm -rf "$folder.part"
        mvn -B -q -Dstyle.color=never -f "$root/deploy/kafka/pom.xml" -Dkafka.version="$1" \
            dependency:copy-dependencies -DoutputDirectory="$folder.part" {lock}>&- ||
            die "Apache Kafka $1 cannot be had from Maven Central: is there such a version, and a \
network?"
        mv "$folder.part" "$folder"
    fi
    exec {lock}>&-
}

# Runs the class $2 of Kafka $1 with the further arguments, as a tool.
kafka_tool() {
    local kafka=$1
    shift
    java "${jvm_options[@]}" "${tool_options[@]}" -cp "$(jars_folder "$kafka")/*" "$@"
}

# --- a cluster ------------------------------------------------------------------------------------

# Reads the shape of the cluster in $1 into brokers, port, version, id and dir.
read_cluster() {
    dir=$(realpath -m "$1")
    [[ -f $dir/cluster ]] || die "no cluster in $dir: deploy/kafka/start makes one"
    # shellcheck source=/dev/null
    source "$dir/cluster"
}

# Takes the lock of the cluster in $dir until the script ends: file descriptor 9, which no process
# that stays may inherit.
lock_cluster() {
    exec 9>"$dir/lock"
    flock -w 300 9 || die "another deploy/kafka/start or stop has been at $dir for five minutes"
}

broker_port() {
    printf '%d\n' "$((port + $1 - 1))"
}

controller_port() {
    printf '%d\n' "$((port + brokers + $1 - 1))"
}

bootstrap() {
    local n list=''
    for ((n = 1; n <= brokers; n++)); do list+=,127.0.0.1:$(broker_port "$n"); done
    printf '%s\n' "${list#,}"
}

# The process id of broker $1; fails if it does not run. An id that the system has given to another
# program since is not ours, and a zombie has no command line.
broker_pid() {
    local pid
    pid=$(cat "$dir/broker-$1/pid" 2>/dev/null) || return 1
    grep -q -z -F -x "$dir/broker-$1/server.properties" "/proc/$pid/cmdline" 2>/dev/null ||
        return 1
    printf '%s\n' "$pid"
}

# Whether process $1 has been stopped by a signal, as a test may do.
suspended() {
    grep -q '^State:[[:space:]]*T' "/proc/$1/status" 2>/dev/null
}

port_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The node that leads the controllers, in the words of the running broker with the newest epoch.
controller() {
    local n file leader epoch best=-1 found=''
    for ((n = 1; n <= brokers; n++)); do
        broker_pid "$n" >/dev/null || continue
        file=$dir/broker-$n/data/__cluster_metadata-0/quorum-state
        leader=$(grep -o '"leaderId":[0-9-]*' "$file" 2>/dev/null | cut -d: -f2) || continue
        epoch=$(grep -o '"leaderEpoch":[0-9]*' "$file" | cut -d: -f2)
        if ((epoch > best && leader > 0)); then best=$epoch found=$leader; fi
    done
    printf '%s\n' "${found:-unknown}"
}
