//! What comes out, next to what goes in: read the files in `snapshots/`. `UPDATE_EXPECT=1 cargo test` writes them anew.

use super::{app_dir, cache_tags, cached, middleware, page, route, table};
use crate::files::Place;
use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;
use quote::quote;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn check(input: &str, output: TokenStream, snapshot: ExpectFile) {
    let file = syn::parse2(output).expect("an expansion is a list of items");
    let input: String = input.trim().lines().map(|line| format!("// {line}").trim_end().to_owned() + "\n").collect();
    snapshot.assert_eq(&format!("// Input:\n//\n{input}\n{}", prettyplease::unparse(&file)));
}

fn tokens(source: &str) -> TokenStream {
    source.parse().expect("the input is Rust")
}

#[test]
fn a_function_named_after_its_method() {
    let (args, item) = (
        r#""/items/[slug]""#,
        r#"pub async fn GET(slug: String, State(db): State<Db>) -> Html<String> { db.render(slug).await }"#,
    );
    check(
        &format!("#[route({args})]\n{item}"),
        route(tokens(args), tokens(item), &Place::default()),
        expect_file!["snapshots/function.rs"],
    );
}

#[test]
fn a_function_with_the_method_first() {
    let (args, item) = (
        r#"POST "/webhooks/github", max_duration = 30, scope = hooks"#,
        r#"async fn github(req: NextRequest) -> Result { handle(req).await }"#,
    );
    check(
        &format!("#[route({args})]\n{item}"),
        route(tokens(args), tokens(item), &Place::default()),
        expect_file!["snapshots/method_first.rs"],
    );
}

#[test]
fn a_module() {
    let (args, item) = (
        r#""/posts/[...path]""#,
        "pub mod posts {
    use super::*;

    pub async fn GET(Params { path }: Params) -> NextResponse { show(path) }
    pub async fn POST(req: NextRequest) -> Result { create(req).await }
}",
    );
    check(
        &format!("#[route({args})]\n{item}"),
        route(tokens(args), tokens(item), &Place::default()),
        expect_file!["snapshots/module.rs"],
    );
}

#[test]
fn a_cached_route() {
    let (args, item) = (
        r#""/items/[slug]", revalidate = AN_HOUR, tags = ["items", tags::Shop], fetch_cache = "default-cache", scope = shop"#,
        r#"pub async fn GET(slug: String, State(db): State<Db>) -> Html<String> { db.render(slug).await }"#,
    );
    check(
        &format!("#[route({args})]\n{item}"),
        route(tokens(args), tokens(item), &Place::default()),
        expect_file!["snapshots/cached_route.rs"],
    );
}

#[test]
fn a_page_that_lists_its_parameters() {
    let (args, item) = (
        r#""/[lang]/[...rest]", generate_static_params = |State(db): State<Db>| db.pages(), dynamic_params = false"#,
        "async fn page(Page { text }: Page) -> Html<String> { text }",
    );
    check(
        &format!("#[page({args})]\n{item}"),
        page(tokens(args), tokens(item), &Place::default()),
        expect_file!["snapshots/static_params.rs"],
    );
}

#[test]
fn a_module_that_lists_its_parameters() {
    let (args, item) = (
        r#""/posts/[slug]", dynamic = "error""#,
        "pub mod posts {
    pub async fn GET(Params { slug }: Params) -> NextResponse { show(slug) }
    pub async fn generate_static_params(State(db): State<Db>) -> Result<Vec<Params>> { db.slugs().await }
}",
    );
    check(
        &format!("#[route({args})]\n{item}"),
        route(tokens(args), tokens(item), &Place::default()),
        expect_file!["snapshots/static_params_of_a_module.rs"],
    );
}

