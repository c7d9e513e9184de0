//! **Special Route Handlers** (Next.js 15, 15 start, 16): `sitemap.ts`, `opengraph-image.tsx`, `icon.tsx` and the other metadata files,
//! which "remain static by default unless they use Dynamic APIs or dynamic config options". The documents name them without an example;
//! these are ours.
//!
//! Here they are routes like any other, with an answer of a type of their own, and are static where `revalidate = false` says so. As files
//! of an app directory, `sitemap.rs` and so on, they are static by themselves: the example `blog` has them so.

use route_runtime::manifest::Icon;
use route_runtime::og::{Align, Color, Justify, Node, Text};
use route_runtime::{ImageResponse, Manifest, NextRequest, Robots, RobotsRule, Sitemap, route};

/// ```ts
/// // app/sitemap.ts
/// export default function sitemap(): MetadataRoute.Sitemap {
///   return [{ url: 'https://acme.com' }, { url: 'https://acme.com/about' }]
/// }
/// ```
#[route(GET "/special-route-handlers/sitemap.xml", revalidate = false)]
pub async fn sitemap() -> Sitemap {
    Sitemap::new().urls(["https://acme.com", "https://acme.com/about"])
}

/// ```tsx
/// // app/opengraph-image.tsx
/// export default function Image() {
///   return new ImageResponse(
///     <div style={{ width: '100%', height: '100%', display: 'flex', alignItems: 'center', justifyContent: 'center', background: 'white' }}>
///       <div style={{ fontSize: 128 }}>About Acme</div>
///     </div>,
///     { width: 1200, height: 630 },
///   )
/// }
/// ```
#[route(GET "/special-route-handlers/opengraph-image", revalidate = false)]
pub async fn opengraph_image() -> ImageResponse {
    let middle = Node::row().align(Align::Center).justify(Justify::Center).background(Color::WHITE);
    ImageResponse::new(middle.child(Text::new("About Acme").size(128.0))).with_size(1200, 630)
}

/// ```tsx
/// // app/icon.tsx
/// export default function Icon() {
///   return new ImageResponse(
///     <div style={{ width: '100%', height: '100%', display: 'flex', alignItems: 'center', justifyContent: 'center', background: 'black' }}>
///       <div style={{ fontSize: 24, color: 'white' }}>A</div>
///     </div>,
///     { width: 32, height: 32 },
///   )
/// }
/// ```
#[route(GET "/special-route-handlers/icon", revalidate = false)]
pub async fn icon() -> ImageResponse {
    let middle = Node::row().align(Align::Center).justify(Justify::Center).background(Color::rgb(0, 0, 0));
    ImageResponse::new(middle.child(Text::new("A").size(24.0).color(Color::WHITE))).with_size(32, 32)
}

/// ```ts
/// // app/manifest.ts
/// export default function manifest(): MetadataRoute.Manifest {
///   return { name: 'Acme', start_url: '/', icons: [{ src: '/icon', sizes: '32x32', type: 'image/png' }] }
/// }
/// ```
#[route(GET "/special-route-handlers/manifest.webmanifest", revalidate = false)]
pub async fn manifest() -> Manifest {
    let icon = Icon::new(icon::url()).sizes("32x32").mime_type("image/png");
    Manifest::new().name("Acme").start_url("/").icon(icon)
}

/// One that uses a Dynamic API, and so is made for each request: the host of the request is in it.
///
/// ```ts
/// // app/robots.ts
/// export default async function robots(): Promise<MetadataRoute.Robots> {
///   const host = (await headers()).get('host')
///   return { rules: { userAgent: '*', allow: '/' }, host: `https://${host}` }
/// }
/// ```
#[route(GET "/special-route-handlers/robots.txt")]
pub async fn robots(request: NextRequest) -> Robots {
    let host = request.next_url().host();
    Robots::new().rule(RobotsRule::new().user_agent("*").allow("/")).host(format!("https://{host}"))
}
