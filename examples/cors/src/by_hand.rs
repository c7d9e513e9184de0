//! In a handler, as in the Next.js documents: for one path that every site may read.

use route_runtime::route;

#[route("/by-hand")]
pub(crate) mod by_hand {
    use route_runtime::NextResponse;

    fn with_cors(response: NextResponse) -> NextResponse {
        response
            .with_header("access-control-allow-origin", "*")
            .with_header("access-control-allow-methods", "GET, HEAD")
            .with_header("access-control-allow-headers", "content-type")
    }

    pub(crate) async fn GET() -> NextResponse {
        with_cors(NextResponse::new("read me"))
    }

    /// The preflight. Without it `OPTIONS` is answered, too, with `Allow` and no more.
    pub(crate) async fn OPTIONS() -> NextResponse {
        with_cors(NextResponse::new(()).with_status(204))
    }
}

pub(crate) use by_hand::route;
