use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use crate::handler::{DynamicParam, ParamError};

/// Which of several sitemaps is asked for: the parameter of a route such as `/products/sitemap/[id]`, whose last segment is the id with `.xml`
/// behind it. It is what `generateSitemaps` is for in Next.js (NEXT-SPEC M12).
///
/// The id is a `T`, a [`String`] if nothing else is said. A path without `.xml`, without an id, or with one that does not parse is answered
/// with 404 and `Not Found`. Which ids there are is for you to know: list them with `generate_static_params` and `dynamic_params = false`,
/// or answer the others with [`not_found`](crate::not_found).
///
/// As text it is the segment, `3.xml`, so that it fills in a path, too.
///
/// ```standalone_crate
/// use route_runtime::sitemap::SitemapId;
/// use route_runtime::{Result, Robots, Sitemap, not_found, route, routes};
///
/// const PRODUCTS: u64 = 120_000;
///
/// #[route(GET "/products/sitemap/[id]")]
/// async fn products(id: SitemapId<u64>) -> Result<Sitemap> {
///     if *id > PRODUCTS / 50_000 {
///         return Err(not_found());
///     }
///     let first = *id * 50_000;
///     Ok((first..PRODUCTS.min(first + 50_000)).map(|id| format!("https://acme.com/products/{id}")).collect())
/// }
///
/// // Crawlers find the sitemaps here.
/// #[route(GET "/robots.txt")]
/// async fn robots() -> Robots {
///     let paths = (0..=PRODUCTS / 50_000).map(|id| products::url(SitemapId(id)));
///     Robots::new().sitemap(paths.map(|path| format!("https://acme.com{path}")).collect::<Vec<_>>())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let app: axum::Router = routes![products, robots].into_router();
/// let text = robots().await.into_text().unwrap();
/// assert!(text.ends_with("Sitemap: https://acme.com/products/sitemap/2.xml\n"));
/// # assert_eq!(products(SitemapId(2)).await.unwrap().into_xml().unwrap().matches("<url>").count(), 20_000);
/// # assert!(products(SitemapId(3)).await.is_err());
/// # }
/// ```
#[doc(alias = "generateSitemaps")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SitemapId<T = String>(pub T);

impl<T> SitemapId<T> {
    /// The id itself.
    ///
    /// ```
    /// # use route_runtime::sitemap::SitemapId;
    /// assert_eq!(SitemapId(3).into_inner(), 3);
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for SitemapId<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The segment: `3.xml`.
impl<T: fmt::Display> fmt::Display for SitemapId<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.xml", self.0)
    }
}

#[diagnostic::do_not_recommend]
// `FromStr` would make it a parameter like any other, which is answered with 400 where it does not parse.
impl<T: FromStr> DynamicParam for SitemapId<T> {
    fn read(segment: &str) -> Option<Self> {
        let id = segment.strip_suffix(".xml").filter(|id| !id.is_empty())?;
        id.parse().ok().map(Self)
    }

    fn mismatch(_: &'static str) -> ParamError {
        ParamError::NotFound
    }
}

/// The id in a special file with `generate_sitemaps`: what stands before `.xml`, as a [`SitemapId`] or by itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the id of a sitemap",
    label = "does not implement `FromStr`",
    note = "the id is a `String`, a number, or any type that implements `std::str::FromStr`"
)]
pub trait SitemapIdParam: Sized {
    /// `None` where the segment is no id.
    fn read_id(segment: &str) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> SitemapIdParam for T {
    fn read_id(segment: &str) -> Option<Self> {
        SitemapId::read(segment).map(SitemapId::into_inner)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> SitemapIdParam for SitemapId<T> {
    fn read_id(segment: &str) -> Option<Self> {
        Self::read(segment)
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn M12_an_id_is_what_stands_before_xml() {
        for (segment, id) in [
            ("0.xml", Some("0")),
            ("products.xml", Some("products")),
            ("a.b.xml", Some("a.b")),
            ("a.xml.xml", Some("a.xml")),
            ("é .xml", Some("é ")),
            (".xml", None),
            ("0", None),
            ("0.XML", None),
            ("0.xml ", None),
            ("0xml", None),
            ("", None),
        ] {
            assert_eq!(SitemapId::<String>::read(segment).as_deref().map(String::as_str), id, "{segment}");
        }
        assert_eq!(SitemapId::<u8>::read("7.xml"), Some(SitemapId(7)));
        assert_eq!(SitemapId::<u8>::read("256.xml"), None);
        assert_eq!(SitemapId(7).to_string(), "7.xml");
    }
}
