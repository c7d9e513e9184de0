#!/usr/bin/env bash
# 1,000,000 different slugs in a cache of 50 MB: how much memory they take. Fails above the bound and 20%.
set -euo pipefail
cd "$(dirname "$0")"
cargo run --quiet --release -p route-soak --bin cache-memory -- "$@"
