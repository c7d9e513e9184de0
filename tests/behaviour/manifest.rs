//! The routes as data, and as a file that is reviewed.

use axum::extract::Path;
use route_runtime::route_manifest::Handler;
use route_runtime::testing::{Client, assert_routes};
use route_runtime::{
    App, Condition, HeaderRule, NextRequest, Redirect, Rewrite, Rewrites, RouteManifest, Routes, TrailingSlash,
    middleware, page, route, routes,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::{env, fs};

type Alias<T> = Option<T>;

mod params {
    use super::*;

    #[route("/params/[id]/[foo-bar]/[[...rest]]", scope = manifest)]
    pub async fn GET(rest: Option<Vec<String>>, foo_bar: std::num::NonZeroU8, req: NextRequest, id: u64) {
        let _ = (rest, foo_bar, req, id);
    }

    #[route("/params/[id]/[foo-bar]/[[...rest]]", scope = manifest)]
    pub async fn POST(Path(_): Path<HashMap<String, String>>) {}

    #[route("/params/[id]/[foo-bar]/[[...rest]]", scope = manifest)]
    pub async fn PUT(rest: Alias<Vec<&'static Never>>) {
        let _ = rest;
    }

    /// A type whose name is of several words, and which nothing parses as but nothing.
    #[derive(Debug)]
    pub struct Never;

    impl std::str::FromStr for &'static Never {
        type Err = &'static str;

        fn from_str(_: &str) -> Result<Self, &'static str> {
            Err("never")
        }
    }

    #[page("/params/pages/[type]", scope = manifest)]
    pub async fn page(r#type: String) -> String {
        r#type
    }

    #[route("/params/generated/[[...path]]", scope = manifest)]
    pub mod generated {
        pub async fn GET(Params { path }: Params) {
            let _ = path;
        }
        pub async fn DELETE() {}
    }

    #[route("/params/own/[first]/[...last]", scope = manifest)]
    pub mod own {
        pub struct Params {
            pub last: Vec<u8>,
            pub first: super::First,
        }

        pub async fn GET(Params { first, last }: Params) {
            let _ = (first, last);
        }
        pub async fn PUT(first: String, params: self::Params) {
            let _ = (first, params.first, params.last);
        }
        pub async fn POST(last: Vec<String>) {
            let _ = last;
        }
    }

    pub type First = std::net::IpAddr;
}

/// `name: type` of each parameter that has one; the names of the others.
fn params(handler: &Handler) -> String {
    let params = handler.params.iter().map(|param| match &param.ty {
        Some(ty) => format!("{}: {ty}", param.argument.as_ref().unwrap_or(&param.name)),
        None => param.name.clone(),
    });
    params.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_parameter_has_the_type_that_its_handler_gives_it() {
    let table: Routes = routes![
        params::{GET, POST, PUT, page, generated::route, own::route},
    ];
    let seen: Vec<_> = table.manifest().routes.iter().map(|route| (route.method.clone(), params(route))).collect();
    let expected = [
        ("GET", "id: u64, foo_bar: std::num::NonZeroU8, rest: Option<Vec<String>>"),
        ("POST", "id, foo-bar, rest"),
        ("PUT", "id, foo-bar, rest: Alias<Vec<&'static Never>>"),
        ("GET", "type: String"),
        ("GET", "path: Option<Vec<String>>"),
        ("DELETE", "path"),
        ("GET", "first: super::First, last: Vec<u8>"),
        ("PUT", "first: String, last: Vec<u8>"),
        ("POST", "first, last: Vec<String>"),
    ];
    assert_eq!(seen, expected.map(|(method, params)| (method.to_owned(), params.to_owned())));
}

mod shop {
    use super::*;

    #[page("/", scope = manifest, revalidate = false)]
    pub async fn home() {}

    #[route("/items", scope = manifest)]
    pub async fn GET() {}

    #[route("/items", scope = manifest, body_limit = "1mb", max_duration = 30)]
    pub async fn POST() {}

    #[route("/(shop)/items/[slug]", scope = manifest, revalidate = 60, tags = ["items", "shop"],
            fetch_cache = "force-cache", dynamic_params = false, preferred_region = ["fra1"], runtime = "nodejs")]
    pub mod item {
        pub async fn GET(slug: String) -> String {
            slug
        }
        pub async fn PATCH(slug: String) -> String {
            slug
        }
        pub async fn generate_static_params() -> Vec<Params> {
            vec![Params { slug: "a".to_owned() }]
        }
    }

    #[route(HEAD "/probe", scope = manifest, dynamic = "force-dynamic")]
    pub async fn probe() {}

    #[middleware(matcher = [
        "/items/:path*",
        { source = "/", has = [header("authorization"), query("v", "2")], missing = host("example.com") },
    ], except = ["/items/free"])]
    pub async fn guard() {}

    #[middleware]
    pub async fn log() {}
}

