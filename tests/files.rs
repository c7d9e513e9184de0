//! App directories: what the compiler says about their mistakes, and what a build makes of files that come and go.
//!
//! A case is a package, because a macro reads its folder: `ui/files/<mistake>/src`, and `stderr` beside it. `UPDATE_EXPECT=1 cargo
//! test -p route-tests --test files` writes those anew; read the difference. Where a case has no `build.rs` it gets the usual one.
#![cfg(unix)]
#![allow(non_snake_case)]

mod project;

use expect_test::{expect, expect_file};
use project::Project;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn ui() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/files");
    let mut cases: Vec<PathBuf> = fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let project = Project::of(&case);
        let said = project.check();
        println!("{}", case.display());
        expect_file![case.join("stderr")].assert_eq(&said);
    }
}

#[test]
fn S15_S16_S18_S19_what_is_odd_and_sound() {
    let project = Project::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/sound_app_dir"));
    assert_eq!(project.check(), "\n");
    expect![[r#"
        Route (app)
        ┌ ƒ /%5Fx        GET
        ├ ƒ /2024        page
        ├ ƒ /[id]/parts  GET, POST
        ├ ƒ /cart        page
        ├ ƒ /cfg         GET
        ├ ƒ /hooks       POST, PUT
        ├ ƒ /login       page
        └ ƒ /type        GET

        ƒ  (Dynamic)  runs for each request
        /a%20b/parts
    "#]]
    .assert_eq(&project.run());
}

/// Files come and go in a copy of the blog, and nothing else is touched.
#[test]
fn the_next_build_serves_the_files_that_are_there() {
    let blog = Project::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/blog"));
    blog.write("src/main.rs", "fn main() { println!(\"{}\", blog::routes()); }\n");
    blog.append("src/lib.rs", "\npub fn routes() -> route_runtime::Routes<Posts> { app::routes() }\n");
    let first = blog.run();
    let line = first.lines().find(|line| line.contains(" /api/posts/[slug] "));
    assert!(line.is_some_and(|line| line.ends_with("  DELETE, GET")), "{first}");

    blog.write(
        "src/app/api/health/route.rs",
        "use route_runtime::route;\n\n#[route]\npub async fn GET() -> &'static str {\n    \"ok\"\n}\n",
    );
    assert_eq!(added(&first, &blog.run()), ["/api/health"]);

    blog.rename("src/app/api/health", "src/app/api/ready");
    assert_eq!(added(&first, &blog.run()), ["/api/ready"]);

    blog.rename("src/app/api/ready/route.rs", "src/app/api/ready/no_route.rs");
    assert_eq!(blog.run(), first);
    blog.rename("src/app/api/ready/no_route.rs", "src/app/api/ready/route.rs");
    assert_eq!(added(&first, &blog.run()), ["/api/ready"]);

    blog.remove("src/app/api/ready/route.rs");
    assert_eq!(blog.run(), first);

    // M18: so do files that are sent as they are.
    blog.write("src/app/api/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    assert_eq!(added(&first, &blog.run()), ["/api/icon.svg"]);
    blog.rename("src/app/api/icon.svg", "src/app/api/icon1.svg");
    assert_eq!(added(&first, &blog.run()), ["/api/icon1.svg"]);
    blog.remove("src/app/api/icon1.svg");
    assert_eq!(blog.run(), first);
}

/// The bytes that are sent are those of the file at the last build.
#[test]
fn M18_the_next_build_sends_the_file_as_it_is() {
    let project = Project::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/static_files"));
    assert_eq!(project.run(), "One\n");
    project.write("src/app/opengraph-image.alt.txt", " Another one");
    assert_eq!(project.run(), "Another one\n");
}

/// The patterns that one table has and the other has not.
fn added<'a>(before: &str, after: &'a str) -> Vec<&'a str> {
    let patterns = |line: &'a str| line.split_whitespace().find(|word| word.starts_with('/'));
    after.lines().filter_map(patterns).filter(|pattern| !before.contains(&format!(" {pattern} "))).collect()
}
