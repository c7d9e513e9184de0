//! A keyword as a parameter, a handler or a module.

use route_runtime::{route, routes};

#[route("/things/[type]/[...where]")]
async fn GET(r#where: Vec<String>, r#type: String) -> String {
    format!("{type} {where}", r#type = r#type, r#where = r#where.join("/"))
}

#[route(POST "/things/[type]")]
async fn r#move(r#type: u64) -> String {
    r#type.to_string()
}

#[route("/loops/[loop]")]
mod r#loop {
    pub async fn GET(Params { r#loop }: Params) -> String {
        r#loop
    }
}

// A keyword of the edition of 2024 only.
#[route("/generations/[gen]")]
mod generations {
    pub async fn GET(r#gen: u64) -> String {
        r#gen.to_string()
    }

    pub async fn PUT(Params { r#gen }: Params) -> String {
        r#gen
    }

    pub async fn DELETE() -> &'static str {
        "none"
    }
}

fn main() {
    assert_eq!(GET::url("a", ["b", "c"]), "/things/a/b/c");
    assert_eq!(r#move::PATTERN, "/things/[type]");
    let _: axum::Router = routes![GET, r#move, r#loop::route, generations::route].into_router();
}
