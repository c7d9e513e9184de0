//! **Dynamic Functions** (Next.js 13, 14): `cookies()` and `headers()`, in a handler or in a function that it calls.
//!
//! The headings below it, Cookies and Headers, are [`cookies`](crate::cookies) and [`headers`](crate::headers).

use route_runtime::{NextResponse, cookies, headers, route};

/// ```ts
/// // app/greeting/route.ts
/// async function language() {
///   const chosen = (await cookies()).get('lang')?.value
///   return chosen ?? (await headers()).get('accept-language') ?? 'en'
/// }
///
/// export async function GET() {
///   return new Response((await language()) === 'de' ? 'Hallo!' : 'Hello!')
/// }
/// ```
#[route("/dynamic-functions/greeting")]
pub async fn GET() -> NextResponse {
    NextResponse::new(if language() == "de" { "Hallo!" } else { "Hello!" })
}

fn language() -> String {
    let chosen = cookies().get("lang").map(|lang| lang.value().to_owned());
    chosen.or_else(|| Some(headers().joined("accept-language")?.into_owned())).unwrap_or_else(|| "en".to_owned())
}
