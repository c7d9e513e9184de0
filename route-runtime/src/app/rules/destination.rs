//! Destinations: where redirects and rewrites lead.

mod error;

pub(super) use error::DestinationError;

use super::error::RuleError;
use super::params::{Params, Value};
use super::source::{Names, Source};
use super::span::Span;
use super::template::{Part, Parts, Template};
use super::when::CompiledWhen;
use crate::next_url::{FRAGMENT, PATH, QUERY};
use error::Mistake;
use percent_encoding::{AsciiSet, utf8_percent_encode};
use std::borrow::Cow;

/// Browsers take a backslash for a slash.
const IN_PATH: &AsciiSet = &PATH.add(b'\\');

/// What a rule may lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// A path of this app, with a query.
    Route,
    /// A path or a URL, with a query and a fragment.
    Anywhere,
}

/// Checks a destination against what its source captures.
pub(super) const fn check(destination: &str, names: &Names<'_>, target: Target) -> Result<(), DestinationError> {
    let start = match path_start(destination, target) {
        Ok(start) => start,
        Err(error) => return Err(error),
    };
    let mut parts = Parts::new(destination, start);
    while let Some(part) = parts.next() {
        let Part::Param { name, many, whole } = part else { continue };
        match names.get(name.of(destination)) {
            Some(param) if param.many && !many => return Err(DestinationError::new(Mistake::Many, whole)),
            Some(_) => {}
            // The regexes of conditions can capture it, and they are not there yet.
            None if cfg!(feature = "matcher-regex") => {}
            None => return Err(DestinationError::new(Mistake::Unknown, name)),
        }
    }
    Ok(())
}

/// [`check`] for what is known only at run time.
pub(super) fn try_check(destination: &str, source: &Source, target: Target) -> Result<(), RuleError> {
    let names = source.names()?;
    check(destination, &names, target).map_err(|error| RuleError::new(error.message(destination, &names).as_str()))
}

/// Where the path begins: behind the host, if there is one.
const fn path_start(destination: &str, target: Target) -> Result<usize, DestinationError> {
    let bytes = destination.as_bytes();
    let all = Span { start: 0, end: bytes.len() };
    let host = match bytes {
        [b'/', b'/' | b'\\', ..] => return Err(DestinationError::new(Mistake::NoScheme, all)),
        [b'/', ..] if matches!(target, Target::Route) && has_fragment(bytes) => {
            return Err(DestinationError::new(Mistake::Fragment, all));
        }
        [b'/', ..] => return Ok(0),
        [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => b"http://".len(),
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] => b"https://".len(),
        _ => return Err(DestinationError::new(Mistake::Neither, all)),
    };
    if matches!(target, Target::Route) {
        return Err(DestinationError::new(Mistake::External, all));
    }
    let mut end = host;
    while end < bytes.len() && !matches!(bytes[end], b'/' | b'\\' | b'?' | b'#') {
        if bytes[end] == b':' && end + 1 < bytes.len() && bytes[end + 1].is_ascii_alphabetic() {
            return Err(DestinationError::new(Mistake::ParamInHost, all));
        }
        end += 1;
    }
    if end == host { Err(DestinationError::new(Mistake::NoHost, all)) } else { Ok(end) }
}

const fn has_fragment(bytes: &[u8]) -> bool {
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b'#' {
            return true;
        }
        i += 1;
    }
    false
}

/// A destination in its parts, ready for requests.
#[derive(Debug)]
pub(super) struct CompiledDestination {
    /// `https://example.com`, or `""` where the destination is a path.
    origin: String,
    path: Template,
    query: Vec<Pair>,
    fragment: Option<Template>,
}

/// `name=value` in the query of a destination.
#[derive(Debug)]
struct Pair {
    /// Decoded.
    name: String,
    text: Template,
}

