//! **Cookies** (Next.js 14, 15): `cookies()` in any function below a handler, the header `Set-Cookie`, and `request.cookies`.

use route_runtime::{Cookie, NextRequest, NextResponse, Result, RouteError, cookies, route};

/// `cookies()` writes too, from any function below the handler.
///
/// ```ts
/// // app/theme/route.ts
/// async function remember(theme: string) {
///   const cookieStore = await cookies()
///   cookieStore.set('theme', theme)
/// }
///
/// export async function POST() {
///   await remember('dark')
///   return new Response('Hello, Next.js!')
/// }
/// ```
#[route("/cookies/theme")]
pub async fn POST() -> NextResponse {
    remember("dark");
    NextResponse::new("Hello, Next.js!")
}

fn remember(theme: &'static str) {
    cookies().set("theme", theme);
}

/// What is an uncaught `TypeError` in TypeScript, a cookie that is not there, has to be thought of here. The JavaScript of the document
/// has `${token}`, the object, and so sends the text `[object Object]`; a [`Cookie`] is no text, and its value is asked for.
///
/// ```ts
/// // app/set-cookie/route.ts
/// export async function GET(request: Request) {
///   const cookieStore = await cookies()
///   const token = cookieStore.get('token')
///   return new Response('Hello, Next.js!', {
///     status: 200,
///     headers: { 'Set-Cookie': `token=${token.value}` },
///   })
/// }
/// ```
#[route(GET "/cookies/set-cookie")]
pub async fn set_cookie() -> Result {
    let Some(token) = cookies().get("token") else {
        return Err(RouteError::new(400, "there is no cookie `token`"));
    };
    // A cookie, and not a text: a `;` that a client has put into the value adds no attributes.
    let token = Cookie::new("token", token.value().to_owned());
    Ok(NextResponse::new("Hello, Next.js!").with_status(200).with_header("set-cookie", &token))
}

/// ```ts
/// // app/request/route.ts
/// export async function GET(request: NextRequest) {
///   const token = request.cookies.get('token')
///   return new Response(token?.value)
/// }
/// ```
#[route(GET "/cookies/request")]
pub async fn of_the_request(request: NextRequest) -> NextResponse {
    let token = request.cookies().get("token");
    NextResponse::new(token.map(|token| token.value().to_owned()).unwrap_or_default())
}
