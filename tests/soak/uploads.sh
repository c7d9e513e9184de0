#!/usr/bin/env bash
# 1,000 uploads of 10 MB at one time: how much memory the server takes. Prints, and judges nothing.
set -euo pipefail
cd "$(dirname "$0")"
ulimit -n 4096
cargo run --quiet --release -p route-soak --bin route-soak -- "$@"
