#![deny(dead_code)]

use route_runtime::middleware;

#[middleware]
async fn guard() {}

fn main() {}
