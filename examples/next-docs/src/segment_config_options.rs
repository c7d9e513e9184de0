//! **Segment Config Options** (Next.js 13, 14, 15): constants of the file in TypeScript, arguments of the attribute here.
//!
//! The document shows the defaults of Next.js 14, where `revalidate = false` is one. Here it asks for an answer that is made once.

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
#[route(
    "/segment-config-options/items",
    dynamic = "auto",
    dynamic_params = true,
    revalidate = false,
    fetch_cache = "auto",
    runtime = "nodejs",
    preferred_region = "auto"
)]
pub async fn GET() -> &'static str {
    "configured"
}
