use std::fmt;

use super::failure::PrerenderFailure;
use super::table::Table;
use crate::cache::Lifetimes;
use crate::route::RouteInfo;

/// What was made before the first request. It prints as the end of `next build` does:
///
/// ```standalone_crate
/// use route_runtime::{Routes, page, route, routes};
///
/// #[page("/", revalidate = 3600)]
/// async fn home() -> &'static str { "hello" }
///
/// #[route("/health")]
/// async fn GET() -> &'static str { "ok" }
///
/// #[route(GET "/items/[id]", revalidate = 60, generate_static_params = async || [1, 2, 3, 4, 5])]
/// async fn item(id: u32) -> String { format!("item {id}") }
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), route_runtime::PrerenderError> {
/// let routes: Routes = routes![home, GET, item];
/// let report = routes.prerender().await?;
/// assert_eq!(
///     report.to_string(),
///     "\
/// Route (app)                  Revalidate  Expire
/// ┌ ○ /                  page  1h          1y
/// ├ ƒ /health            GET
/// └ ● /items/[id]        GET   1m          1y
///     ├ /items/1               1m          1y
///     ├ /items/2               1m          1y
///     ├ /items/3               1m          1y
///     └ [+2 more paths]
///
/// ○  (Static)   prerendered, one answer
/// ●  (SSG)      prerendered for the parameters that are listed
/// ƒ  (Dynamic)  runs for each request"
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Prerendered {
    /// All of the table.
    pub(super) routes: Vec<&'static RouteInfo>,
    /// In the order of the table, and of the lists.
    pub(super) rendered: Vec<Rendered>,
    pub(super) failures: Vec<PrerenderFailure>,
}

/// A path that was asked for and answered.
#[derive(Clone)]
pub(super) struct Rendered {
    pub(super) route: &'static RouteInfo,
    /// As the route sees it.
    pub(super) path: String,
    /// As clients ask for it.
    pub(super) client: String,
    pub(super) outcome: Outcome,
}

/// What came of a path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A good answer was kept already.
    WasKept(Lifetimes),
    /// One was made.
    Made(Lifetimes),
    /// Its answer is not one to be kept, or not for long enough to be called static (NEXT-SPEC V13).
    Dynamic,
}

impl Rendered {
    /// How long the answer is good, if it is kept.
    pub(super) fn life(&self) -> Option<Lifetimes> {
        match self.outcome {
            Outcome::WasKept(life) | Outcome::Made(life) => Some(life),
            Outcome::Dynamic => None,
        }
    }
}

impl Prerendered {
    /// The paths whose answers are kept now, as clients ask for them: route by route in the order of the table, and each as
    /// `generate_static_params` has listed it.
    ///
    /// ```
    /// use route_runtime::{App, MemoryStore, route, routes};
    ///
    /// #[route(GET "/glossary/[word]", revalidate = 3600, generate_static_params = async || ["nest", "merge"])]
    /// async fn word(word: String) -> String { format!("what `{word}` means") }
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), route_runtime::PrerenderError> {
    /// let app: App = App::new(routes![word]).cache(MemoryStore::new());
    /// let first = app.prerender().await?;
    /// assert_eq!(first.paths().collect::<Vec<_>>(), ["/glossary/nest", "/glossary/merge"]);
    /// assert_eq!((first.made(), first.failures().len()), (2, 0));
    ///
    /// // The second time they are there.
    /// let second = app.prerender().await?;
    /// assert_eq!((second.paths().count(), second.made()), (2, 0));
    /// # Ok(())
    /// # }
    /// ```
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.rendered.iter().filter(|rendered| rendered.life().is_some()).map(|rendered| &*rendered.client)
    }

    /// How many of them were made now. The others were in the store, and fresh: another process, or the one before this, has made them.
    pub fn made(&self) -> usize {
        self.rendered.iter().filter(|rendered| matches!(rendered.outcome, Outcome::Made(_))).count()
    }

    /// What has failed. There is something only in the report of a [`PrerenderError`](crate::PrerenderError).
    pub fn failures(&self) -> &[PrerenderFailure] {
        &self.failures
    }

    /// How many paths were asked for.
    pub(super) fn asked(&self) -> usize {
        self.rendered.len() + self.failures.iter().filter(|failure| failure.path.is_some()).count()
    }
}

impl fmt::Display for Prerendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Table::of(self).fmt(f)
    }
}

impl fmt::Debug for Prerendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prerendered")
            .field("paths", &self.paths().collect::<Vec<_>>())
            .field("made", &self.made())
            .field("failures", &self.failures)
            .finish()
    }
}
