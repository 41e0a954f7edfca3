#!/usr/bin/env bash
# Everything that must hold before a change lands: install, build, run every test, check the release.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: deploy/test.sh [--quick] [--no-install]

Installs the system packages that are missing, builds, runs every test and prints a summary. Exits with 0 if everything
passed, else with 1 after running all the same whatever does not depend on what failed.

  --quick        only the debug build and its tests
  --no-install   do not look for system packages
  --help         this text

Environment: ENCLAVE_BUILD_FOLDER is where `swift build` works, .build by default.
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build_folder=${ENCLAVE_BUILD_FOLDER:-$root/.build}
quick=no
install=yes
summary=()
failures=0
counts=

for argument in "$@"; do
    case $argument in
        --quick) quick=yes ;;
        --no-install) install=no ;;
        --help | -h) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done

# Runs "${@:2}" under the name $1 and notes how it went; its status is that of the command.
step() {
    local name=$1 started=$SECONDS status=0
    shift
    printf '\n=== %s\n' "$name"
    "$@" || status=$?
    local outcome=passed
    if [[ $status -ne 0 ]]; then
        outcome="FAILED ($status)"
        failures=$((failures + 1))
    fi
    summary+=("$(printf '%-44s %-12s %5d s' "$name" "$outcome" $((SECONDS - started)))")
    return "$status"
}

skip() { summary+=("$(printf '%-44s %s' "$1" "skipped: $2")"); }

swift_build() { swift build --package-path "$root" --scratch-path "$build_folder" "$@"; }
# Handlers of the interpreter are a few instructions each; frame pointers would cost them about a tenth.
swift_release() { swift_build -c release --omit-frame-pointers "$@"; }
swift_test() { swift test --package-path "$root" --scratch-path "$build_folder" "$@"; }

# Runs the tests and keeps the last line of each run, "Test run with N tests …", for the summary.
run_tests() {
    local log status=0
    log=$(mktemp)
    swift_test --skip-build 2>&1 | tee "$log" || status=$?
    counts=$(sed -n 's/^.*Test run with /    /p' "$log")
    rm -f "$log"
    return "$status"
}

# The script tests once more, by the interpreter that ships: plainly, and with a collection at every allocation.
run_release_scripts() {
    local binary files
    binary=$(swift_release --show-bin-path)/Scripts
    mapfile -t files < <(find "$root/Tests/JavaScriptTests/Scripts" -name '*.js' | sort)
    "$binary" "${files[@]}" && "$binary" --collect-always "${files[@]}"
}

# Fuel and peak memory of every script test are the same in both builds, and so in both forms of the interpreter.
compare_figures() {
    local debug release files
    debug=$(swift_build --show-bin-path)/Scripts
    release=$(swift_release --show-bin-path)/Scripts
    mapfile -t files < <(find "$root/Tests/JavaScriptTests/Scripts" -name '*.js' | sort)
    diff <("$debug" --stats "${files[@]}") <("$release" --stats "${files[@]}") \
        && printf '%s scripts, the same figures\n' "${#files[@]}"
}

# Builds what users get. SwiftPM takes one product at a time.
build_release() {
    local product
    for product in Scripts enclave DemoTools; do
        swift_release --product "$product" || return
    done
}

# The examples and the tests of whole processes once more, with the programs that users get.
run_release_processes() {
    local binaries
    binaries=$(swift_release --show-bin-path)
    ENCLAVE_BINARIES=$binaries swift_test --skip-build --filter 'IntegrationTests\.(ExampleTests|ProcessTests)'
}

# The command of the README, for a script that succeeds and for one that fails.
run_deployment() {
    local status=0
    export ENCLAVE_BUILD_FOLDER=$build_folder
    "$root/deploy/run.sh" --no-install --runtimes 2 || return
    "$root/deploy/run.sh" --no-install --json "$root/examples/unhandled-error.js" >/dev/null || status=$?
    [[ $status -eq 1 ]] || { echo "a script that fails ended with $status instead of 1" >&2; return 1; }
}

# Checks of the release binary, each a program of its own that takes the folder of the binaries.
run_release_checks() {
    local binaries check
    binaries=$(swift_release --show-bin-path)
    for check in "$root"/deploy/checks/*; do
        [[ -x $check ]] || continue
        step "check $(basename "$check")" "$check" "$binaries" || true
    done
}

main() {
    cd "$root"
    swift --version 2>/dev/null | head -n 1 || { echo "deploy/test.sh: no \`swift\` on the PATH" >&2; exit 1; }

    if [[ $install == no ]] || step "system packages" deploy/install-dependencies.sh; then
        if step "debug build" swift_build --build-tests; then
            step "tests" run_tests || true
            [[ -z $counts ]] || summary+=("$counts")
        else
            skip "tests" "the build failed"
        fi
        if [[ $quick == yes ]]; then
            skip "release" "--quick"
        elif step "release build" build_release; then
            step "script tests, threaded interpreter" run_release_scripts || true
            step "examples and processes, release" run_release_processes || true
            step "deploy/run.sh" run_deployment || true
            step "fuel and memory, debug and release" compare_figures || true
            run_release_checks
        else
            skip "release checks" "the build failed"
        fi
    else
        skip "everything else" "system packages are missing"
    fi

    printf '\n=== summary, %d s\n' "$SECONDS"
    printf '%s\n' "${summary[@]}"
    if [[ $failures -gt 0 ]]; then
        printf '%d failed\n' "$failures"
        exit 1
    fi
    printf 'all passed\n'
}

main
