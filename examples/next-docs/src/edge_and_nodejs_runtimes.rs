//! **Edge and Node.js Runtimes** (Next.js 13, 14): where a handler is to run. Today it is kept as data, for tools, and both run in
//! this server.

use route_runtime::route;

/// ```ts
/// // app/edge/route.ts
/// export const runtime = 'edge' // 'nodejs' is the default
/// ```
#[route(GET "/edge-and-nodejs-runtimes/edge", runtime = "edge")]
pub async fn edge() -> &'static str {
    "edge"
}

/// ```ts
/// // app/nodejs/route.ts
/// export const runtime = 'nodejs'
/// ```
#[route(GET "/edge-and-nodejs-runtimes/nodejs", runtime = "nodejs")]
pub async fn nodejs() -> &'static str {
    "nodejs"
}