fn table() -> Routes {
    routes![shop::{home, GET, POST, item::route, probe}]
}

fn app() -> App {
    App::new(table())
        .base_path("/docs")
        .trailing_slash(TrailingSlash::Keep)
        .middleware(shop::guard)
        .middleware(shop::log)
        .redirects([
            Redirect::permanent("/things/:slug", "/items/:slug"),
            Redirect::new("/docs", "https://example.com/").without_base_path().missing([Condition::cookie("beta")]),
        ])
        .rewrites(
            Rewrites::new()
                .before([Rewrite::new("/start", "/").has([Condition::query("new").with_value("1")])])
                .after([Rewrite::new("/all", "/items")])
                .fallback([Rewrite::new("/:path*", "/items")]),
        )
        .headers([HeaderRule::new("/:path*").header("x-frame-options", "DENY").header("x-a", "b, c")])
}

#[tokio::test]
async fn all_methods_that_a_pattern_answers_are_those_of_its_allow_header() {
    let client = Client::new(table());
    for handler in table().manifest().routes {
        let answer = client.options(&handler.pattern.replace("[slug]", "a")).await.assert_status(204);
        assert_eq!(answer.header("allow"), Some(&*handler.allow.join(", ")), "{}", handler.pattern);
    }
}

/// The place of something is no part of what the tests compare.
fn without_places(mut value: Value) -> Value {
    match &mut value {
        Value::Object(entries) => {
            for name in ["file", "line", "module"] {
                entries.remove(name);
            }
            entries.values_mut().for_each(|entry| *entry = without_places(entry.take()));
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| *entry = without_places(entry.take())),
        _ => {}
    }
    value
}

#[test]
fn a_manifest_says_what_was_set_and_nothing_else() {
    let slug = json!([{ "name": "slug", "kind": "dynamic", "type": "String" }]);
    let of_item = json!({
        "revalidate": 60, "dynamicParams": false, "generateStaticParams": true, "tags": ["items", "shop"],
        "fetchCache": "force-cache", "runtime": "nodejs", "preferredRegion": ["fra1"],
    });
    let get = json!(["GET", "HEAD", "OPTIONS"]);
    let items = json!(["GET", "HEAD", "OPTIONS", "POST"]);
    let item = json!(["GET", "HEAD", "OPTIONS", "PATCH"]);
    let expected = json!({ "version": 1, "routes": [
        { "method": "GET", "allow": get, "pattern": "/", "kind": "page", "config": { "revalidate": false }, "cached": true, "scope": "manifest" },
        { "method": "GET", "allow": items, "pattern": "/items", "kind": "route", "cached": false, "scope": "manifest" },
        { "method": "POST", "allow": items, "pattern": "/items", "kind": "route", "config": { "maxDuration": 30, "bodyLimit": 1_048_576 }, "cached": false, "scope": "manifest" },
        { "method": "GET", "allow": item, "pattern": "/items/[slug]", "kind": "route", "params": slug, "config": of_item, "cached": true, "scope": "manifest" },
        { "method": "PATCH", "allow": item, "pattern": "/items/[slug]", "kind": "route", "params": slug, "config": of_item, "cached": false, "scope": "manifest" },
        { "method": "HEAD", "allow": ["HEAD", "OPTIONS"], "pattern": "/probe", "kind": "route", "config": { "dynamic": "force-dynamic" }, "cached": false, "scope": "manifest" },
    ]});
    assert_eq!(without_places(serde_json::to_value(table().manifest()).unwrap()), expected);
}

