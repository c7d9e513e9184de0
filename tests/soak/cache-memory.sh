#!/usr/bin/env bash
# A route asked for 1,000,000 different slugs, with the default store of 50 MB and with one of 8 MB: how much memory the process takes.
# Fails above the bound and 20%. `cache-memory.sh [slugs] [bytes]` runs it once, with other numbers.
set -euo pipefail
cd "$(dirname "$0")"
run() { cargo run --quiet --release -p route-soak --bin cache-memory -- "$@"; }

if [[ $# -gt 0 ]]; then
    run "$@"
else
    run 1000000 50000000
    run 1000000 8000000
fi
