//! The paths of a route that are known before anybody asks: what `generate_static_params` lists (NEXT-SPEC G9).

use super::endpoint::Route;
use crate::error::RouteError;
use crate::route::RouteInfo;
use crate::url::UrlError;
use axum::extract::{FromRequestParts, Request};
use axum::response::IntoResponse;
use http::StatusCode;
use std::future::Future;
use std::pin::Pin;

/// Lists the paths of one route, percent-encoded, in an app with state `S`.
pub type ListPaths<S> = fn(S) -> Listed;

/// The paths of a route, while they are being listed.
pub(crate) type Listed = Pin<Box<dyn Future<Output = Result<Vec<String>, RouteError>> + Send>>;

/// A handler with `generate_static_params`, which is called with the tuple `A` of its arguments.
pub trait StaticPaths<A>: Route {
    /// Calls the user's function, and writes the path of each item.
    fn static_paths(arguments: A) -> impl Future<Output = Result<Vec<String>, RouteError>> + Send;
}

/// An argument of `generate_static_params` in an app with state `S`. (That it is `StaticSafe` is asserted beside the handler, or the error would
/// come twice.)
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of `generate_static_params`",
    label = "no extractor that goes without a request, in an app with this state",
    note = "it runs while there is no request: take `State<T>` where `T: FromRef<S>`, or another extractor that is `StaticSafe`"
)]
pub trait StaticArgument<S>: FromRequestParts<S> + Send {}

#[diagnostic::do_not_recommend]
impl<T, S> StaticArgument<S> for T where T: FromRequestParts<S> + Send {}

/// How the paths of `R` are listed in an app with state `S`: the arguments are extracted from an empty request.
pub const fn list_paths<R, S, A>() -> Option<ListPaths<S>>
where
    R: StaticPaths<A>,
    A: FromRequestParts<S> + Send,
    S: Send + Sync + 'static,
{
    Some(|state| {
        Box::pin(async move {
            let mut parts = Request::new(()).into_parts().0;
            let arguments = A::from_request_parts(&mut parts, &state).await.map_err(|rejection| StaticParamsError {
                route: R::INFO,
                problem: Problem::Rejected(rejection.into_response().status()),
            })?;
            R::static_paths(arguments).await
        })
    })
}

/// What `generate_static_params` may return: a list of `T`, the parameters of one path each. (`T` is no associated type, because then an error
/// about the list would come twice.)
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from `generate_static_params`",
    label = "not a list of `{T}`",
    note = "return `Vec<Params>` in a module with `#[route]`, and elsewhere a `Vec` of what `GET::url(..)` takes: of `String`s, or of tuples \
            where the path has several dynamic segments",
    note = "a list that can fail is a `Result<Vec<_>>`; `?` takes any error"
)]
pub trait StaticParams<T> {
    /// The list, unless it could not be made.
    fn into_list(self) -> Result<Vec<T>, RouteError>;
}

