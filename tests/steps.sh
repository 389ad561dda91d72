# shellcheck shell=bash
# SPDX-License-Identifier: EUPL-1.2
#
# Sourced by tests/run and tests/nightly: runs named steps one after the other, goes on after a
# failure, times each, counts what they tested and ends with a table and one line of totals.
#
# A step is a command; it counts as one test, or as many as it writes into $step_counts, which a
# program knows as $STEP_COUNTS (a line "PASSED FAILED SKIPPED", then the name of each that failed).

# shellcheck source-path=SCRIPTDIR source=../deploy/checkout.sh
source "$(dirname "${BASH_SOURCE[0]}")/../deploy/checkout.sh"

jobs=$(nproc)
shared=${BAROMETRE_SHARED_DIR:-$root/../shared}
steps_folder=$root/build/steps
step_counts=$steps_folder/counts-$$
passed=0 failed=0 skipped=0
summary=()
failures=()

# Runs the step $1, which is the rest of the arguments; what it prints is kept in build/steps.
step() {
    local name=$1 begin=$SECONDS result=passed p f s
    shift
    mkdir -p "$steps_folder"
    rm -f "$step_counts"
    printf '\n==> %s\n' "$name"
    if STEP_COUNTS=$step_counts "$@" 2>&1 | tee "$steps_folder/${name//[^[:alnum:]_-]/-}.log"; then
        p=1 f=0 s=0
    else
        p=0 f=1 s=0 result=FAILED
    fi
    if [[ -s $step_counts ]]; then
        read -r p f s <"$step_counts"
        # A step that failed in another way than by a test is a failure all the same.
        if [[ $result == FAILED ]] && ((f == 0)); then f=1; fi
        mapfile -t -O "${#failures[@]}" failures < <(tail -n +2 "$step_counts")
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    if ((f == 0 && p == 0 && s > 0)); then result=SKIPPED; fi
    note "$result" "$((SECONDS - begin))" "$p" "$f" "$s" "$name"
    printf '==> %s: %s, %d s\n' "$name" "$result" "$((SECONDS - begin))"
}

# Runs each line `name | command` of the table "${@:2}" as a step, with $1 (step or a wrapper of
# it). In a command @S stands for the folder of reference data, @B for that of the programs.
run_table() {
    local run=$1 line name command words
    shift
    for line in "$@"; do
        IFS='|' read -r name command <<<"$line"
        read -ra words <<<"$command"
        words=("${words[@]//@S/$shared}")
        "$run" "${name%"${name##*[! ]}"}" "${words[@]//@B/build/release/bin}"
    done
}

# Runs the command "$@" of a step if the reference data are there; else says so and counts it as
# skipped.
with_shared() {
    if [[ -d $shared ]]; then
        "$@"
    else
        printf '\nSKIPPED: the reference data are missing: %s\n\n' "$shared"
        echo 0 0 1 >"$step_counts"
    fi
}

note() {
    summary+=("$(printf '%-8s %6d s %7d passed %4d failed %4d skipped   %s' "$@")")
}

# The table of the steps, the names of the failed tests and the totals; the exit code of the whole.
finish() {
    printf '\n'
    printf '%s\n' "${summary[@]}"
    if ((${#failures[@]})); then printf 'FAILED: %s\n' "${failures[@]}"; fi
    printf '%d s in all\n\n' "$SECONDS"
    if ((skipped)); then
        printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    else
        printf '%d passed, %d failed\n' "$passed" "$failed"
    fi
    ((failed == 0 && passed > 0))
}

# Configures and builds the preset $1 as far as it goes.
build_preset() {
    cmake --preset "$1" && cmake --build --preset "$1" -- -k 0
}

# Runs the tests of the preset $1 with the further ctest arguments and counts each.
run_ctest() {
    local preset=$1 report=$steps_folder/ctest-$1.xml code=0
    shift
    rm -f "$report"
    UBSAN_OPTIONS=print_stacktrace=1 ASAN_SYMBOLIZER_PATH=$(command -v llvm-symbolizer-19) \
        ctest --preset "$preset" --no-tests=error -j "$jobs" --timeout 600 \
        --output-junit "$report" "$@" || code=$?
    python3 - "$report" >"$step_counts" <<'PYTHON'
import sys
import xml.etree.ElementTree as xml

suite = xml.parse(sys.argv[1]).getroot()
tests, failures, skipped, disabled = (
    int(suite.get(name, 0)) for name in ("tests", "failures", "skipped", "disabled"))
print(tests - failures - skipped - disabled, failures, skipped + disabled)
for case in suite.iter("testcase"):
    if case.get("status") == "fail":
        print(case.get("name"))
PYTHON
    return "$code"
}

# Runs the command "$@" with a real Kafka of one broker at BAROMETRE_KAFKA.
with_kafka() {
    local folder said code=0
    folder=$(mktemp -d)
    if said=$("$root/deploy/kafka/start" --brokers 1 --dir "$folder/kafka" \
        --port "$(free_ports 2)"); then
        BAROMETRE_KAFKA=${said##*BOOTSTRAP } "$@" || code=$?
    else
        printf '%s\n' "$said"
        code=1
    fi
    "$root/deploy/kafka/stop" --dir "$folder/kafka" || code=1
    rm -rf "$folder"
    return "$code"
}

# The C++ files in the folders "$@", one a line.
cpp_files() {
    (cd "$root" && find "$@" -name '*.[ch]pp' | sort)
}

check_format() {
    cpp_files domain platform projector ingest query-api cli tests |
        (cd "$root" && xargs clang-format-19 --dry-run --Werror)
}
