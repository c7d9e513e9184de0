//! Whether an answer is stored, and for how long: what the call says, and what the route says (NEXT-SPEC G12).

use std::time::Duration;

use super::error::FetchError;
use crate::cache::{Life, Lifetimes};
use crate::route::{FetchCache, Revalidate};

/// `cache` of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Store {
    /// `"force-cache"`
    Force,
    /// `"no-store"`
    No,
}

/// What a call says of being stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) store: Option<Store>,
    pub(super) revalidate: Option<Revalidate>,
}

/// What comes of what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// The answer is stored, and lives so long.
    Stored(Lifetimes),
    /// It is not, because nothing asks for it, or the route is against it.
    NotStored,
    /// It is not, because the call itself says so: it names how.
    Refused(String),
}

impl Asked {
    /// `is_plain` is a call that a route may store without it being asked for: one that neither changes something nor is somebody's own.
    pub(super) fn decide(self, route: FetchCache, is_plain: bool) -> Result<Decision, FetchError> {
        let by_route = if is_plain { stored(Revalidate::Never) } else { Decision::NotStored };
        Ok(match self.wish()? {
            Wish::Nothing => match route {
                FetchCache::DefaultCache | FetchCache::OnlyCache | FetchCache::ForceCache => by_route,
                FetchCache::Auto | FetchCache::DefaultNoStore | FetchCache::OnlyNoStore | FetchCache::ForceNoStore => {
                    Decision::NotStored
                }
            },
            Wish::Stored(revalidate, option) => match route {
                FetchCache::OnlyNoStore => {
                    return Err(FetchError::Forbidden { option, fetch_cache: "only-no-store" });
                }
                FetchCache::ForceNoStore => Decision::NotStored,
                FetchCache::Auto
                | FetchCache::DefaultCache
                | FetchCache::OnlyCache
                | FetchCache::ForceCache
                | FetchCache::DefaultNoStore => stored(revalidate),
            },
            Wish::NotStored(option) => match route {
                FetchCache::OnlyCache => return Err(FetchError::Forbidden { option, fetch_cache: "only-cache" }),
                FetchCache::ForceCache => by_route,
                FetchCache::ForceNoStore | FetchCache::OnlyNoStore => Decision::NotStored,
                FetchCache::Auto | FetchCache::DefaultCache | FetchCache::DefaultNoStore => Decision::Refused(option),
            },
        })
    }

    fn wish(self) -> Result<Wish, FetchError> {
        let contradiction =
            |cache, revalidate| Err(FetchError::Contradiction { cache, revalidate: option(revalidate) });
        match (self.store, self.revalidate) {
            (None, None) => Ok(Wish::Nothing),
            (Some(Store::Force), None) => Ok(Wish::Stored(Revalidate::Never, "force_cache()".to_owned())),
            (Some(Store::No), None) => Ok(Wish::NotStored("no_store()".to_owned())),
            (None | Some(Store::No), Some(zero @ Revalidate::Seconds(0))) => Ok(Wish::NotStored(option(zero))),
            (Some(Store::Force), Some(zero @ Revalidate::Seconds(0))) => contradiction("force_cache()", zero),
            (Some(Store::No), Some(revalidate)) => contradiction("no_store()", revalidate),
            (None | Some(Store::Force), Some(revalidate)) => Ok(Wish::Stored(revalidate, option(revalidate))),
        }
    }
}

/// What a call asks for, with the option's name.
enum Wish {
    Nothing,
    Stored(Revalidate, String),
    NotStored(String),
}

/// The option as it is written.
fn option(revalidate: Revalidate) -> String {
    match revalidate {
        Revalidate::Never => "revalidate_never()".to_owned(),
        Revalidate::Seconds(seconds) => format!("revalidate({seconds})"),
    }
}

