#!/usr/bin/env bash
# Counts the instructions of one request, for each shape, behind our macros and written by hand for axum.
#
# Two runs of different length under callgrind; what is different between them is the loop alone, so start-up and the building
# of the router are not counted. "raw" is all of one request and the figure that we promise; "net" leaves out what it costs to
# make the request, which is the same on both sides.
set -euo pipefail

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    echo "usage: instructions.sh [shape]...     (needs valgrind; without arguments: all shapes)"
    exit
fi
command -v valgrind > /dev/null || { echo "instructions.sh: valgrind is not installed" >&2; exit 1; }

cd "$(dirname "$0")"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

bench=$(cargo build --quiet --release -p route-benches --message-format=json \
    | sed -n 's/.*"executable":"\([^"]*route-benches\)".*/\1/p' | tail -n 1)

# shape, side, iterations -> all instructions of the run
count() {
    valgrind --tool=callgrind --callgrind-out-file="$out/$1.$2.$3" "$bench" "$1" "$2" "$3" 2> "$out/log" \
        || { cat "$out/log" >&2; exit 1; }
    sed -n 's/^summary: //p; s/^totals: //p' "$out/$1.$2.$3" | head -n 1
}

# shape, side -> instructions of one request
per_request() {
    echo $((($(count "$1" "$2" "$long") - $(count "$1" "$2" "$short")) / (long - short)))
}

if [[ $# -gt 0 ]]; then shapes=("$@"); else mapfile -t shapes < <("$bench" list); fi

printf '%-16s %9s %9s %9s %8s %8s\n' shape request axum ours raw net
for shape in "${shapes[@]}"; do
    # By hand it serializes 100 kB each time.
    case $shape in cached_large) short=10 long=60 ;; *) short=1000 long=11000 ;; esac
    request=$(per_request "$shape" request)
    axum=$(per_request "$shape" axum)
    ours=$(per_request "$shape" ours)
    awk -v shape="$shape" -v request="$request" -v axum="$axum" -v ours="$ours" 'BEGIN {
        printf "%-16s %9d %9d %9d %8.3f %8.3f\n", shape, request, axum, ours, ours / axum, (ours - request) / (axum - request)
    }'
done