#[test]
fn a_manifest_of_an_app_has_what_stands_around_its_routes() {
    let manifest = app().manifest();
    assert_eq!(manifest.routes, table().manifest().routes);
    let expected = json!({
        "basePath": "/docs",
        "trailingSlash": "keep",
        "headers": [{ "source": "/:path*", "headers": [{ "key": "x-frame-options", "value": "DENY" }, { "key": "x-a", "value": "b, c" }] }],
        "redirects": [
            { "source": "/things/:slug", "destination": "/items/:slug", "status": 308 },
            { "source": "/docs", "missing": [{ "type": "cookie", "key": "beta" }], "basePath": false, "destination": "https://example.com/", "status": 307 },
        ],
        "middleware": [
            { "name": "guard", "matcher": [{ "source": "/items/:path*" }, {
                "source": "/",
                "has": [{ "type": "header", "key": "authorization" }, { "type": "query", "key": "v", "value": "2" }],
                "missing": [{ "type": "host", "value": "example.com" }],
            }], "except": ["/items/free"] },
            { "name": "log" },
        ],
        "rewrites": {
            "before": [{ "source": "/start", "has": [{ "type": "query", "key": "new", "value": "1" }], "destination": "/" }],
            "after": [{ "source": "/all", "destination": "/items" }],
            "fallback": [{ "source": "/:path*", "destination": "/items" }],
        },
    });
    assert_eq!(without_places(serde_json::to_value(manifest.app).unwrap()), expected);

    let bare = App::<()>::new(routes![]).base_path("/").manifest();
    let bare = serde_json::to_value(bare).unwrap();
    assert_eq!(bare, json!({ "version": 1, "routes": [], "app": { "trailingSlash": "never" } }));
}

#[test]
fn a_manifest_names_the_place_of_each_handler_and_middleware() {
    let manifest = app().manifest();
    let (routes, middleware) = (&manifest.routes, &manifest.app.as_ref().unwrap().middleware);
    assert!(routes.iter().all(|route| route.file == file!() && route.module.starts_with(module_path!())));
    let lines: Vec<_> =
        routes.iter().map(|route| route.line).chain(middleware.iter().map(|middleware| middleware.line)).collect();
    assert_eq!(lines[3], lines[4], "one attribute");
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    assert_eq!(lines, sorted, "they are listed as they are written");
    assert!(lines[0] > 0 && middleware.iter().all(|middleware| middleware.file == file!()));
}

#[test]
fn a_manifest_reads_what_it_has_written_and_what_a_later_one_has_added() {
    for manifest in [app().manifest(), table().manifest()] {
        let mut json = serde_json::to_value(&manifest).unwrap();
        assert_eq!(serde_json::from_value::<RouteManifest>(json.clone()).unwrap(), manifest);
        json["later"] = json!(1);
        json["routes"][0]["later"] = json!({});
        assert_eq!(serde_json::from_value::<RouteManifest>(json).unwrap(), manifest);
    }
    let error = serde_json::from_value::<RouteManifest>(
        json!({ "version": 1, "routes": [{ "config": { "revalidate": true } }] }),
    );
    assert!(error.unwrap_err().to_string().contains("`revalidate` is `false` or a number of seconds"));
}

#[test]
fn the_reviewed_routes_are_those_of_the_file() {
    assert_routes!("behaviour/manifest.snap", app().manifest());
    assert_routes!("behaviour/manifest.snap", &app().manifest());
    let mut reordered = app().manifest();
    reordered.routes.reverse();
    for handler in &mut reordered.routes {
        handler.line += 1;
        handler.file.push_str(".old");
        handler.module.push_str("::moved");
    }
    assert_routes!("behaviour/manifest.snap", reordered);
}

