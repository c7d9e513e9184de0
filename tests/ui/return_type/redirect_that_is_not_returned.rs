// In Next.js it throws; here it is a value.
#![deny(unused_must_use)]

use route_runtime::{NextResponse, Result, redirect, route, routes};

#[route("/account")]
async fn GET() -> Result {
    redirect("/login");
    Ok(NextResponse::json("the account"))
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