impl CompiledDestination {
    pub(super) fn new(
        destination: &str,
        target: Target,
        source: &Source,
        when: &CompiledWhen,
    ) -> Result<Self, RuleError> {
        let names = source.names()?;
        let refused = |error: DestinationError| RuleError::new(error.message(destination, &names).as_str());
        check(destination, &names, target).map_err(refused)?;
        let start = path_start(destination, target).map_err(refused)?;
        let is_param = |name: &str| names.get(name).is_some() || when.condition_captures(name);
        let mut parts = Parts::new(destination, start);
        while let Some(part) = parts.next() {
            match part {
                Part::Param { name, .. } if !is_param(name.of(destination)) => {
                    return Err(refused(DestinationError::new(Mistake::Unknown, name)));
                }
                _ => {}
            }
        }

        let (origin, rest) = destination.split_at(start);
        let (rest, fragment) = cut(rest, rest.find('#'));
        let (path, query) = cut(rest, question_mark(rest));
        let template = |text: &str, set| Template::new(text, is_param, |text| encode(text, set));
        let pairs = query.into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty());
        Ok(Self {
            origin: origin.to_owned(),
            path: template(path, IN_PATH),
            query: pairs.map(|pair| Pair { name: name(pair).into_owned(), text: template(pair, QUERY) }).collect(),
            fragment: fragment.map(|fragment| template(fragment, FRAGMENT)),
        })
    }

    /// Where a redirect leads (O5): the query of the request is kept, but for what the destination itself has.
    pub(super) fn location(&self, base_path: &str, sent: Option<&str>, params: &Params<'_>) -> String {
        let mut location = if self.origin.is_empty() {
            self.path(base_path, params)
        } else {
            self.origin.clone() + &self.path("", params)
        };
        let query = self.merge(sent, &[], params);
        if !query.is_empty() {
            location.push('?');
            location.push_str(&query);
        }
        if let Some(fragment) = &self.fragment {
            location.push('#');
            location.push_str(&fragment.fill(params, component));
        }
        location
    }

    /// The path behind `base_path`. Parameters cannot make another host of it: one slash is at its beginning, and none of its
    /// backslashes is left.
    pub(super) fn path(&self, base_path: &str, params: &Params<'_>) -> String {
        let path = self.path.fill(params, |path, value| match value {
            Some(value) => path.extend(utf8_percent_encode(&value.encoded, IN_PATH)),
            // The slash belongs to the parameter that is not there.
            None if path.ends_with('/') => path.truncate(path.len() - 1),
            None => {}
        });
        match path.trim_start_matches('/') {
            "" if !base_path.is_empty() => base_path.to_owned(),
            path => format!("{base_path}/{path}"),
        }
    }

    /// The query of a rewrite (O6, O8): that of the request, then the parameters if the path uses none, then that of the destination;
    /// of one name the last of these counts.
    pub(super) fn query(&self, sent: Option<&str>, params: &Params<'_>) -> String {
        if self.path.names().next().is_some() {
            return self.merge(sent, &[], params);
        }
        let unused: Vec<_> =
            params.iter().filter(|(name, _)| !self.query.iter().any(|pair| pair.name == *name)).collect();
        self.merge(sent, &unused, params)
    }

    fn merge(&self, sent: Option<&str>, added: &[(&str, &Value<'_>)], params: &Params<'_>) -> String {
        let mut query = Query::default();
        let is_replaced = |sent: &str| {
            let name = name(sent);
            self.query.iter().any(|pair| pair.name == name) || added.iter().any(|(added, _)| *added == name)
        };
        let sent = sent.unwrap_or_default();
        if self.query.is_empty() && added.is_empty() {
            query.push(sent);
        } else {
            sent.split('&').filter(|pair| !is_replaced(pair)).for_each(|pair| query.push(pair));
        }
        for (name, value) in added {
            value.components().for_each(|value| query.push(&format!("{}={value}", crate::component::encode(name))));
        }
        for pair in &self.query {
            query.push(&pair.text.fill(params, component));
        }
        query.0
    }
}

/// A query that is being written.
#[derive(Default)]
struct Query(String);

impl Query {
    fn push(&mut self, pair: &str) {
        if !self.0.is_empty() && !pair.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(pair);
    }
}

fn component(text: &mut String, value: Option<&Value<'_>>) {
    text.extend(value.map(Value::component));
}

fn encode(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

/// The name in `name=value`, decoded.
fn name(pair: &str) -> Cow<'_, str> {
    form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name).unwrap_or_default()
}

/// What is before the character at `at`, and what is behind it.
fn cut(text: &str, at: Option<usize>) -> (&str, Option<&str>) {
    match at {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}

/// Where the query begins: at the first question mark that is not escaped.
fn question_mark(text: &str) -> Option<usize> {
    text.match_indices('?').map(|(at, _)| at).find(|at| !text.get(..*at).is_some_and(|before| before.ends_with('\\')))
}
