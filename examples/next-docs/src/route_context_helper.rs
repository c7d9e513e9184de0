//! **Route Context Helper** (Next.js 16): the type of a path's parameters, made from the path.
//!
//! In the module form the attribute makes `Params`, where TypeScript has `RouteContext<'/users/[id]'>`.

use route_runtime::route;

/// ```ts
/// // app/users/[id]/route.ts
/// export async function GET(_req: NextRequest, ctx: RouteContext<'/users/[id]'>) {
///   const { id } = await ctx.params
///   return Response.json({ id })
/// }
/// ```
#[route("/route-context-helper/users/[id]")]
pub mod users {
    use route_runtime::{NextRequest, NextResponse};
    use serde_json::json;

    /// One user.
    pub async fn GET(_req: NextRequest, Params { id }: Params) -> NextResponse {
        NextResponse::json(json!({ "id": id }))
    }
}

/// A `Params` of one's own has types; a value that does not parse is answered with 400.
///
/// ```ts
/// // app/orders/[id]/lines/[line]/route.ts
/// export async function GET(_req: NextRequest, ctx: RouteContext<'/orders/[id]/lines/[line]'>) {
///   const { id, line } = await ctx.params
///   return Response.json({ id: Number(id), line: Number(line) })
/// }
/// ```
#[route("/route-context-helper/orders/[id]/lines/[line]")]
pub mod lines {
    use route_runtime::NextResponse;
    use serde_json::json;

    /// Checked against the path: a field that names no segment does not compile.
    pub struct Params {
        /// `[id]`
        pub id: u64,
        /// `[line]`
        pub line: u8,
    }

    /// One line of an order.
    pub async fn GET(Params { id, line }: Params) -> NextResponse {
        NextResponse::json(json!({ "id": id, "line": line }))
    }
}
