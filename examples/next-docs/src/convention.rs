//! **Convention** (all documents): a handler is a function with the name of its method.
//!
//! The Next.js 14 document adds `export const dynamic = 'force-dynamic'`. That is what a handler here does anyway: nothing is
//! cached without being asked for.

use route_runtime::{NextRequest, route};

/// ```ts
/// // app/api/route.ts
/// export const dynamic = 'force-dynamic'
///
/// export async function GET(request: Request) {}
/// ```
#[route("/convention/api")]
pub async fn GET(_request: NextRequest) {}
