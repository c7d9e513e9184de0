#!/usr/bin/env bash
# What the macros cost at compile time: `cargo check` of a crate with N routes behind `#[route]` and one `routes!` over all of
# them, of N `route.rs` below an `#[app_dir]`, and of the same handlers mounted by hand with axum.
#
# "check" is a check from nothing but built dependencies, the figure that we promise; "touched" is what a developer waits for after
# saving a file, with rustc's incremental cache. Each is the best of several runs.
set -euo pipefail
# A crate that does not compile is not measured: `best` runs in a substitution, which forgets `-e` otherwise.
shopt -s inherit_errexit

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    echo "usage: compile-cost.sh [routes] [runs]     (1000 routes, 5 runs)"
    exit
fi
routes=${1:-1000}
runs=${2:-5}
per_file=20

root=$(cd "$(dirname "$0")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}/compile-cost
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# name -> the crate's folder, with all but its sources
crate() {
    mkdir -p "$out/$1/src"
    cat > "$out/$1/Cargo.toml" << TOML
[package]
name = "$1"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
axum = { version = "0.8.9", default-features = false, features = ["json", "query"] }
route-runtime = { path = "$root/route-runtime" }
serde = { version = "1", features = ["derive"] }
TOML
    cp "$root/Cargo.lock" "$root/rust-toolchain.toml" "$out/$1/"
    cat > "$out/$1/src/model.rs" << 'RUST'
use serde::{Deserialize, Serialize};

#[derive(Clone)]
pub struct Db {
    pub name: String,
}

#[derive(Serialize, Deserialize)]
pub struct Item {
    pub id: u64,
    pub name: String,
}

#[derive(Deserialize)]
pub struct Page {
    pub page: u64,
}
RUST
}

# route's number -> the handlers' names in its file, and its file
resource() { echo "r$(($1 % per_file / 5))"; }
file() { echo "m$(($1 / per_file))"; }

# route's number -> its handler
ours() {
    local r path
    r=$(resource "$1")
    path="/$(file "$1")/$r"
    case $(($1 % 5)) in
        0) cat << RUST ;;
#[route(GET "$path")]
pub async fn ${r}_list(Query(page): Query<Page>, State(db): State<Db>) -> Json<Vec<Item>> {
    Json(vec![Item { id: page.page, name: db.name }])
}
RUST
        1) cat << RUST ;;
#[route(POST "$path")]
pub async fn ${r}_create(Json(item): Json<Item>) -> Json<Item> {
    Json(item)
}
RUST
        2) cat << RUST ;;
#[route(GET "$path/[id]")]
pub async fn ${r}_read(id: u64, State(db): State<Db>) -> Json<Item> {
    Json(Item { id, name: db.name })
}
RUST
        3) cat << RUST ;;
#[route(DELETE "$path/[id]")]
pub async fn ${r}_remove(id: u64) -> String {
    format!("{id} removed")
}
RUST
        4) cat << RUST ;;
#[route(PUT "$path/[id]/parts/[part]")]
pub async fn ${r}_part(req: NextRequest, id: u64, part: String) -> NextResponse {
    NextResponse::new(format!("{id} {part} {}", req.method()))
}
RUST
    esac
}

by_hand() {
    local r
    r=$(resource "$1")
    case $(($1 % 5)) in
        0) cat << RUST ;;
pub async fn ${r}_list(Query(page): Query<Page>, State(db): State<Db>) -> Json<Vec<Item>> {
    Json(vec![Item { id: page.page, name: db.name }])
}
RUST
        1) cat << RUST ;;
pub async fn ${r}_create(Json(item): Json<Item>) -> Json<Item> {
    Json(item)
}
RUST
        2) cat << RUST ;;
pub async fn ${r}_read(Path(id): Path<u64>, State(db): State<Db>) -> Json<Item> {
    Json(Item { id, name: db.name })
}
RUST
        3) cat << RUST ;;
pub async fn ${r}_remove(Path(id): Path<u64>) -> String {
    format!("{id} removed")
}
RUST
        4) cat << RUST ;;
pub async fn ${r}_part(Path((id, part)): Path<(u64, String)>, req: Request) -> Response {
    format!("{id} {part} {}", req.method()).into_response()
}
RUST
    esac
}

# route's number -> the call that mounts it by hand
mounted() {
    local r path
    r=$(resource "$1")
    path="/$(file "$1")/$r"
    case $(($1 % 5)) in
        0) echo "        .route(\"$path\", get(${r}_list))" ;;
        1) echo "        .route(\"$path\", post(${r}_create))" ;;
        2) echo "        .route(\"$path/{id}\", get(${r}_read))" ;;
        3) echo "        .route(\"$path/{id}\", delete(${r}_remove))" ;;
        4) echo "        .route(\"$path/{id}/parts/{part}\", put(${r}_part))" ;;
    esac
}

