//! Matchers: the requests that a middleware runs for.

use super::condition::Condition;
use super::error::RuleError;
use super::params::Params;
use super::source::{Case, Path, Source};
use super::subject::Subject;
use super::when::{CompiledWhen, When};
use crate::route_manifest;

/// The requests that a middleware runs for: `config.matcher` of Next.js (NEXT-SPEC P3, P4), written by the attribute.
#[derive(Clone, Copy, Debug)]
pub struct Matcher {
    /// It runs where one of these matches; without any it runs for every request (P3).
    pub entries: &'static [MatcherEntry],
    /// It does not run where one of these matches.
    pub except: &'static [Source],
}

/// An entry of a matcher: `{ source, has, missing }` (NEXT-SPEC P4).
#[derive(Clone, Debug)]
pub struct MatcherEntry {
    /// What the path matches.
    pub source: Source,
    /// Conditions, of which all must be met (P9).
    pub has: &'static [Condition],
    /// Conditions, of which none may be met (P9).
    pub missing: &'static [Condition],
}

impl Matcher {
    /// The entries, and what is excepted, as they were written.
    pub(crate) fn manifest(&self) -> (Vec<route_manifest::When>, Vec<String>) {
        let entries = self.whens().map(|when| when.manifest()).collect();
        (entries, self.except.iter().map(|source| source.as_str().to_owned()).collect())
    }

    fn whens(&self) -> impl Iterator<Item = When> + Clone {
        self.entries.iter().map(|entry| When {
            has: entry.has.to_vec(),
            missing: entry.missing.to_vec(),
            ..When::new(entry.source.clone())
        })
    }

    pub(crate) fn compile(&self) -> Result<CompiledMatcher, RuleError> {
        let entries = self.whens();
        // P7. They come last, so that an error counts the entries as they were written.
        let index = entries.clone().filter(|when| when.source.as_str() == "/");
        let index = index.map(|when| When { source: const { Source::new("/index") }, ..when });
        Ok(CompiledMatcher {
            entries: match self.entries {
                [] => None,
                _ => Some(compile("matcher", entries.chain(index))?),
            },
            except: compile("except", self.except.iter().cloned().map(When::new))?,
        })
    }
}

fn compile(list: &'static str, rules: impl Iterator<Item = When>) -> Result<Vec<CompiledWhen>, RuleError> {
    let compile = |(i, when): (usize, When)| when.compile().map_err(|error| error.at(list, i, when.source.as_str()));
    rules.enumerate().map(compile).collect()
}

/// A matcher, ready for requests. It has few entries, so they are compared one by one.
#[derive(Debug)]
pub(crate) struct CompiledMatcher {
    /// `None` if there are none, for every request.
    entries: Option<Vec<CompiledWhen>>,
    except: Vec<CompiledWhen>,
}

impl CompiledMatcher {
    pub(crate) fn is_match<'a>(&'a self, subject: &Subject<'a>) -> bool {
        if self.entries.is_none() && self.except.is_empty() {
            return true;
        }
        // All sources are what follows the base path.
        let Some((_, path)) = subject.split() else { return self.entries.is_none() };
        let any = |list: &'a [CompiledWhen], case| {
            let path = Path::new(path, case);
            list.iter().any(|when| when.applies(&path, subject, &mut Params::default()))
        };
        self.entries.as_ref().is_none_or(|entries| any(entries, Case::Folded))
            && (self.except.is_empty() || !any(&self.except, Case::Exact))
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::app::rules::testing::Request;

    const ALL: Matcher = Matcher { entries: &[], except: &[] };
    const SOME: Matcher = Matcher {
        entries: &[
            MatcherEntry { source: Source::new("/"), has: &[], missing: &[] },
            MatcherEntry { source: Source::new("/account/:path*"), has: &[], missing: &[] },
            MatcherEntry {
                source: Source::new("/api/:path*"),
                has: &[Condition::header("x-a")],
                missing: &[Condition::cookie("b").with_value("1")],
            },
        ],
        except: &[Source::new("/account/public/:path*"), Source::new("/:path*/:file.css")],
    };

    fn assert_matches(matcher: &Matcher, base_path: &str, cases: &[(&str, bool)]) {
        let matcher = matcher.compile().unwrap();
        for (target, expected) in cases {
            let request = Request::new(target).base_path(base_path);
            assert_eq!(matcher.is_match(&request.subject()), *expected, "{target}");
        }
    }

    #[test]
    fn P3_without_entries_every_request_matches() {
        const EXCEPT: Matcher = Matcher { except: &[Source::new("/a")], ..ALL };
        assert_matches(&ALL, "", &[("/", true), ("/a/b?c", true), ("*", true), ("", true)]);
        assert_matches(&ALL, "/base", &[("/", true), ("/base", true)]);
        assert_matches(&EXCEPT, "", &[("/", true), ("/a", false), ("/a/", false), ("/A", true), ("/a/b", true)]);
        assert_matches(&EXCEPT, "/base", &[("/a", true), ("/base/a", false)]);
    }

    #[test]
    fn P4_P6_P7_any_entry_suffices_unless_an_exception_matches() {
        let cases = [
            ("/", true),
            ("/?a=1", true),
            ("/index", true),
            ("/index/a", false),
            ("/account", true),
            ("/account/", true),
            ("/account/a/b", true),
            ("/account/public", false),
            ("/account/public/a", false),
            ("/account/a.css", false),
            ("/accounts", false),
            ("/api", false),
        ];
        assert_matches(&SOME, "", &cases);
    }

    #[test]
    fn P8_the_base_path_is_before_the_sources() {
        let cases = [
            ("/base", true),
            ("/base/", true),
            ("/base/index", true),
            ("/base/account", true),
            ("/account", false),
            ("/", false),
            ("/baseaccount", false),
        ];
        assert_matches(&SOME, "/base", &cases);
    }

    #[test]
    fn P9_an_entry_has_conditions() {
        let matcher = SOME.compile().unwrap();
        for (header, cookie, expected) in [("1", "a=1", true), ("", "a=1", false), ("1", "b=1", false)] {
            let request = Request::new("/api/a").header("x-a", header).header("cookie", cookie);
            assert_eq!(matcher.is_match(&request.subject()), expected, "{header} {cookie}");
        }
    }

    #[test]
    fn P7_the_index_has_the_conditions_of_the_root() {
        const ROOT: Matcher = Matcher {
            entries: &[MatcherEntry { source: Source::new("/"), has: &[Condition::header("x-a")], missing: &[] }],
            except: &[],
        };
        let matcher = ROOT.compile().unwrap();
        assert!(matcher.is_match(&Request::new("/index").header("x-a", "1").subject()));
        assert!(!matcher.is_match(&Request::new("/index").subject()));
    }
}
