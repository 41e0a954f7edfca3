#!/usr/bin/env bash
# From a fresh clone to a running script: install, build, start a broker, a runtime and the demo tools, submit, stop.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: deploy/run.sh [options] [SCRIPT]

Installs the system packages that are missing, builds the release of `enclave`, starts the demo tools, a broker and a
runtime on free ports of this machine, submits SCRIPT, shows its events, stops everything and exits with the script's
status: 0 it succeeded, 1 it failed or was refused, 3 something did not start.

SCRIPT is a file, or - for standard input; examples/revenue-by-country.js unless you name one.

  --serve           keep serving until Ctrl-C instead of submitting a script
  --listen PORT     where the broker listens on 127.0.0.1; 7070 with --serve, else a free port
  --runtimes COUNT  how many runtimes to start, each a process; 1 unless you say more
  --config FILE     the broker's configuration; examples/enclave.yaml unless you name one
  --json            show the events as they are on the wire, one JSON object a line
  --debug           build and run without optimisation
  --no-install      do not look for system packages
  --help            this text

Environment: ENCLAVE_BUILD_FOLDER is where `swift build` works, .build by default.
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
start_directory=$PWD
build_folder=${ENCLAVE_BUILD_FOLDER:-$root/.build}
configuration=release
script=$root/examples/revenue-by-country.js
broker_configuration=$root/examples/enclave.yaml
serve=no
install=yes
listen_port=
runtime_count=1
run_options=()
logs=
children=()

say() { printf '\033[2m%s\033[0m\n' "$*" | plain_unless_terminal >&2; }
plain_unless_terminal() { if [[ -t 2 && -z ${NO_COLOR-} ]]; then cat; else sed 's/\x1b\[[0-9;]*m//g'; fi; }
fail() { printf 'deploy/run.sh: %s\n' "$*" >&2; exit 3; }
usage_error() { printf 'deploy/run.sh: %s\n\n' "$*" >&2; usage >&2; exit 2; }