/// What `assert_routes!` says of a manifest that was changed so.
fn said(change: impl FnOnce(&mut RouteManifest)) -> String {
    let mut manifest = app().manifest();
    change(&mut manifest);
    let panic = std::panic::catch_unwind(|| assert_routes!("behaviour/manifest.snap", manifest)).unwrap_err();
    *panic.downcast::<String>().expect("a text")
}

#[test]
fn each_change_of_behaviour_fails_and_says_how_to_accept_it() {
    if env::var_os("UPDATE_ROUTES").is_some() {
        return eprintln!("skipped: it would accept the changes that are to be refused");
    }
    let app_of = |manifest: &mut RouteManifest| manifest.app.take().unwrap();
    let cases: Vec<(String, &str)> = vec![
        (said(|it| drop(it.routes.remove(1))), "- GET /items | scope = manifest\n"),
        (
            said(|it| {
                let mut new = it.routes[1].clone();
                new.method = "PUT".to_owned();
                it.routes.push(new);
            }),
            "+ PUT /items | scope = manifest\n",
        ),
        (
            said(|it| it.routes[5].pattern = "/probes".to_owned()),
            "- HEAD /probe | dynamic = \"force-dynamic\", scope = manifest\n+ HEAD /probes | dynamic = \"force-dynamic\", scope = manifest\n",
        ),
        (
            said(|it| it.routes[1].kind = route_runtime::RouteKind::Page),
            "- GET /items | scope = manifest\n+ page /items | scope = manifest\n",
        ),
        (
            said(|it| it.routes[2].config.body_limit = None),
            "- POST /items | max_duration = 30, body_limit = 1048576, scope = manifest\n+ POST /items | max_duration = 30, scope = manifest\n",
        ),
        (
            said(|it| it.routes[2].config.max_duration = Some(60)),
            "- POST /items | max_duration = 30, body_limit = 1048576, scope = manifest\n+ POST /items | max_duration = 60, body_limit = 1048576, scope = manifest\n",
        ),
        (
            said(|it| (it.routes[0].cached, it.routes[0].config.revalidate) = (false, None)),
            "- page / | cached | revalidate = false, scope = manifest\n+ page / | scope = manifest\n",
        ),
        (
            said(|it| it.routes[1].config.tags = vec!["a \"b\"".to_owned()]),
            "- GET /items | scope = manifest\n+ GET /items | tags = [\"a \\\"b\\\"\"], scope = manifest\n",
        ),
        (
            said(|it| {
                it.routes[4].params[0].ty = Some("u64".to_owned());
                it.routes[4].config = it.routes[1].config.clone();
            }),
            "- PATCH /items/[slug] | slug: String | revalidate = 60, dynamic_params = false, generate_static_params, tags = [\"items\", \"shop\"], fetch_cache = \"force-cache\", runtime = \"nodejs\", preferred_region = [\"fra1\"], scope = manifest\n+ PATCH /items/[slug] | slug: u64 | scope = manifest\n",
        ),
        (
            said(|it| it.routes[5].scope = None),
            "- HEAD /probe | dynamic = \"force-dynamic\", scope = manifest\n+ HEAD /probe | dynamic = \"force-dynamic\"\n",
        ),
        (
            said(|it| {
                let mut app = app_of(it);
                app.middleware.pop();
                it.app = Some(app);
            }),
            "- middleware log\n",
        ),
        (
            said(|it| {
                let mut app = app_of(it);
                app.middleware.swap(0, 1);
                app.middleware.pop();
                app.middleware[0].except.push("/free".to_owned());
                it.app = Some(app);
            }),
            "- middleware guard | /items/:path* | / has header(\"authorization\"), query(\"v\", \"2\") missing host(\"example.com\") | except /items/free\n- middleware log\n+ middleware log | except /free\n",
        ),
        (
            said(|it| {
                let mut app = app_of(it);
                (app.base_path, app.trailing_slash) = (None, TrailingSlash::Always);
                app.redirects[0].status = 307;
                app.rewrites.before.clear();
                app.headers[0].headers[1].value = "a\nb".to_owned();
                it.app = Some(app);
            }),
            "- base_path /docs\n- trailing_slash keep\n- headers /:path* | x-frame-options: DENY | x-a: b, c\n- redirect /things/:slug -> /items/:slug | 308\n+ trailing_slash always\n+ headers /:path* | x-frame-options: DENY | x-a: a\\nb\n+ redirect /things/:slug -> /items/:slug | 307\n- rewrite /start -> / | has query(\"new\", \"1\") | before\n",
        ),
    ];
    for (said, changed) in cases {
        let expected = format!(
            "the routes are not those of `behaviour/manifest.snap`\n\n{changed}\nhelp: if that is meant, write the file anew with \
             `UPDATE_ROUTES=1 cargo test`, and commit it"
        );
        assert_eq!(said, expected);
    }
}

