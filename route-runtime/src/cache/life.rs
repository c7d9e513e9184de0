//! How long what is cached is good: the profiles of `cacheLife` (NEXT-SPEC V11).

use std::str::FromStr;
use std::time::Duration;

/// How long something cached is good: a profile of Next's `cacheLife`, or one of your own (NEXT-SPEC V11).
///
/// | profile | stale | revalidate | expire |
/// | --- | --- | --- | --- |
/// | `Default` | 5 minutes | 15 minutes | never |
/// | `Seconds` | 30 seconds | 1 second | 1 minute |
/// | `Minutes` | 5 minutes | 1 minute | 1 hour |
/// | `Hours` | 5 minutes | 1 hour | 1 day |
/// | `Days` | 5 minutes | 1 day | 1 week |
/// | `Weeks` | 5 minutes | 1 week | 30 days |
/// | `Max` | 5 minutes | 30 days | 1 year |
///
/// Where a profile is asked for, its name as a string does too.
///
/// ```
/// use route_runtime::Life;
/// use std::time::Duration;
///
/// assert_eq!("hours".parse(), Ok(Life::Hours));
/// assert_eq!(Life::Hours.lifetimes().revalidate, Some(Duration::from_secs(3600)));
/// assert_eq!(Life::custom(30, 60, 300).lifetimes().expire, Some(Duration::from_secs(300)));
/// ```
#[doc(alias = "cacheLife")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    /// `"default"`
    Default,
    /// `"seconds"`
    Seconds,
    /// `"minutes"`
    Minutes,
    /// `"hours"`
    Hours,
    /// `"days"`
    Days,
    /// `"weeks"`
    Weeks,
    /// `"max"`
    Max,
    /// One of your own.
    Custom(Lifetimes),
}

/// The three times of a [`Life`].
///
/// ```
/// use route_runtime::{Life, Lifetimes};
/// use std::time::Duration;
///
/// // Never made anew by itself, and kept for an hour: a life that no profile and no number of seconds says.
/// let life = Life::Custom(Lifetimes { stale: Duration::ZERO, revalidate: None, expire: Some(Duration::from_secs(3600)) });
/// assert_eq!(life.lifetimes().revalidate, None);
/// assert_eq!(Life::Minutes.lifetimes().stale, Duration::from_secs(300));
/// ```
#[doc(alias = "cacheLife")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lifetimes {
    /// How long a client may use it without asking. (Next's client-side router does so; the headers of an answer do not say it.)
    pub stale: Duration,
    /// After so long it is generated anew, while the old one is served; `None`: never by itself.
    pub revalidate: Option<Duration>,
    /// After so long it is not served any more; `None`: never.
    pub expire: Option<Duration>,
}

impl Life {
    /// All profiles, by name.
    pub(crate) const PROFILES: [(&'static str, Self); 7] = [
        ("default", Self::Default),
        ("seconds", Self::Seconds),
        ("minutes", Self::Minutes),
        ("hours", Self::Hours),
        ("days", Self::Days),
        ("weeks", Self::Weeks),
        ("max", Self::Max),
    ];

    /// No life: given to [`revalidate_tag`](crate::revalidate_tag), nothing stale is served, and the next request waits for a new one. It is
    /// Next's `revalidateTag(tag, { expire: 0 })`.
    ///
    /// ```
    /// use route_runtime::{Life, revalidate_tag};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// revalidate_tag("prices", Life::NOW).await?;
    /// # Ok::<_, route_runtime::RevalidateError>(())
    /// # }).unwrap();
    /// ```
    pub const NOW: Self = Self::Custom(Lifetimes::seconds(0, 0, Some(0)));

    /// A life of your own, in seconds.
    ///
    /// # Panics
    ///
    /// Unless `expire` is more than `revalidate`; in a `const`, when it is compiled.
    #[track_caller]
    pub const fn custom(stale: u64, revalidate: u64, expire: u64) -> Self {
        assert!(expire > revalidate, "`expire` must be more than `revalidate`");
        Self::Custom(Lifetimes::seconds(stale, revalidate, Some(expire)))
    }

    /// The three times.
    pub const fn lifetimes(self) -> Lifetimes {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        const DAY: u64 = 24 * HOUR;
        match self {
            Self::Default => Lifetimes::seconds(300, 15 * MINUTE, None),
            Self::Seconds => Lifetimes::seconds(30, 1, Some(MINUTE)),
            Self::Minutes => Lifetimes::seconds(300, MINUTE, Some(HOUR)),
            Self::Hours => Lifetimes::seconds(300, HOUR, Some(DAY)),
            Self::Days => Lifetimes::seconds(300, DAY, Some(7 * DAY)),
            Self::Weeks => Lifetimes::seconds(300, 7 * DAY, Some(30 * DAY)),
            Self::Max => Lifetimes::seconds(300, 30 * DAY, Some(365 * DAY)),
            Self::Custom(lifetimes) => lifetimes,
        }
    }
}

impl Lifetimes {
    const fn seconds(stale: u64, revalidate: u64, expire: Option<u64>) -> Self {
        Self {
            stale: Duration::from_secs(stale),
            revalidate: Some(Duration::from_secs(revalidate)),
            expire: match expire {
                Some(expire) => Some(Duration::from_secs(expire)),
                None => None,
            },
        }
    }
}

impl Lifetimes {
    /// The shorter of two, time by time (NEXT-SPEC G11, V12).
    #[must_use]
    pub(crate) fn shortest(self, other: Self) -> Self {
        let shorter = |a: Option<Duration>, b: Option<Duration>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self {
            stale: self.stale.min(other.stale),
            revalidate: shorter(self.revalidate, other.revalidate),
            expire: shorter(self.expire, other.expire),
        }
    }
}

/// A name that no profile has.
///
/// ```
/// use route_runtime::{Life, UnknownLife};
///
/// let error: UnknownLife = "fortnight".parse::<Life>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "no life is called `fortnight`: there are default, seconds, minutes, hours, days, weeks and max"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no life is called `{0}`: there are default, seconds, minutes, hours, days, weeks and max")]
pub struct UnknownLife(pub(crate) String);

impl FromStr for Life {
    type Err = UnknownLife;

    fn from_str(name: &str) -> Result<Self, UnknownLife> {
        let found = Self::PROFILES.iter().find(|(profile, _)| *profile == name);
        found.map(|(_, life)| *life).ok_or_else(|| UnknownLife(name.to_owned()))
    }
}

impl TryFrom<&str> for Life {
    type Error = UnknownLife;

    fn try_from(name: &str) -> Result<Self, UnknownLife> {
        name.parse()
    }
}
