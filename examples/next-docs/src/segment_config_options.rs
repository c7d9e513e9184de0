//! **Segment Config Options** (Next.js 13, 14, 15): constants of the file in TypeScript, arguments of the attribute here.
//!
//! The document shows the defaults. Those of the cache (`dynamic`, `dynamicParams`, `revalidate`, `fetchCache`) are still refused, and
//! the answer is made for each request until the route cache is there; the others are kept as data, for tools.

use route_runtime::route;

/// ```ts
/// // app/items/route.ts
/// export const dynamic = 'auto'
/// export const dynamicParams = true
/// export const revalidate = false
/// export const fetchCache = 'auto'
/// export const runtime = 'nodejs'
/// export const preferredRegion = 'auto'
/// ```
#[route("/segment-config-options/items", runtime = "nodejs", preferred_region = "auto")]
pub async fn GET() -> &'static str {
    "configured"
}
