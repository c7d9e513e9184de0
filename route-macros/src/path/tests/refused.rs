//! What no URL path is, and what other frameworks write.

use super::*;

#[test]
fn a_path_starts_with_a_slash() {
    check_refused(
        r#"
>
    the route path is empty
        help: write `/`
> items
    route path `items` does not start with a slash
        help: write `/items`
> items/[id]
    route path `items/[id]` does not start with a slash
        help: write `/items/[id]`
>  /items
    route path ` /items` does not start with a slash
        help: write `/items`
> https://example.com/items
    route path `https://example.com/items` does not start with a slash
        help: write `/items`
> https://example.com
    route path `https://example.com` does not start with a slash
        help: write `/`
"#,
    );
}

#[test]
fn a_path_does_not_end_with_a_slash() {
    check_refused(
        r#"
> /items/
    route path `/items/` ends with a slash
        help: write `/items`
> /items//
    route path `/items//` ends with a slash
        help: write `/items`
> //
    route path `//` ends with a slash
        help: write `/`
> /[...id]/
    route path `/[...id]/` ends with a slash
        help: write `/[...id]`
"#,
    );
}

#[test]
fn a_path_has_no_empty_segment() {
    check_refused(
        r#"
> //items
    route path `//items` has an empty segment
        help: write `/items`
> /a//b
    route path `/a//b` has an empty segment
        help: write `/a/b`
> /a///b//c
    route path `/a///b//c` has an empty segment
        help: write `/a/b/c`
"#,
    );
}

#[test]
fn a_path_has_no_query_and_no_fragment() {
    check_refused(
        r#"
> /items?page=1
    route path `/items?page=1` has a query
        help: write `/items`, or `/items%3Fpage=1` for a literal question mark
> /items?to=/a
    route path `/items?to=/a` has a query
        help: write `/items`, or `/items%3Fto=/a` for a literal question mark
> /?a
    route path `/?a` has a query
        help: write `/`, or `/%3Fa` for a literal question mark
> /items#top
    route path `/items#top` has a fragment
        help: write `/items`, or `/items%23top` for a literal number sign
> /a/?x
    route path `/a/?x` ends with a slash
        help: write `/a`
    route path `/a/?x` has a query
        help: write `/a`, or `/a%3Fx` for a literal question mark
> /[id]?x
    route path `/[id]?x` has a query
        help: write `/[id]`
> /what?#
    route path `/what?#` has a query
        help: write `/what`, or `/what%3F%23` for a literal question mark
"#,
    );
}

#[test]
fn backslashes_are_refused() {
    check_refused(
        r#"
> /a\b
    `a\b` contains a backslash
        help: write `/a/b`, or `/a%5Cb` for the literal text
> \a\b
    route path `\a\b` does not start with a slash
        help: write `/a/b`
    `\a\b` contains a backslash
        help: write `/a/b`, or `/%5Ca%5Cb` for the literal text
"#,
    );
}

#[test]
fn dot_segments_are_refused() {
    check_refused(
        r#"
> /.
    `.` is a dot segment, which no client sends
        help: write `/`
> /a/./b
    `.` is a dot segment, which no client sends
        help: write `/a/b`
> /%2e/a
    `%2e` is a dot segment, which no client sends
        help: write `/a`
> /..
    `..` is a dot segment, which no client sends
> /a/../b
    `..` is a dot segment, which no client sends
> /a/%2E%2e
    `%2E%2e` is a dot segment, which no client sends
"#,
    );
}

#[test]
fn broken_escapes_are_refused() {
    check_refused(
        r#"
> /50%
    `50%` contains a `%` without two hexadecimal digits
        help: write `/50%25` for a literal percent sign
> /%zz
    `%zz` contains a `%` without two hexadecimal digits
        help: write `/%25zz` for a literal percent sign
> /%4
    `%4` contains a `%` without two hexadecimal digits
        help: write `/%254` for a literal percent sign
> /a%zz%41%
    `a%zz%41%` contains a `%` without two hexadecimal digits
        help: write `/a%25zz%41%25` for a literal percent sign
> /caf%E9
    the escapes of `caf%E9` are not UTF-8
> /%FF
    the escapes of `%FF` are not UTF-8
"#,
    );
}

