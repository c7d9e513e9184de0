//! What Next refuses, or gives a meaning that a handler cannot have: the rows S and T.

use super::*;

#[test]
fn S4_T14_a_single_segment_cannot_be_optional() {
    check_refused(
        r#"
> /[[blog]]
    `[[blog]]` is optional, but not a catch-all
        help: write `/[blog]`, or `/[[...blog]]` for any number of segments
> /abc/[[blog]]
    `[[blog]]` is optional, but not a catch-all
        help: write `/abc/[blog]`, or `/abc/[[...blog]]` for any number of segments
> /abc/[[blog]]/def
    `[[blog]]` is optional, but not a catch-all
        help: write `/abc/[blog]/def`
> /[[]]
    `[[]]` is optional, but not a catch-all
        help: write `/[slug]`, or `/[[...slug]]` for any number of segments
"#,
    );
}

#[test]
fn S16_slots_are_refused_and_their_escape_offered() {
    check_refused(
        r#"
> /@x
    `@x` is a parallel route's slot, which has no URL
        help: write `/%40x` for the literal text
> /a/@modal/b
    `@modal` is a parallel route's slot, which has no URL
        help: write `/a/%40modal/b` for the literal text
> /@[user]
    `@[user]` is a parallel route's slot, which has no URL
        help: write `/%40%5Buser%5D` for the literal text
"#,
    );
}

#[test]
fn S18_private_folders_are_refused_and_their_escape_offered() {
    check_refused(
        r#"
> /_x
    `_x` is a private folder, which is not routable
        help: write `/%5Fx` for a literal underscore
> /api/_lib/items
    `_lib` is a private folder, which is not routable
        help: write `/api/%5Flib/items` for a literal underscore
> /_a/_b/c
    `_a` is a private folder, which is not routable
        help: write `/%5Fa/%5Fb/c` for a literal underscore
    `_b` is a private folder, which is not routable
        help: write `/%5Fa/%5Fb/c` for a literal underscore
"#,
    );
}

#[test]
fn S20_intercepting_markers_are_refused() {
    check_refused(
        r#"
> /(.)photo
    `(.)photo` is an intercepting route, which a handler cannot be
        help: write `/photo`, or `/%28.)photo` for the literal text
> /(..)photo
    `(..)photo` is an intercepting route, which a handler cannot be
        help: write `/photo`, or `/%28..)photo` for the literal text
> /(...)photo
    `(...)photo` is an intercepting route, which a handler cannot be
        help: write `/photo`, or `/%28...)photo` for the literal text
> /(..)(..)photo
    `(..)(..)photo` is an intercepting route, which a handler cannot be
        help: write `/photo`, or `/%28..)(..)photo` for the literal text
> /(.)
    `(.)` is an intercepting route, which a handler cannot be
        help: write `/`, or `/%28.)` for the literal text
> /feed/(.)[id]
    `(.)[id]` is an intercepting route, which a handler cannot be
        help: write `/feed/[id]`, or `/feed/%28.)%5Bid%5D` for the literal text
"#,
    );
}

