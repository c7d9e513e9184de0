//! What is no code: `next.config.js`.
//!
//! `basePath: '/docs'` is [`App::base_path`], which `BASE_PATH=/docs` sets: all of this, routes, sources and destinations, is then below
//! it and is written without it.

use route_runtime::{App, Condition, HeaderRule, Redirect, Rewrite, Rewrites, page, route};

/// ```js
/// module.exports = {
///   async headers() {
///     return [
///       {
///         source: '/about',
///         headers: [
///           { key: 'x-custom-header', value: 'my custom header value' },
///           { key: 'x-another-custom-header', value: 'my other custom header value' },
///         ],
///       },
///       { source: '/news/:slug', headers: [{ key: 'x-slug', value: ':slug' }] },
///     ]
///   },
///   async redirects() {
///     return [
///       { source: '/about', destination: '/', permanent: true },
///       { source: '/blog/:slug*', destination: '/news/:slug*', permanent: true },
///       {
///         source: '/specific/:path*',
///         has: [
///           { type: 'query', key: 'page', value: 'home' },
///           { type: 'cookie', key: 'authorized', value: 'true' },
///         ],
///         permanent: false,
///         destination: '/news/:path*',
///       },
///     ]
///   },
///   async rewrites() {
///     return {
///       beforeFiles: [
///         { source: '/some-page', destination: '/somewhere-else', has: [{ type: 'query', key: 'overrideMe' }] },
///       ],
///       afterFiles: [{ source: '/non-existent', destination: '/somewhere-else' }],
///       fallback: [{ source: '/:path*', destination: '/old-site/:path*' }],
///     }
///   },
/// }
/// ```
///
/// What is in a `const` block the compiler has checked. The last rewrite of the documents leads to another server: that is
/// [`App::fallback`], as in the example `strangler`.
pub(crate) fn apply<S: Clone + Send + Sync + 'static>(app: App<S>) -> App<S> {
    let about = HeaderRule::new("/about")
        .header("x-custom-header", "my custom header value")
        .header("x-another-custom-header", "my other custom header value");
    let specific = const { Redirect::new("/specific/:path*", "/news/:path*") };
    let overridden = const { Rewrite::new("/some-page", "/somewhere-else") };

    app.headers([about, HeaderRule::new("/news/:slug").header("x-slug", ":slug")])
        .redirects(const { [Redirect::permanent("/about", "/"), Redirect::permanent("/blog/:slug*", "/news/:slug*")] })
        .redirects([specific
            .has([Condition::query("page").with_value("home"), Condition::cookie("authorized").with_value("true")])])
        .rewrites(
            Rewrites::new()
                .before([overridden.has([Condition::query("overrideMe")])])
                .after(const { [Rewrite::new("/non-existent", "/somewhere-else")] })
                .fallback(const { [Rewrite::new("/:path*", "/old-site/:path*")] }),
        )
}

#[page("/news/[[...slug]]")]
pub(crate) async fn news(slug: Option<Vec<String>>) -> String {
    format!("news: {}", slug.unwrap_or_default().join(" "))
}

#[page("/some-page")]
pub(crate) async fn some_page() -> &'static str {
    "some page"
}

#[page("/somewhere-else")]
pub(crate) async fn somewhere_else() -> &'static str {
    "somewhere else"
}

#[route(GET "/old-site/[[...path]]")]
pub(crate) async fn old_site(path: Option<Vec<String>>) -> String {
    format!("the old site: {}", path.unwrap_or_default().join(" "))
}
