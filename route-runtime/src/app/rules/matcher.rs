//! Matchers: the requests that a middleware runs for.

use super::condition::Condition;
use super::error::RuleError;
use super::index::Rules;
use super::source::Source;
use super::subject::Subject;
use super::when::When;

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
    pub(crate) fn compile(&self) -> Result<CompiledMatcher, RuleError> {
        let entries = self.entries.iter().map(|entry| When {
            has: entry.has.to_vec(),
            missing: entry.missing.to_vec(),
            ..When::new(entry.source.clone())
        });
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

fn compile(list: &'static str, rules: impl Iterator<Item = When>) -> Result<Rules<()>, RuleError> {
    Rules::compile(list, rules, |when| when, |_, _| Ok(()))
}

/// A matcher, ready for requests.
#[derive(Debug)]
pub(crate) struct CompiledMatcher {
    /// `None` if there are none, for every request.
    entries: Option<Rules<()>>,
    except: Rules<()>,
}

impl CompiledMatcher {
    pub(crate) fn is_match(&self, subject: Subject<'_>) -> bool {
        let matches = |rules: &Rules<()>| rules.matches(subject, 0).next().is_some();
        self.entries.as_ref().is_none_or(matches) && !matches(&self.except)
    }
}
