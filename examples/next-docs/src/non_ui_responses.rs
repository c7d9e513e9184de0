//! **Non-UI Responses** (Next.js 13, 14, 15): a feed. `sitemap.xml` and the others that have support of their own are
//! [`special_route_handlers`](crate::special_route_handlers).

use route_runtime::{NextResponse, route};

const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0">

<channel>
  <title>Next.js Documentation</title>
  <link>https://nextjs.org/docs</link>
  <description>The React Framework for the Web</description>
</channel>

</rss>"#;

/// ```ts
/// // app/rss.xml/route.ts
/// export async function GET() {
///   return new Response(FEED, { headers: { 'Content-Type': 'text/xml' } })
/// }
/// ```
#[route("/non-ui-responses/rss.xml")]
pub async fn GET() -> NextResponse {
    NextResponse::new(FEED).with_header("content-type", "text/xml")
}

/// The JavaScript of the Next.js 15 document leaves the header out, so the feed is sent as plain text, in UTF-8.
///
/// ```js
/// // app/feed/route.js
/// export async function GET() {
///   return new Response(FEED)
/// }
/// ```
#[route(GET "/non-ui-responses/feed")]
pub async fn without_a_type() -> NextResponse {
    NextResponse::new(FEED)
}
