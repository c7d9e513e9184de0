use super::clash::{Clash, Rule};
use crate::route::{RouteInfo, Segment, SegmentKind};
use std::cmp::Ordering;

/// How many routes a table holds.
pub const fn len(table: &[&[&'static RouteInfo]]) -> usize {
    let mut len = 0;
    let mut i = 0;
    while i < table.len() {
        len += table[i].len();
        i += 1;
    }
    len
}

/// What is wrong with a table of `N` routes.
pub struct Clashes<const N: usize> {
    /// For each route, a clash with one before it.
    found: [Option<Clash>; N],
    /// Whether there is one at all; mostly not, and each element of the table asks.
    any: bool,
}

impl<const N: usize> Clashes<N> {
    /// Whether the table may stand.
    pub const fn is_empty(&self) -> bool {
        !self.any
    }
}

/// Looks for clashes in a table.
pub const fn clashes<const N: usize>(table: &[&[&'static RouteInfo]]) -> Clashes<N> {
    let mut found = [None; N];
    if N == 0 {
        return Clashes { found, any: false };
    }
    let any = check(&flat::<N>(table), &mut [0; N], &mut [0; N], &mut found);
    Clashes { found, any }
}

/// Stops the compilation if one of the routes of this element clashes with one before it.
#[track_caller]
pub const fn refuse<const N: usize>(table: &[&[&'static RouteInfo]], clashes: &Clashes<N>, element: usize) {
    if clashes.is_empty() {
        return;
    }
    let mut position = 0;
    let mut i = 0;
    while i < element {
        position += table[i].len();
        i += 1;
    }
    let end = position + table[element].len();
    while position < end {
        if let Some(clash) = &clashes.found[position] {
            let message = clash.message(at(table, clash.first), at(table, clash.second));
            panic!("{}", message.as_str());
        }
        position += 1;
    }
}

/// Stops the compilation if any two routes of the table clash: for a table that nobody wrote, whose elements have no place.
#[track_caller]
pub const fn refuse_any<const N: usize>(table: &[&[&'static RouteInfo]], clashes: &Clashes<N>) {
    let mut element = 0;
    while element < table.len() {
        refuse(table, clashes, element);
        element += 1;
    }
}

/// The first clash of a table that exists only at run time.
pub(crate) fn first_clash(routes: &[&RouteInfo]) -> Option<Clash> {
    let mut found = vec![None; routes.len()];
    check(routes, &mut vec![0; routes.len()], &mut vec![0; routes.len()], &mut found);
    found.into_iter().flatten().next()
}

/// Orders the routes and looks along them. The other arguments are as long as `routes`; `found` is the answer, and whether there
/// is anything in it.
const fn check(routes: &[&RouteInfo], order: &mut [usize], scratch: &mut [usize], found: &mut [Option<Clash>]) -> bool {
    sort(routes, order, scratch, Literals::ByKey);
    // Two literals of one key would stand among each other, and one in 2^64 pairs has one.
    if !keys_tell_literals_apart(routes, order) {
        sort(routes, order, scratch, Literals::ByText);
    }
    scan(routes, order, found)
}

/// How two literals are compared. Texts cost the compiler many times what keys do.
#[derive(Clone, Copy)]
enum Literals {
    ByKey,
    ByText,
}

const fn flat<const N: usize>(table: &[&[&'static RouteInfo]]) -> [&'static RouteInfo; N] {
    let mut routes = [&const { RouteInfo::page("", &[]) }; N];
    let mut len = 0;
    let mut i = 0;
    while i < table.len() {
        let mut j = 0;
        while j < table[i].len() {
            routes[len] = table[i][j];
            len += 1;
            j += 1;
        }
        i += 1;
    }
    routes
}

const fn at(table: &[&[&'static RouteInfo]], mut position: usize) -> &'static RouteInfo {
    let mut i = 0;
    while position >= table[i].len() {
        position -= table[i].len();
        i += 1;
    }
    table[i][position]
}

/// Orders the routes so that any two that clash have a neighbour to clash with: a bottom-up merge sort, because `sort_by`
/// does not run in a constant and 3,000 routes are too many for pairs.
const fn sort(routes: &[&RouteInfo], order: &mut [usize], scratch: &mut [usize], literals: Literals) {
    let len = routes.len();
    let mut i = 0;
    while i < len {
        order[i] = i;
        i += 1;
    }
    let mut width = 1;
    while width < len {
        let mut start = 0;
        while start < len {
            let middle = min(start + width, len);
            let end = min(start + 2 * width, len);
            let (mut left, mut right, mut out) = (start, middle, start);
            while out < end {
                let take_left = right == end
                    || left < middle
                        && !matches!(compare(routes[order[left]], routes[order[right]], literals), Ordering::Greater);
                if take_left {
                    scratch[out] = order[left];
                    left += 1;
                } else {
                    scratch[out] = order[right];
                    right += 1;
                }
                out += 1;
            }
            start = end;
        }
        order.copy_from_slice(scratch);
        width *= 2;
    }
}

/// Whether all neighbours with the same key for a literal have the same text.
const fn keys_tell_literals_apart(routes: &[&RouteInfo], order: &[usize]) -> bool {
    let mut i = 1;
    while i < order.len() {
        let (a, b) = (routes[order[i - 1]].segments(), routes[order[i]].segments());
        let mut j = 0;
        while j < a.len() && j < b.len() && a[j].key() == b[j].key() {
            if is_literal(&a[j]) && !same_text(&a[j], &b[j]) {
                return false;
            }
            j += 1;
        }
        i += 1;
    }
    true
}

/// Looks at each route and its neighbour in `order`, and writes what clashes to the place of the second in the table.
const fn scan(routes: &[&RouteInfo], order: &[usize], found: &mut [Option<Clash>]) -> bool {
    let mut any = false;
    // Where the routes of one shape begin: a page there clashes with all of them, not only with its neighbour.
    let mut shape = 0;
    let mut i = 1;
    while i < order.len() {
        let (a, b) = (routes[order[i - 1]], routes[order[i]]);
        let common = common_segments(a, b);
        let same_shape = common == a.segments().len() && common == b.segments().len();
        if !same_shape {
            shape = i;
        }
        let with = if same_shape && routes[order[shape]].is_page() { shape } else { i - 1 };
        if let Some(rule) = rule(routes[order[with]], b, common) {
            let (first, second) = (min(order[with], order[i]), max(order[with], order[i]));
            if found[second].is_none() {
                found[second] = Some(Clash { rule, first, second });
            }
            any = true;
        }
        i += 1;
    }
    any
}

/// The rule that two neighbours break, `a` before `b`, which have the first `common` segments in common.
const fn rule(a: &RouteInfo, b: &RouteInfo, common: usize) -> Option<Rule> {
    let (left, right) = (a.segments(), b.segments());
    if common == left.len() && common == right.len() {
        if a.is_page() || b.is_page() {
            return Some(if same_place(a, b) { Rule::ListedTwice } else { Rule::Page });
        }
        if a.table_method() as u8 == b.table_method() as u8 {
            return Some(if same_place(a, b) { Rule::ListedTwice } else { Rule::Method });
        }
    }
    if let Some(position) = different_name(left, right, common) {
        return Some(Rule::Names(position));
    }
    if common < right.len() && matches!(right[common].kind(), SegmentKind::OptionalCatchAll) && common == left.len() {
        return Some(Rule::Parent);
    }
    if common < left.len() && common < right.len() && left[common].is_catch_all() && right[common].is_catch_all() {
        return Some(Rule::CatchAlls);
    }
    None
}

const fn different_name(left: &[Segment], right: &[Segment], common: usize) -> Option<usize> {
    let mut i = 0;
    while i < common {
        if !is_literal(&left[i]) && !same_text(&left[i], &right[i]) {
            return Some(i);
        }
        i += 1;
    }
    None
}

const fn same_place(a: &RouteInfo, b: &RouteInfo) -> bool {
    a.line() == b.line() && same_bytes(a.file().as_bytes(), b.file().as_bytes())
}

/// How many leading segments have one shape, whatever the names of the dynamic ones.
const fn common_segments(a: &RouteInfo, b: &RouteInfo) -> usize {
    let (left, right) = (a.segments(), b.segments());
    let mut i = 0;
    while i < left.len() && i < right.len() {
        let same = left[i].key() == right[i].key() && (!is_literal(&left[i]) || same_text(&left[i], &right[i]));
        if !same {
            break;
        }
        i += 1;
    }
    i
}

/// By shape, then pages before routes, then by method.
const fn compare(a: &RouteInfo, b: &RouteInfo, literals: Literals) -> Ordering {
    let (left, right) = (a.segments(), b.segments());
    let mut i = 0;
    while i < left.len() && i < right.len() {
        let (x, y) = (left[i].key(), right[i].key());
        if x != y {
            return if x < y { Ordering::Less } else { Ordering::Greater };
        }
        if matches!(literals, Literals::ByText) && is_literal(&left[i]) {
            let ordering = compare_bytes(left[i].text().as_bytes(), right[i].text().as_bytes());
            if !matches!(ordering, Ordering::Equal) {
                return ordering;
            }
        }
        i += 1;
    }
    if left.len() != right.len() {
        return if left.len() < right.len() { Ordering::Less } else { Ordering::Greater };
    }
    match (a.is_page(), b.is_page()) {
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        _ if a.table_method() as u8 == b.table_method() as u8 => Ordering::Equal,
        _ if (a.table_method() as u8) < b.table_method() as u8 => Ordering::Less,
        _ => Ordering::Greater,
    }
}

const fn is_literal(segment: &Segment) -> bool {
    matches!(segment.kind(), SegmentKind::Static)
}

const fn same_text(a: &Segment, b: &Segment) -> bool {
    same_bytes(a.text().as_bytes(), b.text().as_bytes())
}

pub(crate) const fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    matches!(compare_bytes(a, b), Ordering::Equal)
}

const fn compare_bytes(a: &[u8], b: &[u8]) -> Ordering {
    let mut i = 0;
    while i < a.len() && i < b.len() {
        if a[i] != b[i] {
            return if a[i] < b[i] { Ordering::Less } else { Ordering::Greater };
        }
        i += 1;
    }
    match () {
        () if a.len() < b.len() => Ordering::Less,
        () if a.len() > b.len() => Ordering::Greater,
        () => Ordering::Equal,
    }
}

const fn min(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

const fn max(a: usize, b: usize) -> usize {
    if a < b { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Method;

    /// Literals whose keys are all the same: what a collision of hashes would be.
    fn route(method: Method, path: [&'static str; 2]) -> &'static RouteInfo {
        let segments = path.map(|text| Segment::literal(text, 7)).to_vec();
        Box::leak(Box::new(RouteInfo::route(method, "", segments.leak()).at(path[1], 1)))
    }

    #[test]
    fn literals_of_one_hash_are_told_apart_by_their_text() {
        let routes = [["a", "x"], ["b", "x"], ["a", "y"], ["b", "y"]].map(|path| route(Method::Get, path));
        assert_eq!(first_clash(&routes), None);
        for (i, path) in [["a", "x"], ["b", "x"], ["a", "y"], ["b", "y"]].into_iter().enumerate() {
            let mut routes = routes.to_vec();
            routes.push(route(Method::Put, path));
            assert_eq!(first_clash(&routes), None, "{path:?}");
            routes.push(Box::leak(Box::new(route(Method::Get, path).at("elsewhere", 2))));
            assert_eq!(first_clash(&routes), Some(Clash { rule: Rule::Method, first: i, second: 5 }), "{path:?}");
        }
    }
}
