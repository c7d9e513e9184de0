// A module of handlers that no table mounts is dead code too.
#![deny(dead_code)]

use route_runtime::route;

#[route("/items/[slug]")]
mod items {
    pub async fn GET(Params { slug }: Params) -> String {
        slug
    }
}

fn main() {}