#[test]
fn S21_brackets_span_the_segment() {
    check_refused(
        r#"
> /pre[id].json
    the brackets of `pre[id].json` do not span the segment
        help: write `/[id]`, or `/pre%5Bid%5D.json` for the literal text
> /[slug].json
    the brackets of `[slug].json` do not span the segment
        help: write `/[slug]`, or `/%5Bslug%5D.json` for the literal text
> /v[n]
    the brackets of `v[n]` do not span the segment
        help: write `/[n]`, or `/v%5Bn%5D` for the literal text
> /[a][b]
    the brackets of `[a][b]` do not span the segment
        help: write `/[a]/[b]`, or `/%5Ba%5D%5Bb%5D` for the literal text
> /[a]-[b]
    the brackets of `[a]-[b]` do not span the segment
        help: write `/[a]/[b]`, or `/%5Ba%5D-%5Bb%5D` for the literal text
> /[a]\[b]
    `[a]\[b]` contains a backslash
        help: write `/[a]/[b]`, or `/%5Ba%5D%5C%5Bb%5D` for the literal text
> /[id
    the bracket of `[id` is not closed
        help: write `/[id]`, or `/%5Bid` for the literal text
> /id]
    the bracket of `id]` is not opened
        help: write `/[id]`, or `/id%5D` for the literal text
> /[...id
    the bracket of `[...id` is not closed
        help: write `/[...id]`, or `/%5B...id` for the literal text
> /[[...id
    the bracket of `[[...id` is not closed
        help: write `/[[...id]]`, or `/%5B%5B...id` for the literal text
> /[[id
    the bracket of `[[id` is not closed
        help: write `/[id]`, or `/%5B%5Bid` for the literal text
> /...id]]
    the bracket of `...id]]` is not opened
        help: write `/[[...id]]`, or `/...id%5D%5D` for the literal text
> /%5Bx]
    the bracket of `%5Bx]` is not opened
        help: write `/%5Bx%5D` for the literal text
"#,
    );
}

#[test]
fn S22_names_that_no_argument_can_have_are_refused() {
    check_refused(
        r#"
> /[1a]
    the name of `[1a]` cannot be a Rust argument
        help: write `/[_1a]`
> /[123]
    the name of `[123]` cannot be a Rust argument
        help: write `/[_123]`
> /[user id]
    the name of `[user id]` cannot be a Rust argument
        help: write `/[user_id]`
> /[user.id]
    the name of `[user.id]` cannot be a Rust argument
        help: write `/[user_id]`
> /[id?]
    the name of `[id?]` cannot be a Rust argument
        help: write `/[id]`
> /[self]
    the name of `[self]` cannot be a Rust argument
        help: write `/[self_]`
> /[Self]
    the name of `[Self]` cannot be a Rust argument
        help: write `/[Self_]`
> /[super]
    the name of `[super]` cannot be a Rust argument
        help: write `/[super_]`
> /[...crate]
    the name of `[...crate]` cannot be a Rust argument
        help: write `/[...crate_]`
> /[_]
    the name of `[_]` cannot be a Rust argument
        help: write `/[slug]`
> /[-]
    the name of `[-]` cannot be a Rust argument
        help: write `/[slug]`
> /[]
    `[]` has no name
        help: write `/[slug]`
> /[...]
    `[...]` has no name
        help: write `/[...slug]`
> /[[...]]
    `[[...]]` has no name
        help: write `/[[...slug]]`
"#,
    );
}

#[test]
fn S22_names_that_become_one_argument_are_refused() {
    check_refused(
        r#"
> /[foo-bar]/[foo_bar]
    `[foo_bar]` and `[foo-bar]` are both the argument `foo_bar`
        help: write `/[foo-bar]/[foo_bar2]`
"#,
    );
}

#[test]
fn T10_nothing_follows_a_catch_all() {
    check_refused(
        r#"
> /blog/[...id]/abc
    `abc` follows the catch-all `[...id]`
        help: write `/blog/[...id]`, or `/blog/[id]/abc` for a single segment
> /blog/[...id]/[...id2]
    `[...id2]` follows the catch-all `[...id]`
        help: write `/blog/[...id]`, or `/blog/[id]/[...id2]` for a single segment
> /blog/[[...id]]/abc
    `abc` follows the catch-all `[[...id]]`
        help: write `/blog/[[...id]]`, or `/blog/[id]/abc` for a single segment
> /blog/[[...id]]/[[...id2]]
    `[[...id2]]` follows the catch-all `[[...id]]`
        help: write `/blog/[[...id]]`, or `/blog/[id]/[[...id2]]` for a single segment
> /blog/[...id]/(shop)/items
    `items` follows the catch-all `[...id]`
        help: write `/blog/[...id]`, or `/blog/[id]/(shop)/items` for a single segment
"#,
    );
}

#[test]
fn T11_the_ellipsis_character_is_not_three_dots() {
    check_refused(
        r#"
> /[…id]
    `[…id]` has the character `…` in place of three dots
        help: write `/[...id]`
> /blog/[…id]
    `[…id]` has the character `…` in place of three dots
        help: write `/blog/[...id]`
> /[[…id]]
    `[[…id]]` has the character `…` in place of three dots
        help: write `/[[...id]]`
"#,
    );
}

#[test]
fn T12_extra_brackets_are_refused() {
    check_refused(
        r#"
> /[[...id]
    `[[...id]` has extra brackets: its name would be `[...id`
        help: write `/[...id]`, or `/[[...id]]` to match no segment, too
> /[[[...id]]
    `[[[...id]]` has extra brackets: its name would be `[...id`
        help: write `/[...id]`, or `/[[...id]]` to match no segment, too
> /[...id]]
    `[...id]]` has extra brackets: its name would be `id]`
        help: write `/[...id]`, or `/[[...id]]` to match no segment, too
> /[[...id]]]
    `[[...id]]]` has extra brackets: its name would be `id]`
        help: write `/[...id]`, or `/[[...id]]` to match no segment, too
> /[[[...id]]]
    `[[[...id]]]` has extra brackets: its name would be `[...id]`
        help: write `/[...id]`, or `/[[...id]]` to match no segment, too
> /[[id]
    `[[id]` has extra brackets: its name would be `[id`
        help: write `/[id]`
"#,
    );
}

#[test]
fn T13_stray_periods_are_refused() {
    check_refused(
        r#"
> /[....id]
    `[....id]` has stray periods: its name would be `.id`
        help: write `/[...id]`
> /[..id]
    `[..id]` has stray periods: its name would be `..id`
        help: write `/[...id]`
> /[.id]
    `[.id]` has stray periods: its name would be `.id`
        help: write `/[id]`
> /[[..id]]
    `[[..id]]` has stray periods: its name would be `..id`
        help: write `/[[...id]]`
> /blog/[....id]/abc
    `[....id]` has stray periods: its name would be `.id`
        help: write `/blog/[...id]`
    `abc` follows the catch-all `[...id]`
        help: write `/blog/[...id]`, or `/blog/[id]/abc` for a single segment
"#,
    );
}

#[test]
fn T16_a_name_is_not_repeated() {
    check_refused(
        r#"
> /blog/[id]/comments/[id]
    `[id]` repeats the parameter `id`
        help: write `/blog/[id]/comments/[id2]`
> /blog/[id]/[...id]
    `[...id]` repeats the parameter `id`
        help: write `/blog/[id]/[...id2]`
> /[id]/[[...id]]
    `[[...id]]` repeats the parameter `id`
        help: write `/[id]/[[...id2]]`
> /[id]/[id2]/[id]
    `[id]` repeats the parameter `id`
        help: write `/[id]/[id2]/[id3]`
"#,
    );
}

#[test]
fn T17_names_differ_by_more_than_dashes() {
    check_refused(
        r#"
> /blog/[helloworld]/[hello-world]
    `[hello-world]` and `[helloworld]` have names that differ only by dashes
        help: write `/blog/[helloworld]/[hello-world2]`
> /[a-b]/[...ab]
    `[...ab]` and `[a-b]` have names that differ only by dashes
        help: write `/[a-b]/[...ab2]`
"#,
    );
}

#[test]
fn T21_the_checks_come_in_the_order_of_next() {
    check_refused(
        r#"
> /[...a]/[…b]
    `[…b]` follows the catch-all `[...a]`
        help: write `/[...a]`
> /[[…b]]
    `[[…b]]` has the character `…` in place of three dots
        help: write `/[[...b]]`
> /[…b]]
    `[…b]]` has the character `…` in place of three dots
        help: write `/[...b]`
> /[...[.b]
    `[...[.b]` has extra brackets: its name would be `[.b`
        help: write `/[...b]`, or `/[[...b]]` to match no segment, too
> /[[.b]]
    `[[.b]]` has stray periods: its name would be `.b`
        help: write `/[b]`
> /[id]/[[id]]
    `[[id]]` is optional, but not a catch-all
        help: write `[id]`
> /[[a:b]]
    `[[a:b]]` is optional, but not a catch-all
        help: write `/[a]`, or `/[[...a]]` for any number of segments
"#,
    );
}