absolute() { if [[ $1 == /* ]]; then printf '%s\n' "$1"; else printf '%s\n' "$start_directory/$1"; fi; }
is_number() { [[ $1 =~ ^[0-9]{1,5}$ ]]; }

parse_arguments() {
    local scripts=0
    while [[ $# -gt 0 ]]; do
        case $1 in
            --serve) serve=yes ;;
            --json) run_options+=(--json) ;;
            --debug) configuration=debug ;;
            --no-install) install=no ;;
            --listen | --runtimes | --config)
                [[ $# -ge 2 ]] || usage_error "$1 needs a value"
                case $1 in
                    --listen) is_number "$2" || usage_error "--listen needs a port"; listen_port=$2 ;;
                    --runtimes) [[ $2 =~ ^[1-9][0-9]?$ ]] || usage_error "--runtimes needs 1 to 99"; runtime_count=$2 ;;
                    --config) broker_configuration=$(absolute "$2") ;;
                esac
                shift
                ;;
            --help | -h) usage; exit 0 ;;
            -) script=-; scripts=$((scripts + 1)) ;;
            -*) usage_error "no such option: $1" ;;
            *) script=$(absolute "$1"); scripts=$((scripts + 1)) ;;
        esac
        shift
    done
    [[ $scripts -le 1 ]] || usage_error "one script at a time"
    [[ $serve == no || $scripts -eq 0 ]] || usage_error "--serve takes no script; submit it with curl or \`enclave run\`"
    [[ $script == - || -r $script ]] || usage_error "cannot read $script"
    [[ -r $broker_configuration ]] || usage_error "cannot read $broker_configuration"
}

build() {
    command -v swift >/dev/null || fail "no \`swift\` on the PATH; install a Swift 6.3 toolchain: https://www.swift.org/install/linux/"
    [[ $install == no ]] || "$root/deploy/install-dependencies.sh" || fail "system packages are missing"
    local product options=(-c "$configuration")
    # The interpreter is a tenth faster without frame pointers.
    [[ $configuration == debug ]] || options+=(--omit-frame-pointers)
    for product in enclave DemoTools; do
        say "building $product ($configuration); the first time takes minutes"
        swift build --package-path "$root" --scratch-path "$build_folder" "${options[@]}" --product "$product" >&2 \
            || fail "building $product failed"
    done
    binaries=$(swift build --package-path "$root" --scratch-path "$build_folder" "${options[@]}" --show-bin-path)
}

# Starts "$@" in the background; its output goes to $logs/$1.log.
start() {
    local name=$1
    shift
    "$@" >"$logs/$name.log" 2>&1 </dev/null &
    children+=("$!")
}

# Ends what was started, kindly first; called once, on the way out.
stop_all() {
    local status=$? child
    trap - EXIT
    for child in "${children[@]}"; do kill -TERM "$child" 2>/dev/null || true; done
    for _ in {1..50}; do
        any_alive || break
        sleep 0.1
    done
    for child in "${children[@]}"; do kill -KILL "$child" 2>/dev/null || true; done
    wait 2>/dev/null || true
    [[ -z $logs ]] || rm -rf "$logs"
    exit "$status"
}

any_alive() {
    local child
    for child in "${children[@]}"; do
        kill -0 "$child" 2>/dev/null && return 0
    done
    return 1
}

all_alive() {
    local child
    for child in "${children[@]}"; do
        kill -0 "$child" 2>/dev/null || return 1
    done
}

show_logs() {
    local log
    for log in "$logs"/*.log; do
        printf '%s\n' "--- $(basename "$log")" >&2
        tail -n 20 "$log" >&2
    done
}

# A port of the loopback that nobody listens on, below the range from which the kernel takes ports for clients.
free_port() {
    local port
    for _ in {1..200}; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return 0
        fi
    done
    fail "no free port between 20000 and 32000"
}

# Whether GET $2 on port $1 answers 200.
answers() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
        IFS= read -r -t 2 line <&3
        [[ $line == 'HTTP/1.1 200'* ]]
    ) 2>/dev/null
}

# Waits up to 20 seconds for the command "$@" to succeed, as long as everything that was started lives.
wait_for() {
    local what=$1
    shift
    for _ in {1..200}; do
        if "$@"; then return 0; fi
        all_alive || { show_logs; fail "$what ended before it was ready"; }
        sleep 0.1
    done
    show_logs
    fail "$what was not ready after 20 seconds"
}

start_tools() {
    start tools "$binaries/DemoTools" --listen 127.0.0.1:0
    wait_for "the demo tool server" grep -q 'listening on' "$logs/tools.log"
    local address
    address=$(sed -n 's|.*listening on http://||p' "$logs/tools.log")
    sed "s|127\.0\.0\.1:7171|$address|g" "$broker_configuration" >"$logs/enclave.yaml"
    say "demo tools on http://$address"
}

start_tiers() {
    local link_port number
    link_port=$(free_port)
    ENCLAVE_LISTEN=127.0.0.1:$listen_port ENCLAVE_RUNTIME_LISTEN=127.0.0.1:$link_port \
        start broker "$binaries/enclave" broker --config "$logs/enclave.yaml"
    wait_for "the broker" answers "$listen_port" /health
    for ((number = 1; number <= runtime_count; number++)); do
        start "runtime-$number" "$binaries/enclave" runtime --broker "ws://127.0.0.1:$link_port"
    done
    wait_for "the runtime" answers "$listen_port" /ready
    say "broker on http://127.0.0.1:$listen_port, $runtime_count runtime(s)"
}

main() {
    parse_arguments "$@"
    cd "$root"
    build
    logs=$(mktemp -d)
    trap stop_all EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    if [[ -z $listen_port ]]; then
        if [[ $serve == yes ]]; then listen_port=7070; else listen_port=$(free_port); fi
    fi
    start_tools
    start_tiers

    if [[ $serve == yes ]]; then
        cat <<TEXT
Serving on http://127.0.0.1:$listen_port until Ctrl-C. Submit a script:

  curl -N http://127.0.0.1:$listen_port/sessions -H 'Content-Type: application/json' \\
       -d '{"code": "const page = await callTool(\"users:list\", { limit: 2 }); return page.items;"}'
TEXT
        wait -n "${children[@]}" || true
        show_logs
        fail "one of the processes ended"
    fi

    "$binaries/enclave" run "$script" --broker "http://127.0.0.1:$listen_port" "${run_options[@]}"
}

main "$@"
