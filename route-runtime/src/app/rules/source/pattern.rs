//! A source in the form that is compared with paths, segment by segment.

use super::grammar::{Piece, Repeat};
use super::segment::{Path, Segment};
use super::text;
use super::unless::Alternative;
use crate::app::rules::params::Params;

/// A source without regexes.
///
/// What has one length is compared from both ends, and a parameter of any length between them takes what is left. Where there are
/// several, a table of what matches from where on is filled once, from the end: the time is at most the length of the source times
/// that of the path, whatever they hold.
#[derive(Debug)]
pub(super) struct Pattern {
    front: Vec<One>,
    /// From the first item of any length to the last.
    middle: Vec<Item>,
    back: Vec<One>,
}

/// A part of a source between slashes.
#[derive(Debug)]
enum Item {
    One(One),
    Several(Several),
}

/// One segment: text, and parameters with the text that follows each. Only the last text may be empty.
#[derive(Debug)]
struct One {
    text: String,
    params: Vec<(String, String)>,
}

/// Any number of segments.
#[derive(Debug)]
struct Several {
    /// `""` if it has none.
    name: String,
    least: usize,
    most: usize,
    rest: Option<Rest>,
}

/// `text(.*)` and `text((?!a|b).*)`, which also take segments that are empty.
#[derive(Debug)]
struct Rest {
    text: String,
    unless: Vec<Alternative>,
}

impl Pattern {
    pub(super) fn new(source: &str, segments: &[Vec<Piece>]) -> Self {
        let mut items: Vec<_> = segments.iter().map(|pieces| Item::new(source, pieces)).collect();
        let front = items.iter().take_while(|item| item.is_one()).count();
        let mut middle = items.split_off(front);
        let back = middle.iter().rev().take_while(|item| item.is_one()).count();
        let back = middle.split_off(middle.len() - back);
        let ones = |items: Vec<Item>| items.into_iter().filter_map(Item::into_one).collect();
        Self { front: ones(items), middle, back: ones(back) }
    }

    pub(super) fn captures<'a>(&'a self, path: &Path<'a>, params: &mut Params<'a>) -> bool {
        let segments = path.segments();
        // The root has no segment, and for `(.*)` one that is empty.
        self.matches(segments, params) || segments.is_empty() && self.matches(&[path.empty_segment()], params)
    }

    fn matches<'a>(&'a self, segments: &[Segment<'a>], params: &mut Params<'a>) -> bool {
        params.clear();
        let Some((front, rest)) = segments.split_at_checked(self.front.len()) else { return false };
        let Some(middle) = rest.len().checked_sub(self.back.len()) else { return false };
        let back = rest.get(middle..).unwrap_or_default();
        ones(&self.front, front, params) && self.middle_matches(rest, middle, params) && ones(&self.back, back, params)
    }

    /// Whether the middle takes the first `len` of these segments.
    fn middle_matches<'a>(&'a self, segments: &[Segment<'a>], len: usize, params: &mut Params<'a>) -> bool {
        match self.middle.as_slice() {
            [] => len == 0,
            [Item::Several(several)] => {
                let takes = several.takes(segments, len);
                if takes {
                    several.capture(segments, len, params);
                }
                takes
            }
            items => {
                let Some(table) = Table::new(items, segments, len) else { return false };
                let mut start = 0;
                for (i, item) in items.iter().enumerate() {
                    let rest = segments.get(start..).unwrap_or_default();
                    // The table says that it matches; this says what it takes.
                    start += match item {
                        Item::One(one) => usize::from(rest.first().is_some_and(|first| one.matches(*first, params))),
                        Item::Several(several) => {
                            let taken = table.longest(several, segments, i, start);
                            several.capture(rest, taken, params);
                            taken
                        }
                    };
                }
                true
            }
        }
    }
}

fn ones<'a>(items: &'a [One], segments: &[Segment<'a>], params: &mut Params<'a>) -> bool {
    items.iter().zip(segments).all(|(one, segment)| one.matches(*segment, params))
}

impl Item {
    fn new(source: &str, pieces: &[Piece]) -> Self {
        let mut one = One { text: String::new(), params: Vec::new() };
        for piece in pieces {
            match *piece {
                Piece::Text(span) => match one.params.last_mut() {
                    Some((_, after)) => *after = text(span.of(source)),
                    None => one.text = text(span.of(source)),
                },
                Piece::Param { name, repeat: Repeat::Once } => {
                    one.params.push((name.of(source).to_owned(), String::new()));
                }
                Piece::Param { name, repeat } => {
                    let (least, most) = match repeat {
                        Repeat::Optional => (0, 1),
                        Repeat::Some => (1, usize::MAX),
                        Repeat::Any | Repeat::Once => (0, usize::MAX),
                    };
                    return Self::Several(Several { name: name.of(source).to_owned(), least, most, rest: None });
                }
                Piece::Rest { name, unless } => {
                    let unless = unless.map(|alternatives| Alternative::list(alternatives.of(source)));
                    let rest = Some(Rest { text: one.text, unless: unless.unwrap_or_default() });
                    let name = name.of(source).to_owned();
                    return Self::Several(Several { name, least: 1, most: usize::MAX, rest });
                }
                // The one separates segments, the other makes the whole source a regex.
                Piece::Slash | Piece::Regex { .. } => {}
            }
        }
        Self::One(one)
    }

