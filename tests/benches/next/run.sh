#!/usr/bin/env bash
# Requests per second and the 99th percentile of one cached route with a JSON body of about 1 kB: `next start` with `force-static`, and our
# release server. Both on this machine, one after the other, by 64 connections. Needs npm, wrk and cargo; installs `next` from npm into a
# folder that is removed at the end. Not part of CI: it measures, and judges nothing.
set -euo pipefail

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    echo "usage: run.sh [seconds]     (10; each server is warmed up for 3 seconds before)"
    echo "       NEXT_VERSION=16.4.6 run.sh     (latest)"
    exit
fi
seconds=${1:-10}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "run.sh: \`$seconds\` is no number of seconds" >&2; exit 2; }
for program in node npm wrk cargo curl; do
    command -v "$program" > /dev/null || { echo "run.sh: there is no $program" >&2; exit 1; }
done

here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
server=
stop() {
    if [[ -n $server ]]; then
        kill "$server" 2> /dev/null || true
        wait "$server" 2> /dev/null || true
        server=
    fi
}
trap 'stop; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

wait_for() {
    for _ in $(seq 300); do
        if curl -sf -o /dev/null "$1"; then return; fi
        kill -0 "$server" 2> /dev/null || break
        sleep 0.1
    done
    echo "run.sh: no answer from $1" >&2
    cat "$folder/server.log" >&2
    exit 1
}

# name, URL
measure() {
    local length cache
    wait_for "$2"
    length=$(curl -s "$2" | wc -c)
    cache=$(curl -si "$2" | tr -d '\r' | sed -n 's/^x-nextjs-cache: //Ip')
    wrk -t 1 -c 64 -d 3s "$2" > /dev/null
    wrk -t 1 -c 64 -d "${seconds}s" --latency "$2" > "$folder/wrk.log"
    # Errors and answers that are no 2xx would make the figures worth nothing.
    grep -E 'Socket errors|Non-2xx' "$folder/wrk.log" || true
    awk -v name="$1" -v length_="$length" -v cache="$cache" '
        /Requests\/sec/ { rate = $2 }
        $1 == "50%" { half = $2 }
        $1 == "99%" { most = $2 }
        END { printf "%-22s %10.0f requests/s   p50 %-9s p99 %-9s (%d bytes, %s)\n", name, rate, half, most, length_, cache }
    ' "$folder/wrk.log"
}

cargo build --quiet --release -p route-benches --example cached
target=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

mkdir -p "$folder/next/app/api/catalogue"
cp "$here/route.js" "$folder/next/app/api/catalogue/"
cd "$folder/next"
echo '{ "private": true, "type": "module" }' > package.json
export NEXT_TELEMETRY_DISABLED=1 NODE_ENV=production
npm install --silent --no-audit --no-fund "next@${NEXT_VERSION:-latest}" react react-dom
npx next build > "$folder/server.log" 2>&1 || { cat "$folder/server.log" >&2; exit 1; }
version=$(node -p 'JSON.parse(require("fs").readFileSync("node_modules/next/package.json")).version')

echo "next $version on node $(node --version), $(rustc --version), $(nproc) cores"
port=$(free_port)
node node_modules/next/dist/bin/next start -H 127.0.0.1 -p "$port" > "$folder/server.log" 2>&1 &
server=$!
measure "next start" "http://127.0.0.1:$port/api/catalogue"
stop

port=$(free_port)
"$target/release/examples/cached" "$port" > "$folder/server.log" 2>&1 &
server=$!
measure "route-runtime" "http://127.0.0.1:$port/api/catalogue"
stop