#[test]
fn malformed_route_groups_are_refused() {
    check_refused(
        r#"
> /()
    route group `()` has no name
        help: write `/`
> /()/a
    route group `()` has no name
        help: write `/a`
> /(shop)items
    the route group of `(shop)items` is not the whole segment
        help: write `/(shop)/items`, or `/%28shop)items` for the literal text
> /(a)(b)
    the route group of `(a)(b)` is not the whole segment
        help: write `/(a)/(b)`, or `/%28a)(b)` for the literal text
> /(shop
    the parenthesis of `(shop` is not closed
        help: write `/(shop)`, or `/%28shop` for the literal text
> /([id])
    the name of route group `([id])` contains `[`
        help: write `/%28%5Bid%5D)` for the literal text
"#,
    );
}

#[test]
fn axum_syntax_is_translated() {
    check_refused(
        r#"
> /{id}
    `{id}` is a parameter in the syntax of axum
        help: write `/[id]`, or `/%7Bid%7D` for the literal text
> /{*rest}
    `{*rest}` is a catch-all in the syntax of axum
        help: write `/[...rest]`, or `/%7B*rest%7D` for the literal text
> /{id:[0-9]+}
    `{id:[0-9]+}` is a parameter in the syntax of axum
        help: write `/[id]`, or `/%7Bid:%5B0-9%5D+%7D` for the literal text
> /{}
    `{}` is a parameter in the syntax of axum
        help: write `/[slug]`, or `/%7B%7D` for the literal text
> /{user.id}
    `{user.id}` is a parameter in the syntax of axum
        help: write `/%7Buser.id%7D` for the literal text
> /v{n}
    `v{n}` contains `{`
        help: write `/v%7Bn%7D` for the literal text
> /{id}.json
    `{id}.json` contains `{`
        help: write `/%7Bid%7D.json` for the literal text
"#,
    );
}

#[test]
fn express_syntax_is_translated() {
    check_refused(
        r#"
> /:id
    `:id` is a parameter in the syntax of Express and axum 0.7
        help: write `/[id]`, or `/%3Aid` for the literal text
> /users/:user-id/posts
    `:user-id` is a parameter in the syntax of Express and axum 0.7
        help: write `/users/[user-id]/posts`, or `/users/%3Auser-id/posts` for the literal text
> /:id.json
    `:id.json` is a parameter in the syntax of Express and axum 0.7
        help: write `/%3Aid.json` for the literal text
> /:rest*
    `:rest*` is a catch-all in the syntax of Express and axum 0.7
        help: write `/[[...rest]]`, or `/%3Arest*` for the literal text
> /:rest+
    `:rest+` is a catch-all in the syntax of Express and axum 0.7
        help: write `/[...rest]`, or `/%3Arest+` for the literal text
> /:id(\d+)
    `:id(\d+)` is a parameter in the syntax of Express and axum 0.7
        help: write `/[id]`, or `/%3Aid(%5Cd+)` for the literal text
> /:id?
    `:id` is a parameter in the syntax of Express and axum 0.7
        help: write `/[id]`, or `/%3Aid` for the literal text
    route path `/:id?` has a query
        help: write `/[id]`
> /*rest
    `*rest` is a catch-all in the syntax of axum 0.7 and Express
        help: write `/[...rest]`, or `/%2Arest` for the literal text
> /*
    `*` is a catch-all in the syntax of axum 0.7 and Express
        help: write `/[...slug]`, or `/%2A` for the literal text
"#,
    );
}

#[test]
fn rocket_syntax_is_translated() {
    check_refused(
        r#"
> /<id>
    `<id>` is a parameter in the syntax of Rocket
        help: write `/[id]`, or `/%3Cid%3E` for the literal text
> /<rest..>
    `<rest..>` is a catch-all in the syntax of Rocket
        help: write `/[[...rest]]`, or `/%3Crest..%3E` for the literal text
> /<_>
    `<_>` is a parameter in the syntax of Rocket
        help: write `/[slug]`, or `/%3C_%3E` for the literal text
> /<int:id>
    `<int:id>` is a parameter in the syntax of Rocket
        help: write `/[id]`, or `/%3Cint:id%3E` for the literal text
> /a<b
    `a<b` contains `<`
        help: write `/a%3Cb` for the literal text
"#,
    );
}

#[test]
fn types_stand_at_the_argument() {
    check_refused(
        r#"
> /[id:uuid]
    `[id:uuid]` has a type in its name
        help: write `/[id]`
> /[id: Uuid]
    `[id: Uuid]` has a type in its name
        help: write `/[id]`
> /[id=integer]
    `[id=integer]` has a type in its name
        help: write `/[id]`
> /[:id]
    the name of `[:id]` cannot be a Rust argument
        help: write `/[id]`
> /[...rest:String]
    `[...rest:String]` has a type in its name
        help: write `/[...rest]`
"#,
    );
}

#[test]
fn all_mistakes_are_reported_in_order() {
    check_refused(
        r#"
> /[id]/:slug/[[x]]/{*rest}/more
    `:slug` is a parameter in the syntax of Express and axum 0.7
        help: write `/[id]/[slug]/[x]/[...rest]`, or `/[id]/%3Aslug/[x]/[...rest]` for the literal text
    `[[x]]` is optional, but not a catch-all
        help: write `/[id]/[slug]/[x]/[...rest]`
    `{*rest}` is a catch-all in the syntax of axum
        help: write `/[id]/[slug]/[x]/[...rest]`, or `/[id]/[slug]/[x]/%7B*rest%7D` for the literal text
    `more` follows the catch-all `[...rest]`
        help: write `/[id]/[slug]/[x]/[...rest]`, or `/[id]/[slug]/[x]/[rest]/more` for a single segment
> items//_x/
    route path `items//_x/` does not start with a slash
        help: write `/items/%5Fx`
    route path `items//_x/` has an empty segment
        help: write `/items/%5Fx`
    `_x` is a private folder, which is not routable
        help: write `/items/%5Fx` for a literal underscore
    route path `items//_x/` ends with a slash
        help: write `/items/%5Fx`
> /../[[x]]/{id}
    `..` is a dot segment, which no client sends
    `[[x]]` is optional, but not a catch-all
        help: write `[x]`
    `{id}` is a parameter in the syntax of axum
        help: write `[id]`
> /a`b/:c
    `:c` is a parameter in the syntax of Express and axum 0.7
        help: write `/a%60b/[c]`, or `/a%60b/%3Ac` for the literal text
"#,
    );
}

#[test]
fn control_characters_are_refused_and_the_message_has_none() {
    for (source, message, help) in [
        ("/it\tems", r"`it\tems` contains a control character", "write `/items`, or `/it%09ems` for the literal text"),
        ("/items\n", r"`items\n` contains a control character", "write `/items`, or `/items%0A` for the literal text"),
        ("/a\u{7f}", r"`a\u{7f}` contains a control character", "write `/a`, or `/a%7F` for the literal text"),
    ] {
        assert_eq!(in_words(&refusal(source)), format!("    {message}\n        help: {help}\n"));
    }
}

#[test]
fn limits_are_kept() {
    let longest = format!("/{}", "a".repeat(MAX_BYTES - 1));
    assert!(RoutePath::parse(&longest).is_ok());
    let most = "/a".repeat(MAX_SEGMENTS);
    assert!(RoutePath::parse(&most).is_ok());
    assert!(RoutePath::parse(&format!("{most}/")).is_err());

    let dynamic: String = (0..MAX_DYNAMIC).map(|i| format!("/[p{i}]")).collect();
    assert!(RoutePath::parse(&dynamic).is_ok());

    let too_long = format!("{longest}a");
    let too_many = format!("{most}/a");
    let too_dynamic = format!("{dynamic}/a/[...rest]");
    for (source, message) in [
        (too_long, "the route path has 1025 bytes, at most 1024 are read"),
        (too_many, "the route path has 65 segments, at most 64 are read"),
        (too_dynamic, "the route path has 17 dynamic segments, at most 16 are read"),
    ] {
        assert_eq!(in_words(&refusal(&source)).trim(), message);
    }
}

#[test]
fn a_repair_that_would_be_too_long_is_not_offered() {
    let stray = format!("/{}", "%".repeat(MAX_BYTES - 1));
    assert_eq!(refusal(&stray).iter().map(|error| &error.help).collect::<Vec<_>>(), [&None]);
}

#[test]
fn a_rule_that_is_not_obvious_is_noted() {
    for (source, note) in [
        ("/[...id]/abc", "a catch-all takes the rest of the path, so it is the last segment"),
        ("/[[id]]", "only a catch-all can be optional"),
        ("/[..id]", "a catch-all has exactly three dots before its name"),
        ("/_x", "neither a private folder nor anything below it is part of a URL"),
        ("/a\\b", "clients send a backslash as `/`"),
        ("/..", "clients remove `..` from a path, with the segment before it"),
        ("/[id:uuid]", "the type of a parameter is the type of the handler's argument, as in `id: u64`"),
        ("/{id:[0-9]+}", "the type of a parameter is the type of the handler's argument, as in `id: u64`"),
    ] {
        let found: Vec<Option<String>> = refusal(source).into_iter().map(|error| error.note).collect();
        assert_eq!(found, [Some(note.to_owned())], "{source:?}");
    }
}
