#!/usr/bin/env bash
# Runs rust-analyzer over the workspace and fails if it reports a diagnostic: the compiler reports none.
#
# usage: tests/rust-analyzer.sh
#
# On Debian it takes the analyzer with the toolchain it was built for (rust-web-analyzer, rustc-web, cargo-web), and installs
# them if need be; elsewhere whatever `rust-analyzer` is.
set -euo pipefail
cd "$(dirname "$0")/.."

if command -v apt-get >/dev/null && [ ! -x /usr/bin/rust-analyzer ]; then
  apt-get update
  apt-get install -y rust-web-analyzer rustc-web cargo-web
fi
if [ -x /usr/bin/rust-analyzer ]; then
  export RUSTC=/usr/bin/rustc CARGO=/usr/bin/cargo PATH=/usr/bin:$PATH
  unset RUSTUP_TOOLCHAIN
fi
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target/rust-analyzer}

# `inactive-code` is what the editor shows grey: a module under `#[cfg(test)]`.
report=$(mktemp)
trap 'rm -f "$report"' EXIT
rust-analyzer diagnostics . >"$report" 2>&1 || true
grep -aq 'diagnostic scan complete' "$report" || { tail -n 20 "$report" >&2; exit 1; }
if tr '\r' '\n' <"$report" | grep -aoE 'at crate .*' | grep -av 'inactive-code'; then
  echo "rust-analyzer reports what the compiler does not" >&2
  exit 1
fi
echo "no diagnostics"
