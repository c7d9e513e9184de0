#!/usr/bin/env bash
# Starts Redis and two instances that share it, and says what to ask them. Ctrl-C ends all three.
set -euo pipefail

usage() {
    cat << 'END'
usage: run.sh [--redis PORT] [--one PORT] [--two PORT] [--takes MILLISECONDS]

  --redis  the port of redis-server      (a free one)
  --one    the port of the one instance  (3001)
  --two    the port of the other one     (3002)
  --takes  how long an answer takes to make, as if a database had to be asked (300)

A port of 0 is a free one. Needs redis-server, cargo and curl.
END
}

redis=0 one=3001 two=3002 takes=300
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage; exit ;;
        --redis | --one | --two | --takes)
            [[ ${2:-} =~ ^[0-9]+$ ]] || { echo "run.sh: \`$1\` needs a number" >&2; exit 2; }
            declare "${1#--}=$2"
            shift 2
            ;;
        *) echo "run.sh: unknown option \`$1\`" >&2; usage >&2; exit 2 ;;
    esac
done
for program in redis-server cargo curl; do
    command -v "$program" > /dev/null || { echo "run.sh: there is no $program" >&2; exit 1; }
done

cd "$(dirname "$0")"
cargo build --quiet -p cluster
program=$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug/cluster

folder=$(mktemp -d)
processes=()
finish() {
    trap - EXIT INT TERM
    # The instances first: they answer what they have begun.
    for ((at = ${#processes[@]} - 1; at >= 0; at--)); do
        kill "${processes[at]}" 2> /dev/null || true
        wait "${processes[at]}" 2> /dev/null || true
    done
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 0' INT TERM

# Waits for a line of a log and prints what stands behind the text in it.
wait_for() {
    local log=$1 text=$2 found
    for _ in $(seq 200); do
        found=$(sed -n "s|.*$text||p" "$log" | head -n 1)
        if [[ -n $found ]]; then
            echo "$found"
            return
        fi
        sleep 0.05
    done
    cat "$log" >&2
    return 1
}

start_redis() {
    redis-server --port "$1" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" > "$folder/redis.log" &
    processes=("$!")
    for _ in $(seq 100); do
        if grep -q 'Ready to accept connections' "$folder/redis.log"; then
            return
        fi
        kill -0 "${processes[0]}" 2> /dev/null || return 1
        sleep 0.05
    done
    return 1
}

if [[ $redis -ne 0 ]]; then
    start_redis "$redis" || { cat "$folder/redis.log" >&2; exit 1; }
else
    # redis-server chooses no port by itself.
    for _ in $(seq 10); do
        redis=$((20000 + RANDOM % 10000))
        if start_redis "$redis"; then break; fi
        redis=0
    done
    [[ $redis -ne 0 ]] || { echo "run.sh: redis-server finds no free port" >&2; exit 1; }
fi

# Without it each finds out by itself which build it is, which takes a debug build seconds, and shares nothing until then.
export ROUTE_BUILD_ID=${ROUTE_BUILD_ID:-run.sh}

start() {
    "$program" --port "$1" --redis "redis://127.0.0.1:$redis" --data "$folder/posts" --takes "$takes" > "$folder/$2.log" &
    processes+=("$!")
}
start "$one" one
start "$two" two
one=$(wait_for "$folder/one.log" 'Listening on http://127.0.0.1:')
two=$(wait_for "$folder/two.log" 'Listening on http://127.0.0.1:')

cat << END
Redis listens on port $redis (process ${processes[0]}), the instances on $one and $two. Ask them:

  curl -d 'Hello from the first' localhost:$one/posts/hello     # write a post
  curl -i localhost:$one/posts/hello                            # $one makes the answer, after $takes ms: MISS
  curl -i localhost:$two/posts/hello                            # and $two serves it at once: HIT
  curl localhost:$one/posts localhost:$two/posts/hello/words    # a list, good for 10 seconds; a cached function
  curl -d 'Changed by the second' localhost:$two/posts/hello    # what one writes ...
  curl -i localhost:$one/posts/hello                            # ... the other serves at its next request
  curl -X POST 'localhost:$one/revalidate?tag=posts&life=max'   # or ?tag=posts, ?path=/posts/hello
  kill -STOP ${processes[0]}; time curl localhost:$two/posts/hello   # Redis stands still: 0.2 seconds more, and no failure
  kill -CONT ${processes[0]}

Ctrl-C ends all.
END
# Until a signal, or one of them has ended.
wait -n || true
echo "run.sh: one of the processes has ended" >&2
exit 1
