//! Redirects, rewrites, header rules and matchers: what `next.config.js` and `config.matcher` say about paths.
//!
//! A rule is written down (`Redirect`), checked as far as a `const fn` can, and compiled when the app starts (`Redirects`). All have one
//! grammar of sources (`source`), one kind of condition (`condition`) and one index over a list (`index`).

mod condition;
mod destination;
mod error;
mod headers;
mod index;
mod matcher;
mod params;
mod redirect;
mod rewrite;
mod source;
mod span;
mod subject;
mod template;
#[cfg(test)]
mod testing;
mod when;

pub use condition::Condition;
pub use error::RuleError;
pub use headers::HeaderRule;
pub(crate) use headers::HeaderRules;
pub(crate) use matcher::CompiledMatcher;
pub use matcher::{Matcher, MatcherEntry};
pub use redirect::Redirect;
pub(crate) use redirect::{Redirects, answer_redirect};
pub(crate) use rewrite::{CompiledRewrites, RewriteList};
pub use rewrite::{Rewrite, Rewrites};
pub use source::Source;
pub(crate) use subject::Subject;
