//! What a generation gathers while it runs: the tags and lives that the functions below it name.

use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

use super::key::is_of_path;
use super::life::{Life, Lifetimes, UnknownLife};
use super::store::StoreInstant;
use super::tag::Tag;
use crate::context;

/// Adds a tag to the value that is being made: `cacheTag` of `next/cache` (NEXT-SPEC V10).
///
/// In a cached function it is a tag of its value, and of all that is made of it; below a handler whose answer may be stored, of that
/// answer. Where nothing is made that may be stored, an error is logged that says where.
///
/// ```
/// use route_runtime::{cache_tag, cached};
///
/// #[derive(Clone, serde::Serialize, serde::Deserialize)]
/// struct Post { id: u64, author: u64 }
///
/// #[cached]
/// async fn post(id: u64) -> Post {
///     let post = Post { id, author: 7 };
///     cache_tag(format!("author-{}", post.author));
///     post
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() { assert_eq!(post(1).await.author, 7); }
/// ```
#[doc(alias = "cacheTag")]
#[doc(alias = "unstable_cacheTag")]
#[track_caller]
pub fn cache_tag(tag: impl Into<Tag>) {
    if let Some(scope) = scope_or_report("cache_tag", Location::caller()) {
        scope.add_tag(tag.into());
    }
}

/// Says how long the value that is being made is good: `cacheLife` of `next/cache` (NEXT-SPEC V10, V11).
///
/// In a cached function it counts in place of the attribute's `life`, so it may depend on what was found. Below a handler whose answer may
/// be stored, the shorter of this and the route's `revalidate` counts. Of several, the shortest does. Where nothing is made that may be
/// stored, an error is logged that says where.
///
/// It takes a [`Life`], and then returns nothing, or the name of a profile.
///
/// # Errors
///
/// Of a name: [`UnknownLife`], if no profile has it; then the life stays as it was.
///
/// ```
/// use route_runtime::{Life, cache_life, cached};
///
/// #[cached]
/// async fn article(id: u64) -> String {
///     match id {
///         0 => cache_life(Life::Seconds),
///         _ => cache_life(Life::custom(30, 60, 300)),
///     }
///     format!("article {id}")
/// }
///
/// #[cached]
/// async fn configured(profile: String) -> route_runtime::Result<u32> {
///     cache_life(&*profile)?;
///     Ok(1)
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # assert_eq!(article(1).await, "article 1");
/// # assert!(configured("days".to_owned()).await.is_ok());
/// assert!(configured("fortnight".to_owned()).await.is_err());
/// # }
/// ```
#[doc(alias = "cacheLife")]
#[doc(alias = "unstable_cacheLife")]
#[track_caller]
pub fn cache_life<L: IntoLife>(life: L) -> L::Outcome {
    let location = Location::caller();
    life.with_life(|life| {
        if let Some(scope) = scope_or_report("cache_life", location) {
            scope.set_life(life.lifetimes());
        }
    })
}

/// What [`cache_life`] takes: a [`Life`], or the name of a profile.
///
/// ```
/// use route_runtime::{IntoLife, Life, Result, cache_life, cached};
///
/// /// A life of one's own, or a name that a configuration has: what comes back is what `cache_life` returns.
/// fn keep<L: IntoLife>(life: L) -> L::Outcome {
///     cache_life(life)
/// }
///
/// #[cached]
/// async fn rates(profile: String) -> Result<u32> {
///     keep(Life::Hours);
///     keep(&*profile)?;
///     Ok(7)
/// }
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// assert_eq!(rates("minutes".to_owned()).await.unwrap(), 7);
/// # });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no life",
    label = "neither a `Life` nor the name of a profile",
    note = "write `Life::Hours`, `Life::custom(30, 60, 300)` or `\"hours\"`"
)]
pub trait IntoLife: sealed::Sealed {
    /// What comes of it: a name may be none of a profile, a `Life` is always one.
    type Outcome;

    #[doc(hidden)]
    fn with_life(self, set: impl FnOnce(Life)) -> Self::Outcome;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::Life {}
    impl Sealed for &str {}
}

impl IntoLife for Life {
    type Outcome = ();

    fn with_life(self, set: impl FnOnce(Life)) {
        set(self);
    }
}

impl IntoLife for &str {
    type Outcome = Result<(), UnknownLife>;

    fn with_life(self, set: impl FnOnce(Life)) -> Result<(), UnknownLife> {
        self.parse().map(set)
    }
}

/// The generation that is running. In draft mode nothing is kept, and there may be none.
fn scope_or_report(function: &str, location: &Location<'_>) -> Option<Arc<Scope>> {
    let scope = context::scope();
    if scope.is_none() && !context::is_draft_now() {
        tracing::error!(
            %location,
            "`{function}` was called where nothing is cached: outside of a cached function, and of a handler whose answer may be stored"
        );
    }
    scope
}

/// The generation that is running: of a route's answer, or of a cached function's value.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// What a use of the request does.
    pub(crate) request: HiddenRequest,
    /// Whether it is for a client in draft mode, and will not be kept (NEXT-SPEC A8).
    pub(crate) is_draft: bool,
    gathered: Mutex<Gathered>,
}

