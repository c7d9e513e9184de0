//! **Dynamic Route Segments** (Next.js 13, 14, 15): an argument that is named like the segment.
//!
//! | route | URL | `slug` |
//! | --- | --- | --- |
//! | `/dynamic-route-segments/items/[slug]` | `/dynamic-route-segments/items/a` | `"a"` |
//! | | `/dynamic-route-segments/items/b` | `"b"` |
//! | | `/dynamic-route-segments/items/c` | `"c"` |
//!
//! A misspelt name is a compile error:
//!
//! ```compile_fail
//! # use route_runtime::{NextResponse, route};
//! #[route("/items/[slug]")]
//! async fn GET(slag: String) -> NextResponse {
//!     NextResponse::new(slag)
//! }
//! // error: `slag` does not name a dynamic segment of this route
//! //        help: did you mean `slug`?
//! ```

use route_runtime::{NextRequest, NextResponse, route};

/// ```ts
/// // app/items/[slug]/route.ts
/// export async function GET(request: Request, { params }: { params: Promise<{ slug: string }> }) {
///   const slug = (await params).slug
///   return new Response(slug)
/// }
/// ```
#[route("/dynamic-route-segments/items/[slug]")]
pub async fn GET(_request: NextRequest, slug: String) -> NextResponse {
    NextResponse::new(slug)
}
