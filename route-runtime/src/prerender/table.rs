//! The table that `next build` ends with.

use std::collections::BTreeMap;
use std::fmt;

use super::report::{Prerendered, Rendered};
use crate::cache::{Lifetimes, life_of_route};
use crate::route::RouteInfo;
use crate::routes::{Age, Line, Mark};

/// How many paths of a route are shown; of one more, that one is.
const SHOWN: usize = 3;

/// Rows of text in columns.
pub(super) struct Table {
    rows: Vec<Row>,
    marks: Vec<Mark>,
}

struct Row {
    /// With what is drawn in front.
    name: String,
    methods: String,
    life: Option<Lifetimes>,
}

impl Table {
    pub(super) fn of(report: &Prerendered) -> Self {
        let mut patterns: BTreeMap<&str, (Line, Vec<&Rendered>)> = BTreeMap::new();
        for route in &report.routes {
            patterns.entry(route.pattern()).or_default().0.add(route);
        }
        for rendered in &report.rendered {
            patterns.entry(rendered.route.pattern()).or_default().1.push(rendered);
        }
        let cached: BTreeMap<&str, &RouteInfo> =
            report.routes.iter().filter(|route| route.is_cached()).map(|route| (route.pattern(), *route)).collect();
        let last = patterns.len().saturating_sub(1);
        let mut table = Self { rows: Vec::new(), marks: Vec::new() };
        for (index, (pattern, (line, rendered))) in patterns.into_iter().enumerate() {
            let corner = match index {
                0 if last == 0 => '─',
                0 => '┌',
                _ if index == last => '└',
                _ => '├',
            };
            let kept: Vec<_> = rendered.iter().copied().filter(|rendered| rendered.life().is_some()).collect();
            let (mark, life) = match line.mark {
                // One whose answer is not kept, for whatever reason, runs for each request.
                Mark::Static if kept.is_empty() => (Mark::Dynamic, None),
                Mark::Static => (Mark::Static, kept[0].life()),
                Mark::Ssg => (Mark::Ssg, cached.get(pattern).map(|route| life_of_route(route.config()))),
                Mark::Dynamic => (Mark::Dynamic, None),
            };
            table.marks.push(mark);
            table.rows.push(Row {
                name: format!("{corner} {} {pattern}", mark.symbol()),
                methods: line.methods(),
                life,
            });
            if mark == Mark::Ssg {
                table.add_paths(if index == last { ' ' } else { '├' }, &kept);
            }
        }
        table
    }

    /// The first paths of a route, below it.
    fn add_paths(&mut self, corner: char, kept: &[&Rendered]) {
        let shown = if kept.len() == SHOWN + 1 { kept.len() } else { kept.len().min(SHOWN) };
        let rest = kept.len() - shown;
        for (index, rendered) in kept[..shown].iter().enumerate() {
            let branch = if index + 1 == kept.len() { '└' } else { '├' };
            let name = format!("{corner}   {branch} {}", rendered.path);
            self.rows.push(Row { name, methods: String::new(), life: rendered.life() });
        }
        if rest > 0 {
            let name = format!("{corner}   └ [+{rest} more paths]");
            self.rows.push(Row { name, methods: String::new(), life: None });
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEAD: &str = "Route (app)";

        let width = |text: &str| text.chars().count();
        let names = self.rows.iter().map(|row| width(&row.name)).max().unwrap_or_default().max(width(HEAD));
        let methods = self.rows.iter().map(|row| row.methods.len()).max().unwrap_or_default();
        // Next.js leaves the columns out where nothing has a life.
        let has_lives = self.rows.iter().any(|row| revalidate(row).is_some() || expire(row).is_some());
        match has_lives {
            true => writeln!(f, "{HEAD:names$}  {:methods$}  Revalidate  Expire", "")?,
            false => writeln!(f, "{HEAD}")?,
        }
        for row in &self.rows {
            let text = |age: Option<Age>| age.map(|age| age.to_string()).unwrap_or_default();
            let (revalidate, expire) = (text(revalidate(row)), text(expire(row)));
            let line = format!("{:names$}  {:methods$}  {revalidate:10}  {expire}", row.name, row.methods);
            writeln!(f, "{}", line.trim_end())?;
        }
        for (mark, words) in [
            (Mark::Static, "(Static)   prerendered, one answer"),
            (Mark::Ssg, "(SSG)      prerendered for the parameters that are listed"),
            (Mark::Dynamic, "(Dynamic)  runs for each request"),
        ] {
            if self.marks.contains(&mark) {
                write!(f, "\n{}  {words}", mark.symbol())?;
            }
        }
        Ok(())
    }
}

fn revalidate(row: &Row) -> Option<Age> {
    Some(Age(row.life?.revalidate?.as_secs()))
}

fn expire(row: &Row) -> Option<Age> {
    // What is never made anew does not expire; Next.js leaves both out.
    let life = row.life?;
    Some(Age(life.expire?.as_secs()))
}
