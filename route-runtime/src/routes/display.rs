use super::Routes;
use crate::route::{MethodSet, Revalidate, RouteInfo};
use std::collections::BTreeMap;
use std::fmt;

/// The table as `next build` prints it, sorted by pattern. What is stored is what the pattern answers to `GET`:
///
/// ```text
/// Route (app)                  Revalidate
/// ┌ ○ /              page      1h
/// ├ ƒ /health        GET
/// └ ● /items/[slug]  GET, PUT  1m
///
/// ○  (Static)   one answer, which is stored
/// ●  (SSG)      an answer is stored for each value of its parameters
/// ƒ  (Dynamic)  runs for each request
/// ```
impl<S> fmt::Display for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Listing(&self.routes().collect::<Vec<_>>()).fmt(f)
    }
}

/// Prints routes as [`Routes`] does.
pub(crate) struct Listing<'a>(pub(crate) &'a [&'static RouteInfo]);

impl fmt::Display for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: BTreeMap<&str, Line> = BTreeMap::new();
        for route in self.0 {
            lines.entry(route.pattern()).or_default().add(route);
        }
        let width = lines.keys().map(|pattern| pattern.chars().count()).max().unwrap_or_default();
        let methods_width = lines.values().map(|line| line.methods().len()).max().unwrap_or_default();
        let last = lines.len().saturating_sub(1);

        // Four columns before the pattern, and two gaps of two.
        if lines.values().any(|line| line.revalidate.is_some()) {
            writeln!(f, "{:1$}Revalidate", "Route (app)", width + methods_width + 8)?;
        } else {
            writeln!(f, "Route (app)")?;
        }
        for (i, (pattern, line)) in lines.iter().enumerate() {
            let corner = match i {
                0 if last == 0 => '─',
                0 => '┌',
                _ if i == last => '└',
                _ => '├',
            };
            write!(f, "{corner} {} {pattern:width$}  ", line.mark.symbol())?;
            match line.revalidate {
                Some(seconds) => writeln!(f, "{:methods_width$}  {}", line.methods(), Age(seconds))?,
                None => writeln!(f, "{}", line.methods())?,
            }
        }
        for (mark, words) in [
            (Mark::Static, "(Static)   one answer, which is stored"),
            (Mark::Ssg, "(SSG)      an answer is stored for each value of its parameters"),
            (Mark::Dynamic, "(Dynamic)  runs for each request"),
        ] {
            if lines.values().any(|line| line.mark == mark) {
                write!(f, "\n{}  {words}", mark.symbol())?;
            }
        }
        Ok(())
    }
}

/// What is stored of a pattern's answers.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mark {
    Static,
    Ssg,
    #[default]
    Dynamic,
}

impl Mark {
    pub(crate) fn symbol(self) -> char {
        match self {
            Self::Static => '○',
            Self::Ssg => '●',
            Self::Dynamic => 'ƒ',
        }
    }
}

/// What the table says of one pattern.
#[derive(Default)]
pub(crate) struct Line {
    methods: MethodSet,
    page: bool,
    pub(crate) mark: Mark,
    /// After how many seconds a stored answer is made anew.
    revalidate: Option<u64>,
}

impl Line {
    pub(crate) fn add(&mut self, route: &RouteInfo) {
        self.methods.insert(route.table_method());
        self.page |= route.is_page();
        if route.is_file() {
            self.mark = Mark::Static;
        }
        if route.is_cached() {
            self.mark = if route.is_dynamic() { Mark::Ssg } else { Mark::Static };
            if let Some(Revalidate::Seconds(seconds)) = route.config().revalidate() {
                self.revalidate = Some(seconds);
            }
        }
    }

    pub(crate) fn methods(&self) -> String {
        if self.page {
            return "page".to_owned();
        }
        self.methods.iter().map(|method| method.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// A number of seconds, in the largest unit that holds it exactly: `1m`, `90s`.
pub(crate) struct Age(pub(crate) u64);

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(seconds) = *self;
        let units = [(31_536_000, 'y'), (604_800, 'w'), (86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')];
        let (unit, letter) = units.into_iter().find(|(unit, _)| seconds % unit == 0).unwrap_or((1, 's'));
        write!(f, "{}{letter}", seconds / unit)
    }
}
