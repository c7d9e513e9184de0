use route_runtime::route;

#[route("/items")]
async unsafe fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = unsafe { GET() };
}
