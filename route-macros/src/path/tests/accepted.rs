//! Paths that are sound: what they mean and how they are printed.

use super::*;

#[test]
fn S1_brackets_are_a_dynamic_segment() {
    assert_eq!(params(&sound("/items/[slug]")), [param("dynamic", "slug", "slug")]);
    check_accepted(&[("/[slug]", "/[slug]"), ("/items/[slug]/edit", "/items/[slug]/edit")]);
}

#[test]
fn S2_three_dots_are_a_catch_all() {
    assert_eq!(params(&sound("/blog/[...slug]")), [param("catch-all", "slug", "slug")]);
    check_accepted(&[("/[...slug]", "/[...slug]"), ("/blog/[...slug]", "/blog/[...slug]")]);
}

#[test]
fn S3_double_brackets_are_an_optional_catch_all() {
    assert_eq!(params(&sound("/[[...slug]]")), [param("optional catch-all", "slug", "slug")]);
    check_accepted(&[("/[[...slug]]", "/[[...slug]]"), ("/blog/[[...slug]]", "/blog/[[...slug]]")]);
}

#[test]
fn S6_case_is_kept() {
    assert_ne!(sound("/Items/a"), sound("/items/a"));
    check_literals(&[("/Items", "Items", "Items")]);
}

#[test]
fn S13_a_path_has_several_parameters_with_their_places() {
    let path = sound("/basic/[tenantID]/(grouped)/x/[...resource]");
    assert_eq!(path.params().map(|(index, _)| index).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(params(&path), [param("dynamic", "tenantID", "tenantID"), param("catch-all", "resource", "resource")]);
}

#[test]
fn S15_route_groups_are_no_part_of_the_url() {
    check_accepted(&[
        ("/basic/(grouped)/endpoint/nested", "/basic/endpoint/nested"),
        ("/(shop)", "/"),
        ("/(shop)/(eu)/items/(all)", "/items"),
        ("/(_x)/(a b)/items", "/items"),
        ("/[...rest]/(shop)", "/[...rest]"),
        // Literal text: nothing that starts like a group.
        ("/Products(1)", "/Products(1)"),
        ("/%28shop)", "/%28shop)"),
    ]);
}

#[test]
fn S17_S24_route_and_page_are_literals_like_any_other() {
    check_accepted(&[("/route/foo/route", "/route/foo/route"), ("/page", "/page"), ("/route.ts", "/route.ts")]);
}

#[test]
fn S19_an_escaped_underscore_is_literal() {
    check_literals(&[
        ("/%5Froutable-folder", "_routable-folder", "_routable-folder"),
        ("/%5fx", "_x", "_x"),
        ("/a_b", "a_b", "a_b"),
    ]);
    check_accepted(&[("/%5Fx", "/%5Fx"), ("/%5fx/a%5Fb", "/%5Fx/a_b")]);
}

#[test]
fn S22_a_name_becomes_a_rust_argument() {
    for (name, argument) in [
        ("foo-bar", "foo_bar"),
        ("foo_bar", "foo_bar"),
        ("tenantID", "tenantID"),
        ("-id", "_id"),
        ("--", "__"),
        ("_id", "_id"),
        ("id9", "id9"),
        ("type", "type"),
        ("async", "async"),
        ("ñandú", "ñandú"),
        ("名前", "名前"),
    ] {
        let path = sound(&format!("/[{name}]"));
        assert_eq!(params(&path), [param("dynamic", name, argument)]);
    }
}

#[test]
fn S23_dots_in_literals_are_literal() {
    check_accepted(&[
        ("/api/hello.json", "/api/hello.json"),
        ("/static/[slug]/data.json", "/static/[slug]/data.json"),
        ("/.well-known/x", "/.well-known/x"),
        ("/...", "/..."),
    ]);
}

#[test]
fn the_root_has_no_segments() {
    assert_eq!(sound("/").segments(), []);
    check_accepted(&[("/", "/")]);
}

#[test]
fn marks_that_say_nothing_are_literal() {
    for text in ["+", "~", "!", "$", "&", "'", ",", ";", "=", "a@b", "items:batch", "a*", "a|b"] {
        check_literals(&[(&format!("/{text}"), text, text)]);
    }
}

#[test]
fn two_spellings_of_a_text_are_one_literal() {
    assert_eq!(sound("/caf%C3%A9"), sound("/café"));
    assert_eq!(sound("/%69tems"), sound("/items"));
}

#[test]
fn a_literal_has_the_encoding_that_clients_send() {
    check_literals(&[
        ("/café", "café", "caf%C3%A9"),
        ("/caf%c3%a9", "café", "caf%C3%A9"),
        ("/a b", "a b", "a%20b"),
        ("/a%2fb", "a/b", "a%2Fb"),
        ("/100%25", "100%", "100%25"),
        ("/%2525zz", "%25zz", "%2525zz"),
        ("/%7B%7d%5C%3F%23%3C%3E", "{}\\?#<>", "%7B%7D%5C%3F%23%3C%3E"),
        ("/\"`^", "\"`^", "%22%60%5E"),
        ("/%5Bx%5D", "[x]", "[x]"),
        ("/a%0A%7F", "a\n\u{7f}", "a%0A%7F"),
    ]);
}

#[test]
fn a_literal_is_printed_so_that_it_parses_again() {
    check_accepted(&[
        ("/caf%C3%A9", "/café"),
        ("/a%2fb", "/a%2Fb"),
        ("/%2525zz", "/%2525zz"),
        ("/%5bx%5d", "/%5Bx%5D"),
        ("/%40x/a%40b", "/%40x/a@b"),
        ("/%3aid/a%3ab", "/%3Aid/a:b"),
        ("/%2Arest", "/%2Arest"),
        ("/%7Bid%7D", "/%7Bid%7D"),
        ("/%28.%29x", "/%28.)x"),
        ("/a%0Ab", "/a%0Ab"),
        ("/a`b", "/a%60b"),
    ]);
}
