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

/// The first clash of each element of a table, found at its second route, as positions among all `N` routes.
pub const fn clashes<const N: usize>(table: &[&[&'static RouteInfo]]) -> [Option<Clash>; N] {
    let mut found = [None; N];
    if N == 0 {
        return found;
    }
    let routes: [&RouteInfo; N] = flat(table);
    let mut order = [0; N];
    let mut scratch = [0; N];
    sort(&routes, &mut order, &mut scratch);
    scan(&routes, &order, &mut found);
    found
}

/// Stops the compilation if one of the routes of this element clashes with one before it.
#[track_caller]
pub const fn refuse(table: &[&[&'static RouteInfo]], found: &[Option<Clash>], element: usize) {
    let mut position = 0;
    let mut i = 0;
    while i < element {
        position += table[i].len();
        i += 1;
    }
    let end = position + table[element].len();
    while position < end {
        if let Some(clash) = &found[position] {
            let message = clash.message(at(table, clash.first), at(table, clash.second));
            panic!("{}", message.as_str());
        }
        position += 1;
    }
}

/// The first clash of a table that exists only at run time.
pub(crate) fn first_clash(routes: &[&RouteInfo]) -> Option<Clash> {
    let mut order = vec![0; routes.len()];
    let mut found = vec![None; routes.len()];
    sort(routes, &mut order, &mut vec![0; routes.len()]);
    scan(routes, &order, &mut found);
    found.into_iter().flatten().next()
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
const fn sort(routes: &[&RouteInfo], order: &mut [usize], scratch: &mut [usize]) {
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
            merge(routes, order, scratch, start, middle, end);
            start = end;
        }
        let mut i = 0;
        while i < len {
            order[i] = scratch[i];
            i += 1;
        }
        width *= 2;
    }
}

/// Merges `order[start..middle]` and `order[middle..end]` into `scratch[start..end]`.
const fn merge(routes: &[&RouteInfo], order: &[usize], scratch: &mut [usize], start: usize, middle: usize, end: usize) {
    let (mut left, mut right, mut out) = (start, middle, start);
    while out < end {
        let take_left = right == end
            || left < middle && !matches!(compare(routes[order[left]], routes[order[right]]), Ordering::Greater);
        if take_left {
            scratch[out] = order[left];
            left += 1;
        } else {
            scratch[out] = order[right];
            right += 1;
        }
        out += 1;
    }
}

/// Looks at each route and its neighbour in `order`, and writes what clashes to the place of the second in the table.
const fn scan(routes: &[&RouteInfo], order: &[usize], found: &mut [Option<Clash>]) {
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
        }
        i += 1;
    }
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
        if !matches!(left[i].kind(), SegmentKind::Static)
            && !matches!(compare_text(&left[i], &right[i]), Ordering::Equal)
        {
            return Some(i);
        }
        i += 1;
    }
    None
}

const fn same_place(a: &RouteInfo, b: &RouteInfo) -> bool {
    a.line() == b.line() && matches!(compare_bytes(a.file().as_bytes(), b.file().as_bytes()), Ordering::Equal)
}

/// How many leading segments have one shape, whatever the names of the dynamic ones.
const fn common_segments(a: &RouteInfo, b: &RouteInfo) -> usize {
    let (left, right) = (a.segments(), b.segments());
    let mut i = 0;
    while i < left.len() && i < right.len() && matches!(compare_segments(&left[i], &right[i]), Ordering::Equal) {
        i += 1;
    }
    i
}

/// By shape, then pages before routes, then by method.
const fn compare(a: &RouteInfo, b: &RouteInfo) -> Ordering {
    let (left, right) = (a.segments(), b.segments());
    let common = common_segments(a, b);
    if common < left.len() && common < right.len() {
        return compare_segments(&left[common], &right[common]);
    }
    if left.len() != right.len() {
        return compare_numbers(left.len() as u64, right.len() as u64);
    }
    match (a.is_page(), b.is_page()) {
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        _ => compare_numbers(a.table_method() as u64, b.table_method() as u64),
    }
}

const fn compare_segments(a: &Segment, b: &Segment) -> Ordering {
    match compare_numbers(rank(a), rank(b)) {
        Ordering::Equal if matches!(a.kind(), SegmentKind::Static) => compare_text(a, b),
        ordering => ordering,
    }
}

/// Below one path: the path's own handler, then the optional catch-all, then the required one, then everything else. So each
/// of the first three is the next one's neighbour, and T18 to T20 are found between neighbours.
const fn rank(segment: &Segment) -> u64 {
    match segment.kind() {
        SegmentKind::OptionalCatchAll => 0,
        SegmentKind::CatchAll => 1,
        SegmentKind::Static => 2,
        SegmentKind::Dynamic => 3,
    }
}

const fn compare_text(a: &Segment, b: &Segment) -> Ordering {
    match compare_numbers(a.hash(), b.hash()) {
        Ordering::Equal => compare_bytes(a.text().as_bytes(), b.text().as_bytes()),
        ordering => ordering,
    }
}

pub(super) const fn compare_bytes(a: &[u8], b: &[u8]) -> Ordering {
    let mut i = 0;
    while i < a.len() && i < b.len() {
        match compare_numbers(a[i] as u64, b[i] as u64) {
            Ordering::Equal => i += 1,
            ordering => return ordering,
        }
    }
    compare_numbers(a.len() as u64, b.len() as u64)
}

const fn compare_numbers(a: u64, b: u64) -> Ordering {
    if a < b {
        Ordering::Less
    } else if a > b {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

const fn min(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

const fn max(a: usize, b: usize) -> usize {
    if a < b { b } else { a }
}
