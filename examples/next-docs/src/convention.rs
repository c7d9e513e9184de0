//! **Convention** (all documents): a handler is a function with the name of its method.

use route_runtime::{NextRequest, route};

/// ```ts
/// // app/api/route.ts
/// export async function GET(request: Request) {}
/// ```
#[route("/convention/api")]
pub async fn GET(_request: NextRequest) {}

/// The Next.js 14 document has one line more. It says what a handler here does anyway: nothing is cached without being asked for.
///
/// ```ts
/// // app/dynamic/route.ts
/// export const dynamic = 'force-dynamic' // defaults to auto
///
/// export async function GET(request: Request) {}
/// ```
#[route(GET "/convention/dynamic", dynamic = "force-dynamic")]
pub async fn dynamic(_request: NextRequest) {}