fn stored(revalidate: Revalidate) -> Decision {
    let revalidate = match revalidate {
        Revalidate::Never => None,
        Revalidate::Seconds(seconds) => Some(Duration::from_secs(seconds)),
    };
    // A call says nothing of clients; all profiles have the same.
    Decision::Stored(Lifetimes { revalidate, expire: None, ..Life::Default.lifetimes() })
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use FetchCache::{Auto, DefaultCache, DefaultNoStore, ForceCache, ForceNoStore, OnlyCache, OnlyNoStore};

    const ROUTES: [FetchCache; 7] =
        [Auto, DefaultCache, OnlyCache, ForceCache, DefaultNoStore, OnlyNoStore, ForceNoStore];

    /// `60`: stored for a minute; `ever`: for good; `-`: not stored; `no`: not stored, as the call says; `error`: forbidden.
    fn decided(asked: Asked, route: FetchCache, is_plain: bool) -> String {
        match asked.decide(route, is_plain) {
            Ok(Decision::Stored(life)) => life.revalidate.map_or("ever".to_owned(), |time| time.as_secs().to_string()),
            Ok(Decision::NotStored) => "-".to_owned(),
            Ok(Decision::Refused(_)) => "no".to_owned(),
            Err(FetchError::Forbidden { .. }) => "error".to_owned(),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn G12_what_a_call_says_and_what_the_route_says() {
        let seconds = |seconds| Some(Revalidate::Seconds(seconds));
        let cases = [
            (None, None, ["-", "ever", "ever", "ever", "-", "-", "-"]),
            (Some(Store::Force), None, ["ever", "ever", "ever", "ever", "ever", "error", "-"]),
            (None, Some(Revalidate::Never), ["ever", "ever", "ever", "ever", "ever", "error", "-"]),
            (None, seconds(60), ["60", "60", "60", "60", "60", "error", "-"]),
            (Some(Store::Force), seconds(60), ["60", "60", "60", "60", "60", "error", "-"]),
            (None, seconds(0), ["no", "no", "error", "ever", "no", "-", "-"]),
            (Some(Store::No), None, ["no", "no", "error", "ever", "no", "-", "-"]),
            (Some(Store::No), seconds(0), ["no", "no", "error", "ever", "no", "-", "-"]),
        ];
        for (store, revalidate, expected) in cases {
            let asked = Asked { store, revalidate };
            assert_eq!(ROUTES.map(|route| decided(asked, route, true)), expected, "{asked:?}");
        }
    }

    #[test]
    fn G12_a_route_stores_no_call_that_changes_something_or_is_somebodys_own() {
        for route in ROUTES {
            assert_eq!(decided(Asked::default(), route, false), "-", "{route:?}");
        }
        let asked = Asked { store: None, revalidate: Some(Revalidate::Seconds(60)) };
        assert_eq!(decided(asked, Auto, false), "60", "unless the call asks for it");
    }

    #[test]
    fn a_call_that_contradicts_itself_is_an_error_that_names_both() {
        let cases = [
            (Store::No, Revalidate::Seconds(60), "`no_store()` and `revalidate(60)`"),
            (Store::No, Revalidate::Never, "`no_store()` and `revalidate_never()`"),
            (Store::Force, Revalidate::Seconds(0), "`force_cache()` and `revalidate(0)`"),
        ];
        for ((store, revalidate, both), route) in cases.into_iter().flat_map(|case| ROUTES.map(|route| (case, route))) {
            let asked = Asked { store: Some(store), revalidate: Some(revalidate) };
            let error = asked.decide(route, true).unwrap_err().to_string();
            assert!(error.contains(both), "{error}");
        }
    }

    #[test]
    fn what_is_forbidden_is_named() {
        let asked = Asked { store: None, revalidate: Some(Revalidate::Seconds(5)) };
        let error = asked.decide(OnlyNoStore, true).unwrap_err().to_string();
        assert_eq!(error, "a call cannot have `revalidate(5)` below a handler with `fetch_cache = \"only-no-store\"`");
    }
}