/// What a use of the request does where the answer may be stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum HiddenRequest {
    /// It is a mistake, and the answer a logged 500.
    #[default]
    Refused,
    /// It finds a request without headers and cookies, to which none can be added (`force-static`: NEXT-SPEC G5, C9).
    Empty,
}

/// What was named.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gathered {
    /// By the generation itself, and by what it has used (NEXT-SPEC V12).
    pub(crate) tags: Vec<Tag>,
    /// The shortest of those that the generation has named itself.
    own: Option<Lifetimes>,
    /// The shortest of what it has used.
    used: Option<Lifetimes>,
    /// When the oldest began of what it has used that was stale.
    pub(crate) stale: Option<StoreInstant>,
}

impl Scope {
    pub(crate) fn new(request: HiddenRequest, is_draft: bool) -> Self {
        Self { request, is_draft, ..Self::default() }
    }

    /// One that begins as those of paths do is none of the program's, and is left out.
    pub(crate) fn add_tag(&self, tag: Tag) {
        if is_of_path(&tag) {
            tracing::warn!(?tag, "a tag begins with a NUL, and is left out");
            return;
        }
        let mut gathered = self.lock();
        if !gathered.tags.contains(&tag) {
            gathered.tags.push(tag);
        }
    }

    /// A life that the generation has named.
    pub(crate) fn set_life(&self, life: Lifetimes) {
        let mut gathered = self.lock();
        gathered.own = Some(gathered.own.map_or(life, |own| own.shortest(life)));
    }

    /// The life of something cached that the generation has used.
    pub(crate) fn use_life(&self, life: Lifetimes) {
        let mut gathered = self.lock();
        gathered.used = Some(gathered.used.map_or(life, |used| used.shortest(life)));
    }

    /// Something that the generation has used is stale, and began then: what is made of it is no younger.
    pub(crate) fn use_stale(&self, began: StoreInstant) {
        let mut gathered = self.lock();
        gathered.stale = Some(gathered.stale.map_or(began, |oldest| oldest.min(began)));
    }

    pub(crate) fn gathered(&self) -> Gathered {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Gathered> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gathered {
    /// The life of a cached function's value: what it names itself, else what its attribute says. If neither names one it is `default`, or
    /// shorter if what it has used is; longer it does not become (NEXT-SPEC V12).
    pub(crate) fn life_of_function(&self, attribute: Option<Lifetimes>, default: Lifetimes) -> Lifetimes {
        let shortest = || self.used.map_or(default, |used| used.shortest(default));
        self.own.or(attribute).unwrap_or_else(shortest)
    }

    /// The life of a route's answer: the shortest of all (NEXT-SPEC G11).
    pub(crate) fn life_of_route(&self, config: Lifetimes) -> Lifetimes {
        [self.own, self.used].into_iter().flatten().fold(config, Lifetimes::shortest)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{HiddenRequest, Life, Lifetimes, Scope};

    fn lifetimes(stale: u64, revalidate: u64, expire: u64) -> Lifetimes {
        Life::custom(stale, revalidate, expire).lifetimes()
    }

    // V12
    #[test]
    fn an_outer_life_is_its_own_or_the_shortest_of_the_default_and_what_it_has_used() {
        let (short, long, own) = (lifetimes(10, 20, 30), lifetimes(4000, 5000, 6000), lifetimes(1, 2, 9000));
        let default = Life::Default.lifetimes();
        let both = Lifetimes { stale: default.stale, revalidate: default.revalidate, expire: long.expire };
        for (called, attribute, used, life) in [
            (None, None, vec![], default),
            (None, None, vec![short], short),
            (None, None, vec![long], both),
            (None, None, vec![long, short], short),
            (None, Some(long), vec![short], long),
            (Some(own), Some(long), vec![short], own),
            (Some(long), Some(short), vec![], long),
        ] {
            let scope = Scope::new(HiddenRequest::Refused, false);
            called.into_iter().for_each(|life| scope.set_life(life));
            used.iter().for_each(|life| scope.use_life(*life));
            assert_eq!(
                scope.gathered().life_of_function(attribute, default),
                life,
                "{called:?} {attribute:?} {used:?}"
            );
        }
    }

    // G11
    #[test]
    fn of_a_route_the_shortest_life_counts_time_by_time() {
        let config = lifetimes(100, 100, 1000);
        let scope = Scope::new(HiddenRequest::Refused, false);
        assert_eq!(scope.gathered().life_of_route(config), config);
        scope.set_life(lifetimes(200, 50, 2000));
        scope.use_life(lifetimes(300, 300, 400));
        assert_eq!(scope.gathered().life_of_route(config), lifetimes(100, 50, 400));
        assert_eq!(scope.gathered().life_of_route(config).revalidate, Some(Duration::from_secs(50)));
    }

    #[test]
    fn of_several_lives_that_one_names_the_shortest_counts_and_a_tag_is_there_once() {
        let scope = Scope::new(HiddenRequest::Refused, false);
        scope.set_life(lifetimes(5, 60, 90));
        scope.set_life(lifetimes(7, 30, 100));
        let life = scope.gathered().life_of_function(None, Life::Default.lifetimes());
        assert_eq!(life, lifetimes(5, 30, 90));
        for tag in ["a", "b", "a", "\0/a"] {
            scope.add_tag(tag.into());
        }
        assert_eq!(scope.gathered().tags, ["a".into(), "b".into()]);
    }
}