#[diagnostic::do_not_recommend]
impl<T> StaticParams<T> for Vec<T> {
    fn into_list(self) -> Result<Self, RouteError> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, const N: usize> StaticParams<T> for [T; N] {
    fn into_list(self) -> Result<Vec<T>, RouteError> {
        Ok(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl<T, L: StaticParams<T>, E: Into<RouteError>> StaticParams<T> for Result<L, E> {
    fn into_list(self) -> Result<Vec<T>, RouteError> {
        self.map_err(Into::into)?.into_list()
    }
}

/// The path of each item, unless no URL can carry one of them.
pub fn static_urls<R: Route, T>(
    list: Vec<T>,
    url: impl Fn(T) -> Result<String, UrlError>,
) -> Result<Vec<String>, RouteError> {
    let urls = list.into_iter().enumerate().map(|(index, item)| {
        url(item).map_err(|error| StaticParamsError { route: R::INFO, problem: Problem::Url { index, error } })
    });
    Ok(urls.collect::<Result<_, _>>()?)
}

/// Why the list of a route has no paths.
#[derive(Debug, thiserror::Error)]
#[error("`generate_static_params` of `{}`: {problem}", route.pattern())]
struct StaticParamsError {
    route: &'static RouteInfo,
    problem: Problem,
}

#[derive(Debug, thiserror::Error)]
enum Problem {
    /// An extractor asks for what only a request has.
    #[error("it was not called, because an argument was rejected with {0}: there is no request")]
    Rejected(StatusCode),
    #[error("item {index} has no path: {error}")]
    Url { index: usize, error: UrlError },
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use crate::handler::AssumeStatic;
    use crate::routes::Routes;
    use crate::{page, route, routes};
    use axum::extract::{MatchedPath, State};

    type Slugs = Vec<&'static str>;

    #[route("/posts/[slug]", crate = crate)]
    mod posts {
        use super::*;

        pub(super) async fn GET(Params { slug }: Params) -> String {
            slug
        }

        pub(super) async fn POST() {}

        pub(super) async fn generate_static_params(
            State(slugs): State<Slugs>,
            AssumeStatic(()): AssumeStatic<()>,
        ) -> Vec<Params> {
            slugs.into_iter().map(|slug| Params { slug: slug.to_owned() }).collect()
        }
    }

    #[route("/docs/[lang]/[[...page]]", crate = crate, generate_static_params = |State(slugs): State<Slugs>| pages(slugs))]
    async fn GET(lang: String, page: Option<Vec<String>>) -> String {
        format!("{lang} {page:?}")
    }

    async fn pages(slugs: Slugs) -> crate::Result<Vec<(&'static str, Option<Slugs>)>> {
        if slugs.is_empty() {
            return Err("nothing was written yet".into());
        }
        Ok(vec![("en", None), ("en", Some(slugs.clone())), ("fr", Some(slugs))])
    }

    #[page("/years/[year]", crate = crate, generate_static_params = years, dynamic_params = false)]
    async fn year(year: u16) -> String {
        year.to_string()
    }

    async fn years() -> [u16; 2] {
        [1999, 2026]
    }

    #[route(GET "/sizes/[...size]", crate = crate, generate_static_params = async || vec![["w", "x/l"]])]
    async fn sizes(size: Vec<String>) -> String {
        size.concat()
    }

    #[route(GET "/own/[id]/[size]", crate = crate, generate_static_params = |_: MatchedPath| async { [("1", 2)] })]
    async fn asks_for_a_request(id: u8, size: u8) -> String {
        (id + size).to_string()
    }

    #[route(GET "/plain/[id]", crate = crate, revalidate = 60)]
    async fn plain(id: String) -> String {
        id
    }

    /// What each route lists, by its pattern.
    async fn listed(slugs: &[&'static str]) -> Vec<(&'static str, Result<Vec<String>, String>)> {
        let routes: Routes<Slugs> = routes![posts::route, GET, year, sizes, asks_for_a_request, plain];
        let mut listed = Vec::new();
        for (info, list) in routes.clone().listed_paths() {
            assert!(info.config().has_static_params() && info.is_cached(), "{info}");
            let paths = list(slugs.to_vec()).await.map_err(|error| error.to_string());
            listed.push((info.pattern(), paths));
        }
        listed
    }

    #[tokio::test]
    async fn G9_each_item_becomes_a_path() {
        let listed = listed(&["tea", "a b"]).await;
        let paths: Vec<_> =
            listed.iter().filter_map(|(pattern, paths)| Some((*pattern, paths.as_ref().ok()?.join(" ")))).collect();
        assert_eq!(
            paths,
            [
                ("/posts/[slug]", "/posts/tea /posts/a%20b".to_owned()),
                ("/docs/[lang]/[[...page]]", "/docs/en /docs/en/tea/a%20b /docs/fr/tea/a%20b".to_owned()),
                ("/years/[year]", "/years/1999 /years/2026".to_owned()),
                ("/sizes/[...size]", "/sizes/w/x%2Fl".to_owned()),
            ]
        );
    }

    #[tokio::test]
    async fn G9_an_empty_list_has_no_paths_and_an_error_is_handed_on() {
        let listed = listed(&[]).await;
        assert_eq!(listed[0], ("/posts/[slug]", Ok(vec![])));
        assert!(listed[1].1.as_ref().unwrap_err().contains("nothing was written yet"), "{listed:?}");
    }

    #[tokio::test]
    async fn G9_what_no_url_can_carry_is_an_error_that_names_the_item() {
        let listed = listed(&["tea", ".."]).await;
        let error = listed[0].1.as_ref().unwrap_err();
        assert!(error.contains("`generate_static_params` of `/posts/[slug]`: item 1 has no path"), "{error}");
        assert!(error.contains("the parameter `slug` is `.` or `..`"), "{error}");
    }

    #[tokio::test]
    async fn an_argument_that_needs_a_request_is_an_error() {
        let listed = listed(&[]).await;
        let (pattern, result) = listed.last().unwrap();
        assert_eq!(*pattern, "/own/[id]/[size]");
        let error = result.as_ref().unwrap_err();
        assert!(error.contains("an argument was rejected with 500"), "{error}");
    }
}