/// What [`the_variables_decide_whether_the_file_is_written`] runs, with a file that it names.
#[test]
#[ignore = "it is run by another test"]
fn the_file_that_a_variable_names() {
    let file = env::var("ROUTES_FILE").expect("the variable");
    assert_routes!(file, table().manifest());
}

#[test]
fn the_variables_decide_whether_the_file_is_written() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("reviewed-routes.snap");
    let run = |variables: &[(&str, &str)]| -> Output {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "manifest::the_file_that_a_variable_names", "--ignored", "--nocapture"]);
        command.env_remove("CI").env_remove("UPDATE_ROUTES").env("ROUTES_FILE", &file).envs(variables.iter().copied());
        command.output().unwrap()
    };
    let failed = |output: &Output, words: &str| {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(words), "{said}");
        assert!(said.contains("+ GET /items | scope = manifest\n"), "{said}");
    };
    let anew = "help: if that is meant, write the file anew with `UPDATE_ROUTES=1 cargo test`, and commit it";
    let in_ci = "help: `UPDATE_ROUTES` writes nothing where `CI` is set; run it elsewhere, and commit the file";

    let _ = fs::remove_file(&file);
    for variables in [&[][..], &[("UPDATE_ROUTES", "0")], &[("UPDATE_ROUTES", "")], &[("CI", "true")]] {
        let output = run(variables);
        failed(&output, anew);
        failed(&output, &format!("there is no file `{}` with the routes", file.display()));
    }
    failed(&run(&[("UPDATE_ROUTES", "1"), ("CI", "true")]), in_ci);
    assert!(!file.exists());

    let written = run(&[("UPDATE_ROUTES", "1"), ("CI", "false")]);
    let said = String::from_utf8_lossy(&written.stderr).into_owned();
    assert!(written.status.success() && said.contains("was written anew"), "{said}");
    assert!(run(&[]).status.success(), "what was accepted passes");
    // As Git checks it out where lines end so.
    fs::write(&file, fs::read_to_string(&file).unwrap().replace('\n', "\r\n")).unwrap();
    assert!(run(&[]).status.success());
    // As an editor leaves it that trims.
    fs::write(&file, fs::read_to_string(&file).unwrap().trim_end()).unwrap();
    assert!(run(&[]).status.success());
    assert!(run(&[("UPDATE_ROUTES", "1")]).status.success());

    let mut text = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    text.push('\n');
    text = text.replace("GET /items | scope = manifest\n", "GET /items | cached | scope = manifest\n");
    fs::write(&file, &text).unwrap();
    failed(&run(&[]), "- GET /items | cached | scope = manifest\n");
    failed(&run(&[("UPDATE_ROUTES", "1"), ("CI", "1")]), in_ci);
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "nothing was written");
    assert!(run(&[("UPDATE_ROUTES", "1")]).status.success());
    assert!(run(&[]).status.success());
}
