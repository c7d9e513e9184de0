//! The app around the routes.

#[cfg_attr(not(test), expect(dead_code, reason = "nothing dispatches to it yet"))]
#[expect(unused_imports, reason = "nothing dispatches to it yet")]
mod rules;

pub use rules::{Condition, HeaderRule, Matcher, MatcherEntry, Redirect, Rewrite, Rewrites, RuleError, Source};