generate_ours() {
    local src=$out/ours/src names=(list create read remove part) n
    {
        echo '#![allow(unused_imports)]'
        echo 'mod model;'
        for ((n = 0; n < routes; n += per_file)); do echo "mod $(file $n);"; done
        echo 'fn main() {'
        echo '    let app: axum::Router<model::Db> = route_runtime::routes!['
        for ((n = 0; n < routes; n++)); do echo "        $(file $n)::$(resource $n)_${names[n % 5]},"; done
        echo '    ].into_router();'
        echo '    let _: axum::Router = app.with_state(model::Db { name: String::new() });'
        echo '}'
    } > "$src/main.rs"
    for ((n = 0; n < routes; n++)); do
        if ((n % per_file == 0)); then
            echo 'use crate::model::*;'
            echo 'use axum::{Json, extract::{Query, State}};'
            echo 'use route_runtime::{NextRequest, NextResponse, route};'
        fi >> "$src/$(file $n).rs"
        ours $n >> "$src/$(file $n).rs"
    done
}

generate_by_hand() {
    local src=$out/by_hand/src n i
    {
        echo '#![allow(unused_imports)]'
        echo 'mod model;'
        for ((n = 0; n < routes; n += per_file)); do echo "mod $(file $n);"; done
        echo 'fn main() {'
        echo '    let app: axum::Router<model::Db> = axum::Router::new()'
        for ((n = 0; n < routes; n += per_file)); do echo "        .merge($(file $n)::router())"; done
        echo '        ;'
        echo '    let _: axum::Router = app.with_state(model::Db { name: String::new() });'
        echo '}'
    } > "$src/main.rs"
    for ((n = 0; n < routes; n += per_file)); do
        {
            echo 'use crate::model::*;'
            echo 'use axum::extract::{Path, Query, Request, State};'
            echo 'use axum::response::{IntoResponse, Response};'
            echo 'use axum::routing::{delete, get, post, put};'
            echo 'use axum::{Json, Router};'
            echo 'pub fn router() -> Router<Db> {'
            echo '    Router::new()'
            for ((i = n; i < n + per_file && i < routes; i++)); do mounted $i; done
            echo '}'
            for ((i = n; i < n + per_file && i < routes; i++)); do by_hand $i; done
        } > "$src/$(file $n).rs"
    done
}

# One folder for each route: its number is a part of the path, where the other crates have several methods on one path.
generate_files() {
    local src=$out/files/src n r folder
    {
        echo 'mod model;'
        echo '#[route_runtime::app_dir("src/app", state = crate::model::Db)]'
        echo 'mod app {}'
        echo 'fn main() {'
        echo '    let _: axum::Router = app::routes().into_router().with_state(model::Db { name: String::new() });'
        echo '}'
    } > "$src/main.rs"
    cat > "$out/files/build.rs" << 'RUST'
fn main() {
    println!("cargo::rerun-if-changed=src/app");
    println!("cargo::rustc-env=ROUTE_APP_DIR=src/app");
}
RUST
    for ((n = 0; n < routes; n++)); do
        r=$(resource $n)
        folder=$src/app/$(file $n)/n$n
        case $((n % 5)) in
            2 | 3) folder+='/[id]' ;;
            4) folder+='/[id]/parts/[part]' ;;
        esac
        mkdir -p "$folder"
        {
            echo '#![allow(unused_imports)]'
            echo 'use crate::model::*;'
            echo 'use axum::{Json, extract::{Query, State}};'
            echo 'use route_runtime::{NextRequest, NextResponse, route};'
            ours $n | sed 's/^#\[route(\([A-Z]*\) ".*")\]/#[route(\1)]/'
        } > "$folder/route.rs"
    done
}

# crate -> milliseconds of the best check
best() {
    local start took best=
    for ((run = 0; run <= runs; run++)); do
        touch "$out/$1/src/main.rs"
        start=${EPOCHREALTIME/[.,]/}
        cargo check --quiet --manifest-path "$out/$1/Cargo.toml" >&2
        took=$(((${EPOCHREALTIME/[.,]/} - start) / 1000))
        # The first run builds the dependencies.
        if ((run > 0)) && [[ -z $best || $took -lt $best ]]; then best=$took; fi
    done
    echo "$best"
}

for crate in ours files by_hand; do
    crate $crate
    generate_$crate
done

export CARGO_TARGET_DIR=$target
printf '%-10s %8s %-8s %10s %10s %8s\n' what routes crate by_hand ours ratio
for what in check touched; do
    if [[ $what == check ]]; then export CARGO_INCREMENTAL=0; else export CARGO_INCREMENTAL=1; fi
    by_hand=$(best by_hand)
    for crate in ours files; do
        ours=$(best $crate)
        awk -v what=$what -v routes="$routes" -v crate=$crate -v by_hand="$by_hand" -v ours="$ours" 'BEGIN {
            printf "%-10s %8d %-8s %7d ms %7d ms %8.2f\n", what, routes, crate, by_hand, ours, ours / by_hand
        }'
    done
done
