//! **With Cache Components** (Next.js 16): four handlers, which Next.js 16 tells apart by what they do when it builds the app.
//!
//! Nothing is made at build time here: what is static says so, and is made once, when it is asked for first or, with `App::prerender`,
//! when the program starts.

use crate::Upstream;
use axum::extract::State;
use route_runtime::{NextResponse, Result, cached, fetch, headers, route};
use serde_json::{Value, json};

/// Static: nothing in it depends on a request, so Next.js makes it at build time.
///
/// ```ts
/// // app/api/project-info/route.ts
/// export async function GET() {
///   return Response.json({ projectName: 'Next.js' })
/// }
/// ```
#[route(GET "/with-cache-components/api/project-info", revalidate = false)]
pub async fn project_info() -> NextResponse {
    NextResponse::json(json!({ "projectName": "Next.js" }))
}

/// Dynamic: it has another value each time.
///
/// ```ts
/// // app/api/random-number/route.ts
/// export async function GET() {
///   return Response.json({ randomNumber: Math.random() })
/// }
/// ```
#[route(GET "/with-cache-components/api/random-number")]
pub async fn random_number() -> NextResponse {
    NextResponse::json(json!({ "randomNumber": fastrand::f64() }))
}

/// Runtime data: it reads the request.
///
/// ```ts
/// // app/api/user-agent/route.ts
/// export async function GET() {
///   const headersList = await headers()
///   const userAgent = headersList.get('user-agent')
///   return Response.json({ userAgent })
/// }
/// ```
#[route(GET "/with-cache-components/api/user-agent")]
pub async fn user_agent() -> NextResponse {
    let headers_list = headers();
    let user_agent = headers_list.joined("user-agent");
    NextResponse::json(json!({ "userAgent": user_agent }))
}

/// Cached: a query whose result may be kept for hours. As in Next.js, it is a function below the handler that is cached, and not the
/// handler's body. The answer is made for each request; with `revalidate = 3600` the route would keep that, too.
///
/// ```ts
/// // app/api/products/route.ts
/// export async function GET() {
///   const products = await getProducts()
///   return Response.json(products)
/// }
///
/// async function getProducts() {
///   'use cache'
///   cacheLife('hours')
///   return await db.query('SELECT * FROM products')
/// }
/// ```
#[route(GET "/with-cache-components/api/products")]
pub async fn products(State(db): State<Upstream>) -> Result {
    let products = get_products(db).await?;
    Ok(NextResponse::json(&products))
}

/// `key` says what tells calls apart, which the database does not.
#[cached(life = "hours", key = ())]
async fn get_products(db: Upstream) -> Result<Value> {
    Ok(fetch(db.url("/products")).await?.json().await?)
}