#[test]
fn a_page() {
    let (args, item) = (r#""/""#, r#"async fn home() -> Html<&'static str> { Html("<h1>Hello</h1>") }"#);
    check(
        &format!("#[page({args})]\n{item}"),
        page(tokens(args), tokens(item), &Place::default()),
        expect_file!["snapshots/page.rs"],
    );
}

#[test]
fn a_cached_function() {
    let (args, item) = (
        r#"life = { revalidate: 60, expire: 300 }, tags = ["posts", Post(id)]"#,
        "pub async fn post(id: u64, mut language: String) -> Result<Post> { load(id, language).await }",
    );
    check(
        &format!("#[cached({args})]\n{item}"),
        cached(tokens(args), tokens(item)),
        expect_file!["snapshots/cached.rs"],
    );
}

#[test]
fn a_cached_function_with_a_key() {
    let (args, item) = (
        r#"life = "hours", key = (page, user.id)"#,
        "async fn listed<T: Source>(db: Db<T>, page: u32, user: User) -> Vec<T> { db.listed(page, user).await }",
    );
    check(
        &format!("#[cached({args})]\n{item}"),
        cached(tokens(args), tokens(item)),
        expect_file!["snapshots/cached_with_a_key.rs"],
    );
}

#[test]
fn declared_tags() {
    let tags = "/// All posts.\npub Posts, Post(u64, &str)";
    check(
        &format!("cache_tags! {{ {tags} }}"),
        cache_tags(tokens(&format!("::route_runtime; {tags}"))),
        expect_file!["snapshots/cache_tags.rs"],
    );
}

/// A place in the app directory of a package.
fn place(package: &Path, file: &str) -> Place {
    Place { file: Some(package.join(file)), package: package.to_owned(), app_dir: Some("src/app".to_owned()) }
}

#[test]
fn a_function_in_its_place() {
    let (args, item) = ("POST", "async fn create(Params { slug }: Params) -> String { slug }");
    let place = place(Path::new("/blog"), "src/app/items/[slug]/route.rs");
    check(
        &format!("#[route({args})]\n{item}"),
        route(tokens(args), tokens(item), &place),
        expect_file!["snapshots/placed.rs"],
    );
}

#[test]
fn a_function_whose_place_the_compiler_does_not_tell() {
    let item = "pub async fn GET(slug: String) -> String { slug }";
    let place = Place { file: None, ..place(Path::new("/blog"), "") };
    check(
        &format!("#[route]\n{item}"),
        route(TokenStream::new(), tokens(item), &place),
        expect_file!["snapshots/no_place.rs"],
    );
}

// M12, M17, M20
#[test]
fn a_special_file_of_several_routes() {
    let (args, item) = (
        "generate_image_metadata = |State(db): State<Db>| db.sizes()",
        "pub async fn icon(id: String, super::Params { shop }: super::Params) -> ImageResponse { draw(&shop, &id) }",
    );
    let place = place(Path::new("/blog"), "src/app/(group)/[shop]/icon.rs");
    check(
        &format!("#[route({args})]\n{item}"),
        route(tokens(args), tokens(item), &place),
        expect_file!["snapshots/special_file.rs"],
    );
}

#[test]
fn a_special_file_whose_place_the_compiler_does_not_tell_is_no_mistake() {
    let place = Place { file: None, ..place(Path::new("/blog"), "") };
    for args in ["", "generate_sitemaps = ids", "revalidate = 60"] {
        let item = "pub async fn sitemap(id: u32) -> Sitemap { Sitemap::new() }";
        let output = route(tokens(args), tokens(item), &place).to_string();
        assert!(!output.contains("compile_error"), "{output}");
        assert!(output.contains("type sitemap = super :: PathOfThisFolder"), "{output}");
    }
}

#[test]
fn an_app_directory() {
    let package = TempDir::new().unwrap();
    for (file, source) in [
        ("src/app/page.rs", "#[page] pub async fn page() {}"),
        ("src/app/items/[slug]/route.rs", "#[cfg(feature = \"shop\")] #[route] pub async fn GET() {}"),
        ("src/app/items/[slug]/routes.rs", ""),
        ("src/app/type/route.rs", "not Rust }"),
        ("src/app/sitemap.rs", "#[route(generate_sitemaps = ids)] pub async fn sitemap() {}"),
        ("src/app/(group)/opengraph-image.png", ""),
        ("src/app/(group)/opengraph-image.alt.txt", ""),
    ] {
        let file = package.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, source).unwrap();
    }
    let (args, item) = (r#""src/app", state = crate::Db"#, "pub mod app {}");
    check(
        &format!("#[app_dir({args})]\n{item}"),
        app_dir(tokens(args), tokens(item), &place(package.path(), "src/main.rs")),
        expect_file!["snapshots/app_dir.rs"],
    );
}

#[test]
fn what_an_editor_takes_for_a_descriptor_is_in_the_folder() {
    let package = TempDir::new().unwrap();
    let folder = package.path().join("src/app/items/[slug]");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("route.rs"), "#[route] pub async fn GET() {}").unwrap();
    let untold = Place { file: None, ..place(package.path(), "") };
    let app = app_dir(tokens(r#""src/app""#), tokens("mod app {}"), &untold).to_string();
    let handler = route(TokenStream::new(), tokens("pub async fn GET() {}"), &untold).to_string();
    assert!(handler.contains("type GET = super :: PathOfThisFolder"), "{handler}");
    assert!(app.contains("pub struct PathOfThisFolder"), "{app}");
    assert!(app.contains("pub fn url (slug : impl"), "{app}");
    // The compiler tells files, and so has no use for it.
    let told = app_dir(tokens(r#""src/app""#), tokens("mod app {}"), &place(package.path(), "src/main.rs")).to_string();
    assert!(!told.contains("PathOfThisFolder"), "{told}");
}

#[test]
fn a_middleware() {
    let (args, item) = (
        r#"matcher = "/account/:path*", except = ["/account/login", "/account/logout"]"#,
        r#"/// For those who have a session.
#[tracing::instrument(skip_all)]
pub async fn guard(req: NextRequest, State(db): State<Db>) -> Middleware { db.check(req).await }"#,
    );
    check(
        &format!("#[middleware({args})]\n{item}"),
        middleware("middleware", tokens(args), tokens(item)),
        expect_file!["snapshots/middleware.rs"],
    );
}

#[test]
fn a_middleware_with_conditions() {
    let (args, item) = (
        r#"matcher = [
    "/",
    { source = "/api/:path*", has = [header("authorization"), query("v", "2")], missing = cookie("session") },
]"#,
        "async fn count() {}",
    );
    check(
        &format!("#[proxy({args})]\n{item}"),
        middleware("proxy", tokens(args), tokens(item)),
        expect_file!["snapshots/conditions.rs"],
    );
}

#[test]
fn a_table() {
    let list = "home, items::{GET, PUT}, posts::route";
    let output = table(tokens(&format!("::route_runtime; {list}")));
    check(
        &format!("let routes = routes![{list}];"),
        quote!(fn main() { let routes = #output; }),
        expect_file!["snapshots/table.rs"],
    );
}

#[test]
fn a_mistake_leaves_the_function_as_it_was() {
    let (args, item) = (r#""/items/[slug""#, r#"pub async fn GET(slug: String) -> String { slug }"#);
    check(
        &format!("#[route({args})]\n{item}"),
        route(tokens(args), tokens(item), &Place::default()),
        expect_file!["snapshots/mistake.rs"],
    );
}

#[test]
fn a_mistake_in_a_matcher_leaves_the_middleware() {
    let (args, item) = (r#"matcher = ["/items/[id]", "/users/:id"]"#, "async fn guard() {}");
    check(
        &format!("#[middleware({args})]\n{item}"),
        middleware("middleware", tokens(args), tokens(item)),
        expect_file!["snapshots/mistake_in_a_matcher.rs"],
    );
}
