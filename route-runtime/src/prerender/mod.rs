//! What is made before anybody asks: the answers of static routes, and of the paths that `generate_static_params` lists (NEXT-SPEC G7 to
//! G9, I12).
//!
//! The list of a route is made once, by [`known`]. A route that answers nothing else lets its [`gate`] look at it. [`work`] asks for each
//! path, as a client does, and [`report`] says what came of it, with the [`table`] that `next build` prints. Meanwhile a terminal
//! shows the [`progress`].

mod failure;
mod gate;
mod known;
mod progress;
mod report;
mod static_route;
mod table;
mod work;

use std::future::IntoFuture;
use std::pin::Pin;
use std::thread;

pub use failure::{PrerenderError, PrerenderFailure};
pub(crate) use gate::Gate;
pub(crate) use known::KnownPaths;
pub use report::Prerendered;
pub(crate) use static_route::{AppPlace, Place, StaticRoute};

use crate::route::RouteInfo;

/// What `prerender()` returns: await it.
///
/// ```
/// use route_runtime::{Prerendered, Routes, route, routes};
///
/// #[route(GET "/recipes/[id]", revalidate = 60, generate_static_params = async || [1, 2, 3])]
/// async fn recipe(id: u32) -> String { format!("recipe {id}") }
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), route_runtime::PrerenderError> {
/// let routes: Routes = routes![recipe];
/// let report: Prerendered = routes.prerender().under("/api").concurrency(8).await?;
/// assert_eq!(report.paths().collect::<Vec<_>>(), ["/api/recipes/1", "/api/recipes/2", "/api/recipes/3"]);
/// let app = axum::Router::new().nest("/api", routes.into_router());
/// # let _: axum::Router = app;
/// # Ok(())
/// # }
/// ```
#[doc(alias = "next build")]
#[doc(alias = "generateStaticParams")]
#[must_use = "nothing is made until it is awaited"]
pub struct Prerender {
    static_routes: Vec<StaticRoute<()>>,
    /// All routes of the table.
    routes: Vec<&'static RouteInfo>,
    place: Place,
    concurrency: usize,
}

impl Prerender {
    pub(crate) fn new(static_routes: Vec<StaticRoute<()>>, routes: Vec<&'static RouteInfo>, place: Place) -> Self {
        let concurrency = thread::available_parallelism().map_or(1, Into::into);
        Self { static_routes, routes, place, concurrency }
    }

    /// The path below which the router will be nested, as `Router::nest` is given it: an answer is kept under the path that
    /// clients ask for.
    ///
    /// A router that is nested below two paths is prerendered twice. (The [base path](crate::App::base_path) of an app is known.)
    pub fn under(mut self, prefix: impl Into<String>) -> Self {
        self.place.under = prefix.into();
        self
    }

    /// How many paths are made at the same time: as many as the machine has cores, unless said otherwise. Handlers that wait for another
    /// server may want more. 0 is 1.
    pub fn concurrency(mut self, paths: usize) -> Self {
        self.concurrency = paths.max(1);
        self
    }
}

impl IntoFuture for Prerender {
    type Output = Result<Prerendered, PrerenderError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(work::run(self))
    }
}

impl std::fmt::Debug for Prerender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prerender")
            .field("routes", &self.routes)
            .field("under", &self.place.under)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
