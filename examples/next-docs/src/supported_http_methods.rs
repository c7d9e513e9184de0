//! **Supported HTTP Methods** (Next.js 14, 15, 15 start, 16): seven, and 405 for any other.
//!
//! Here 405 comes with `Allow`, and a method that HTTP does not know is a 405 too.

use route_runtime::route;

/// ```ts
/// // app/all/route.ts
/// export async function GET() { return new Response('GET') }
/// export async function HEAD() { return new Response(null) }
/// export async function POST() { return new Response('POST') }
/// // .. and so on
/// ```
#[route("/supported-http-methods/all")]
pub mod all {
    /// Reads.
    pub async fn GET() -> &'static str {
        "GET"
    }

    /// Reads the headers alone. Without it, HEAD runs GET.
    pub async fn HEAD() -> [(&'static str, &'static str); 1] {
        [("x-answered-by", "HEAD")]
    }

    /// Creates.
    pub async fn POST() -> &'static str {
        "POST"
    }

    /// Replaces.
    pub async fn PUT() -> &'static str {
        "PUT"
    }

    /// Changes.
    pub async fn PATCH() -> &'static str {
        "PATCH"
    }

    /// Removes.
    pub async fn DELETE() -> &'static str {
        "DELETE"
    }

    /// Tells what is possible. Without it, OPTIONS answers 204 with `Allow`.
    pub async fn OPTIONS() -> &'static str {
        "OPTIONS"
    }
}

/// ```ts
/// // app/one/route.ts
/// export async function GET() { return new Response('GET') }
/// ```
#[route("/supported-http-methods/one")]
pub async fn GET() -> &'static str {
    "GET"
}