    fn is_one(&self) -> bool {
        matches!(self, Self::One(_))
    }

    fn into_one(self) -> Option<One> {
        match self {
            Self::One(one) => Some(one),
            Self::Several(_) => None,
        }
    }
}

impl One {
    /// Each parameter takes as little as it can, as in the regex: the text that follows is looked for from the left, the last at
    /// the end.
    fn matches<'a>(&'a self, segment: Segment<'a>, params: &mut Params<'a>) -> bool {
        let Some(mut rest) = segment.after(&self.text) else { return false };
        for (i, (name, text)) in self.params.iter().enumerate() {
            let Some((value, after)) = rest.split(text, i + 1 == self.params.len()) else { return false };
            params.set_sent(name, value.through(value), false);
            rest = after;
        }
        rest.is_empty()
    }
}

impl Several {
    /// Whether it may begin with the first of these segments.
    fn begins(&self, segments: &[Segment<'_>]) -> bool {
        let Some(rest) = &self.rest else { return true };
        let [first, others @ ..] = segments else { return false };
        let first = first.after(&rest.text);
        first.is_some_and(|first| !rest.unless.iter().any(|alternative| alternative.begins(first, others)))
    }

    /// Whether the segment may be one of those it takes.
    fn allows(&self, segment: Segment<'_>) -> bool {
        self.rest.is_some() || !segment.is_empty()
    }

    /// Whether it may take the first `len` of these segments.
    fn takes(&self, segments: &[Segment<'_>], len: usize) -> bool {
        (self.least..=self.most).contains(&len)
            && segments.iter().take(len).all(|segment| self.allows(*segment))
            && self.begins(segments)
    }

    /// Keeps the first `len` of these segments; none is no value.
    fn capture<'a>(&'a self, segments: &[Segment<'a>], len: usize, params: &mut Params<'a>) {
        if let [first, .., last] | [first @ last] = segments.get(..len).unwrap_or_default()
            && !self.name.is_empty()
        {
            let first = match &self.rest {
                Some(rest) => first.after(&rest.text).unwrap_or(*first),
                None => *first,
            };
            params.set_sent(&self.name, first.through(*last), self.most > 1 && self.rest.is_none());
        }
    }
}

/// For each item and the end of them, from which segments on all that follows matches.
struct Table {
    rows: Vec<Vec<bool>>,
}

impl Table {
    /// `None` if the items do not match the first `len` segments.
    fn new(items: &[Item], segments: &[Segment<'_>], len: usize) -> Option<Self> {
        let mut row = vec![false; len];
        row.push(true);
        let mut rows = vec![row];
        for item in items.iter().rev() {
            let next = rows.last()?;
            let row = match item {
                Item::One(one) => one_row(one, segments, next),
                Item::Several(several) => several_row(several, segments, next),
            };
            rows.push(row);
        }
        rows.reverse();
        let matches = rows.first()?.first() == Some(&true);
        matches.then_some(Self { rows })
    }

    /// How many segments item `i` takes at most from `start` on, so that the rest matches.
    fn longest(&self, several: &Several, segments: &[Segment<'_>], i: usize, start: usize) -> usize {
        let next = self.rows.get(i + 1).and_then(|row| row.get(start..)).unwrap_or_default();
        let run = segments.iter().skip(start).take_while(|segment| several.allows(**segment)).count();
        (several.least..=run.min(several.most)).rev().find(|len| next.get(*len) == Some(&true)).unwrap_or_default()
    }
}

fn one_row(one: &One, segments: &[Segment<'_>], next: &[bool]) -> Vec<bool> {
    let after = next.iter().skip(1).chain([&false]);
    after
        .zip(0..)
        .map(|(after, at)| {
            *after && segments.get(at).is_some_and(|segment| one.matches(*segment, &mut Params::default()))
        })
        .collect()
}

fn several_row(several: &Several, segments: &[Segment<'_>], next: &[bool]) -> Vec<bool> {
    let mut row = vec![false; next.len()];
    // The first segment that it may not take, and the first place for the next item that leaves it enough.
    let (mut run, mut nearest) = (next.len() - 1, usize::MAX);
    for (at, matches) in row.iter_mut().enumerate().rev() {
        let rest = segments.get(at..).unwrap_or_default();
        if at + 1 < next.len() && rest.first().is_some_and(|segment| !several.allows(*segment)) {
            run = at;
        }
        if next.get(at + several.least) == Some(&true) {
            nearest = at + several.least;
        }
        *matches = nearest <= run.min(at.saturating_add(several.most)) && several.begins(rest);
    }
    row
}
