//! **Redirects** (Next.js 14, 15): `redirect` ends the handler. In TypeScript it throws; here it is the error that the handler
//! returns.

use route_runtime::{NextRequest, Result, redirect, route};

/// ```ts
/// // app/old/route.ts
/// export async function GET(request: Request) {
///   redirect('https://nextjs.org/')
/// }
/// ```
#[route("/redirects/old")]
pub async fn GET(_request: NextRequest) -> Result {
    Err(redirect("https://nextjs.org/"))
}
