//! The attributes behind `route-runtime`. Use that crate: it re-exports them, and is what their expansions name.

mod app_dir;
mod args;
mod arguments;
mod cached;
mod caching;
mod claims;
mod diagnostics;
mod expand;
mod files;
mod handler;
mod item;
mod matcher;
mod method;
mod options;
mod params;
mod path;
mod shown;
mod static_params;
mod suggest;
mod table;
#[cfg(test)]
mod testing;

use files::Place;
use proc_macro::TokenStream;

#[doc(alias = "route.ts")]
#[doc(alias = "Route Handler")]
#[doc(alias = "maxDuration")]
#[doc(alias = "preferredRegion")]
#[doc(alias = "runtime")]
#[doc(alias = "dynamicParams")]
#[doc(alias = "fetchCache")]
#[doc(alias = "generateStaticParams")]
#[doc(alias = "RouteContext")]
#[doc = include_str!("../docs/route.md")]
#[proc_macro_attribute]
pub fn route(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::route(args.into(), item.into(), &Place::of_caller()).into()
}

#[doc(alias = "page.tsx")]
#[doc(alias = "searchParams")]
#[doc = include_str!("../docs/page.md")]
#[proc_macro_attribute]
pub fn page(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::page(args.into(), item.into(), &Place::of_caller()).into()
}

#[doc(alias = "app router")]
#[doc(alias = "appDir")]
#[doc(alias = "opengraph-image")]
#[doc(alias = "favicon.ico")]
#[doc = include_str!("../docs/app_dir.md")]
#[proc_macro_attribute]
pub fn app_dir(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::app_dir(args.into(), item.into(), &Place::of_caller()).into()
}

#[doc(alias = "matcher")]
#[doc(alias = "config.matcher")]
#[doc(alias = "middleware.ts")]
#[doc = include_str!("../docs/middleware.md")]
#[proc_macro_attribute]
pub fn middleware(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::middleware("middleware", args.into(), item.into()).into()
}

/// [`#[middleware]`](macro@middleware) under the name that Next.js 16 gave it.
///
/// ```
/// use route_runtime::{Middleware, NextResponse, proxy};
///
/// #[proxy(matcher = "/about/:path*")]
/// async fn proxy() -> Middleware {
///     NextResponse::redirect("/home").into()
/// }
/// # let _ = proxy;
/// ```
#[doc(alias = "proxy.ts")]
#[doc(alias = "middleware.ts")]
#[proc_macro_attribute]
pub fn proxy(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::middleware("proxy", args.into(), item.into()).into()
}

#[doc(alias = "use cache")]
#[doc(alias = "unstable_cache")]
#[doc(alias = "cache")]
#[doc = include_str!("../docs/cached.md")]
#[proc_macro_attribute]
pub fn cached(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::cached(args.into(), item.into()).into()
}

/// What `route_runtime::cache_tags!` expands to, which puts the path of its crate in front: `$crate; pub Posts, pub Post(u64)`.
#[doc(hidden)]
#[proc_macro]
pub fn cache_tags(tokens: TokenStream) -> TokenStream {
    expand::cache_tags(tokens.into()).into()
}

/// What `route_runtime::routes!` expands to, which puts the path of its crate in front: `$crate; items::GET, posts::route`.
#[doc(hidden)]
#[proc_macro]
pub fn routes(tokens: TokenStream) -> TokenStream {
    expand::table(tokens.into()).into()
}
