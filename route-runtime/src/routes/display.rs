use super::Routes;
use crate::route::{MethodSet, RouteInfo};
use std::collections::BTreeMap;
use std::fmt;

/// The table as `next build` prints it, sorted by pattern:
///
/// ```text
/// Route (app)
/// ┌ ○ /              page
/// ├ ○ /health        GET
/// └ ƒ /items/[slug]  GET, PUT
///
/// ○  (Static)   one path
/// ƒ  (Dynamic)  a path for each value of its parameters
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
        let last = lines.len().saturating_sub(1);

        writeln!(f, "Route (app)")?;
        for (i, (pattern, line)) in lines.iter().enumerate() {
            let corner = match i {
                0 if last == 0 => '─',
                0 => '┌',
                _ if i == last => '└',
                _ => '├',
            };
            writeln!(f, "{corner} {} {pattern:width$}  {line}", line.mark())?;
        }
        for (mark, words, shown) in [
            (STATIC, "(Static)   one path", lines.values().any(|line| !line.dynamic)),
            (DYNAMIC, "(Dynamic)  a path for each value of its parameters", lines.values().any(|line| line.dynamic)),
        ] {
            if shown {
                write!(f, "\n{mark}  {words}")?;
            }
        }
        Ok(())
    }
}

const STATIC: char = '○';
const DYNAMIC: char = 'ƒ';

/// What the table says of one pattern.
#[derive(Default)]
struct Line {
    methods: MethodSet,
    page: bool,
    dynamic: bool,
}

impl Line {
    fn add(&mut self, route: &RouteInfo) {
        self.methods.insert(route.table_method());
        self.page |= route.is_page();
        self.dynamic |= route.is_dynamic();
    }

    fn mark(&self) -> char {
        if self.dynamic { DYNAMIC } else { STATIC }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.page {
            return f.write_str("page");
        }
        for (i, method) in self.methods.iter().enumerate() {
            let separator = if i == 0 { "" } else { ", " };
            write!(f, "{separator}{}", method.as_str())?;
        }
        Ok(())
    }
}
