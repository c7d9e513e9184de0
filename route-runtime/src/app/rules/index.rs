//! A list of rules that finds those of a path without looking at all of them.

use super::error::RuleError;
use super::params::Params;
use super::source::{Case, Path, key};
use super::subject::Subject;
use super::when::{CompiledWhen, When};
use smallvec::SmallVec;
use std::cell::LazyCell;
use std::collections::HashMap;

/// Rules in their order, each with what it does.
///
/// They are found by the text at the beginning of their sources: a request costs a look-up for each segment of its path, however many
/// rules there are, and one comparison for each rule that begins as the path does.
#[derive(Debug)]
pub(super) struct Rules<T> {
    rules: Vec<(CompiledWhen, T)>,
    /// Those whose source is what follows the base path, and the others.
    within: Node,
    whole: Node,
}

/// The rules that begin with the same segments.
#[derive(Debug, Default)]
struct Node {
    rules: Vec<usize>,
    next: HashMap<String, Node>,
}

/// The places of rules in their list. Few begin as one path does.
type Found = SmallVec<[usize; 8]>;

/// A rule that applies to a request.
#[derive(Debug)]
pub(super) struct Match<'a, T> {
    /// Its place in the list.
    pub(super) index: usize,
    pub(super) rule: &'a T,
    pub(super) params: Params<'a>,
    /// What the request's path has before that which the source is compared with.
    pub(super) base_path: &'a str,
}

impl<T> Rules<T> {
    /// `list` is what an error calls the rules; `when_of` finds when a rule applies, `then` makes of it what it does.
    pub(super) fn compile<R>(
        list: &'static str,
        rules: impl IntoIterator<Item = R>,
        when_of: impl Fn(&R) -> &When,
        then: impl Fn(&R, &CompiledWhen) -> Result<T, RuleError>,
    ) -> Result<Self, RuleError> {
        let mut compiled = Self { rules: Vec::new(), within: Node::default(), whole: Node::default() };
        for (i, rule) in rules.into_iter().enumerate() {
            let place = |error: RuleError| error.at(list, i, when_of(&rule).source.as_str());
            let when = when_of(&rule).compile().map_err(place)?;
            let then = then(&rule, &when).map_err(place)?;
            let index = if when.base_path { &mut compiled.within } else { &mut compiled.whole };
            index.insert(when.source.literals(), i);
            compiled.rules.push((when, then));
        }
        Ok(compiled)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules that apply, in their order, from the place `from` on.
    pub(super) fn matches<'a>(
        &'a self,
        subject: Subject<'a>,
        from: usize,
    ) -> impl Iterator<Item = Match<'a, T>> + use<'a, T> {
        let within = subject.split();
        let mut found = Found::new();
        if let Some((_, rest)) = within {
            self.within.find(rest, from, &mut found);
        }
        self.whole.find(subject.path, from, &mut found);
        found.sort_unstable();

        let (base_path, rest) = within.unwrap_or_default();
        let within = LazyCell::new(move || Path::new(rest, Case::Folded));
        let whole = LazyCell::new(move || Path::new(subject.path, Case::Folded));
        found.into_iter().filter_map(move |index| {
            let (when, rule) = self.rules.get(index)?;
            let (path, base_path) = if when.base_path { (&*within, base_path) } else { (&*whole, "") };
            let mut params = Params::default();
            when.applies(path, &subject, &mut params).then(|| Match { index, rule, params, base_path })
        })
    }
}

impl Node {
    fn insert(&mut self, literals: &[String], rule: usize) {
        let mut node = self;
        for literal in literals {
            node = node.next.entry(literal.clone()).or_default();
        }
        node.rules.push(rule);
    }

    /// Adds the rules from `from` on that begin as the path does.
    fn find(&self, path: &str, from: usize, found: &mut Found) {
        let mut node = self;
        let mut segments = path.split('/').skip(1);
        loop {
            found.extend(node.rules.iter().copied().filter(|rule| *rule >= from));
            if node.next.is_empty() {
                return;
            }
            match segments.next().and_then(|segment| node.next.get(&*key(segment))) {
                Some(next) => node = next,
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::rules::source::Source;
    use crate::app::rules::testing::Request;

    fn rules(sources: &[&str]) -> Rules<()> {
        let rules = sources.iter().map(|source| When::new(Source::try_new((*source).to_owned()).unwrap()));
        Rules::compile("rules", rules, |when| when, |_, _| Ok(())).unwrap()
    }

    #[test]
    fn the_rules_that_apply_come_in_their_order_from_any_place_on() {
        let rules = rules(&["/:a", "/a/b", "/a", "/:all*", "/A/:b", "/a", "/(.*)"]);
        let cases: [(&str, usize, &[usize]); 7] = [
            ("/a", 0, &[0, 2, 3, 5, 6]),
            ("/%41", 0, &[0, 2, 3, 5, 6]),
            ("/a", 3, &[3, 5, 6]),
            ("/a/b", 0, &[1, 3, 4, 6]),
            ("/a/b", 2, &[3, 4, 6]),
            ("/", 0, &[3, 6]),
            ("/c/d/e", 7, &[]),
        ];
        for (path, from, expected) in cases {
            let request = Request::new(path);
            let found: Vec<_> = rules.matches(request.subject(), from).map(|found| found.index).collect();
            assert_eq!(found, expected, "{path} from {from}");
        }
    }

    #[test]
    fn rules_that_begin_otherwise_are_not_looked_at() {
        let sources: Vec<_> = (0..1000).map(|number| format!("/old/section-{number}/:page")).collect();
        let rules = rules(&sources.iter().map(String::as_str).collect::<Vec<_>>());
        for (path, expected) in [("/old/section-999/a", vec![999]), ("/old/a/b", vec![]), ("/a", vec![]), ("/", vec![])]
        {
            let mut found = Found::new();
            rules.within.find(path, 0, &mut found);
            assert_eq!(found.to_vec(), expected, "{path}");
        }
    }
}
