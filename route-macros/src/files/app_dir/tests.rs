//! Directories on disk, made for one test each.

use super::*;
use crate::files::Place;
use crate::files::place::Located;
use crate::testing::cases;
use proptest::prelude::*;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use tempfile::TempDir;

const ROUTE: &str = "#[route] pub async fn GET() {}";
const PAGE: &str = "#[page] pub async fn page() {}";

/// A directory with these files, each with a handler if it should have one.
fn directory(files: &[&str]) -> TempDir {
    let directory = TempDir::new().unwrap();
    for file in files {
        let source = if file.ends_with("page.rs") { PAGE } else { ROUTE };
        write(&directory, file, source);
    }
    directory
}

fn write(directory: &TempDir, file: &str, source: &str) {
    let file = directory.path().join(file);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, source).unwrap();
}

fn read(directory: &TempDir) -> AppDir {
    AppDir::read(directory.path(), "app")
}

/// `module::module::file -> path`, for each handler file.
fn mounted(app_dir: &AppDir) -> Vec<String> {
    fn add(folder: &Folder, prefix: &str, lines: &mut Vec<String>) {
        for file in &folder.files {
            let path = folder.path.as_ref().map_or("no path".to_owned(), ToString::to_string);
            lines.push(format!("{prefix}{} -> {path}", file.module));
        }
        for file in &folder.statics {
            lines.push(format!("{prefix}{} -> {} as {}", file.module, file.path, file.content_type));
        }
        for folder in &folder.folders {
            add(folder, &format!("{prefix}{}::", folder.module), lines);
        }
    }
    let mut lines = Vec::new();
    add(&app_dir.root, "", &mut lines);
    lines
}

fn messages(mistakes: &[Mistake]) -> Vec<&str> {
    mistakes.iter().map(|mistake| &*mistake.message).collect()
}

#[track_caller]
fn check_mounted(files: &[&str], expected: &[&str]) {
    let app_dir = read(&directory(files));
    assert_eq!(mounted(&app_dir), expected);
    assert_eq!(messages(&app_dir.mistakes), [""; 0]);
    assert_eq!(messages(&app_dir.warnings), [""; 0]);
}

#[track_caller]
fn check_refused(files: &[&str], expected: &[&str]) {
    assert_eq!(messages(&read(&directory(files)).mistakes), expected);
}

#[test]
fn S17_S23_the_leaf_is_dropped_and_the_folders_are_the_path() {
    check_mounted(
        &[
            "page.rs",
            "api/hello.json/route.rs",
            "route/foo/route.rs",
            "items/[slug]/route.rs",
            "docs/[[...path]]/page.rs",
        ],
        &[
            "page -> /",
            "api::hello_json::route -> /api/hello.json",
            "docs::path::page -> /docs/[[...path]]",
            "items::slug::route -> /items/[slug]",
            "route_2::foo::route -> /route/foo",
        ],
    );
}

#[test]
fn S15_S16_groups_and_slots_are_no_part_of_the_path() {
    check_mounted(
        &["(shop)/items/route.rs", "@modal/login/page.rs", "(a)/(b)/page.rs"],
        &["a::b::page -> /", "shop::items::route -> /items", "modal::login::page -> /login"],
    );
}

#[test]
fn S18_S19_private_folders_are_left_out_unless_escaped() {
    check_mounted(
        &["_lib/route.rs", "_lib/deep/page.rs", "items/_x/route.rs", "%5Fx/route.rs"],
        &["_x::route -> /%5Fx"],
    );
}

#[test]
fn S20_an_intercepting_page_of_next_is_no_conflict() {
    check_mounted(
        &["feed/(.)photo/page.tsx", "photo/route.rs", "feed/photo/route.rs"],
        &["feed::photo::route -> /feed/photo", "photo::route -> /photo"],
    );
}

#[test]
fn S20_S21_a_folder_that_is_no_segment_is_mounted_so_that_its_handlers_say_so() {
    check_mounted(
        &["pre[id].json/route.rs", "(.)photo/route.rs"],
        &["pre_id__json::route -> no path", "_photo::route -> no path"],
    );
}

#[test]
fn S22_a_parameter_with_dashes_is_a_module_without() {
    check_mounted(&["[foo-bar]/route.rs"], &["foo_bar::route -> /[foo-bar]"]);
}

#[test]
fn S24_other_files_are_left_alone() {
    check_mounted(
        &["items/route.rs", "items/helper.rs", "items/layout.tsx", "items/style.css", "empty/notes.md", "mod.rs"],
        &["items::route -> /items"],
    );
}

#[test]
fn X1_a_route_beside_a_page() {
    check_refused(&["x/route.rs", "x/page.rs"], &["`app/x/page.rs` and `app/x/route.rs` both answer `/x`"]);
    for next in ["page.tsx", "page.jsx", "page.ts", "page.js", "route.ts", "route.js"] {
        check_refused(
            &["x/route.rs", &format!("x/{next}")],
            &[&format!("`app/x/route.rs` and `app/x/{next}` both answer `/x`")],
        );
    }
}

#[test]
fn X2_X4_two_files_for_one_url_through_groups_and_slots() {
    check_refused(
        &["(a)/x/page.rs", "(b)/x/route.rs", "@c/x/page.tsx"],
        &[
            "`app/(a)/x/page.rs` and `app/(b)/x/route.rs` both answer `/x`",
            "`app/(a)/x/page.rs` and `app/@c/x/page.tsx` both answer `/x`",
        ],
    );
}

#[test]
fn X3_a_page_beside_other_segments() {
    check_mounted(
        &["page.rs", "api/route.rs", "[user]/page.rs"],
        &["page -> /", "api::route -> /api", "user::page -> /[user]"],
    );
}

#[test]
fn X5_a_route_beside_a_metadata_file_of_next() {
    check_refused(
        &["robots.txt/route.rs", "robots.ts"],
        &["`app/robots.txt/route.rs` and `app/robots.ts` both answer `/robots.txt`"],
    );
    check_refused(
        &["blog/sitemap.xml/route.rs", "blog/sitemap.ts"],
        &["`app/blog/sitemap.xml/route.rs` and `app/blog/sitemap.ts` both answer `/blog/sitemap.xml`"],
    );
    check_refused(&["icon/route.rs", "icon.tsx"], &["`app/icon/route.rs` and `app/icon.tsx` both answer `/icon`"]);
    // Served elsewhere: the root has one, and below a group the name gets a suffix.
    check_mounted(&["blog/robots.txt/route.rs", "blog/robots.ts"], &["blog::robots_txt::route -> /blog/robots.txt"]);
    check_mounted(&["(a)/icon/route.rs", "(a)/icon.tsx"], &["a::icon::route -> /icon"]);
}

#[test]
fn X6_a_route_for_robots_is_a_route() {
    check_mounted(&["robots.txt/route.rs"], &["robots_txt::route -> /robots.txt"]);
}

// M1, M4, M13, M14, M17, M18
#[test]
fn special_files_are_mounted_under_their_own_names() {
    check_mounted(
        &[
            "sitemap.rs",
            "robots.rs",
            "icon2.rs",
            "apple-icon.rs",
            "blog/sitemap.rs",
            "(a)/opengraph-image.rs",
            "favicon.ico",
            "icon.png",
            "manifest.json",
            "(a)/icon.svg",
            "@b/blog/icon.jpg",
            "blog/twitter-image.gif",
        ],
        &[
            "apple_icon -> /",
            "icon2 -> /",
            "robots -> /",
            "sitemap -> /",
            "favicon_ico -> /favicon.ico as image/x-icon",
            "icon_png -> /icon.png as image/png",
            "manifest_json -> /manifest.json as application/manifest+json",
            "blog::sitemap -> /blog",
            "blog::twitter_image_gif -> /blog/twitter-image.gif as image/gif",
            "a::opengraph_image -> /",
            "a::icon_svg -> /icon-yj9kpy.svg as image/svg+xml",
            "b::blog::icon_jpg -> /blog/icon-otnhl.jpg as image/jpeg",
        ],
    );
}

#[test]
fn a_folder_beside_a_special_file_has_another_module() {
    check_mounted(
        &["icon.rs", "icon/x/route.rs", "favicon.ico", "favicon_ico/route.rs"],
        &[
            "icon -> /",
            "favicon_ico -> /favicon.ico as image/x-icon",
            "favicon_ico_2::route -> /favicon_ico",
            "icon_2::x::route -> /icon/x",
        ],
    );
}

#[test]
fn X5_special_files_for_one_path() {
    for (files, message) in [
        (["robots.rs", "robots.txt"], "`app/robots.rs` and `app/robots.txt` both answer `/robots.txt`"),
        (["robots.rs", "robots.ts"], "`app/robots.rs` and `app/robots.ts` both answer `/robots.txt`"),
        (["robots.txt", "robots.ts"], "`app/robots.txt` and `app/robots.ts` both answer `/robots.txt`"),
        (
            ["x/sitemap.rs", "x/sitemap.xml/route.rs"],
            "`app/x/sitemap.rs` and `app/x/sitemap.xml/route.rs` both answer `/x/sitemap.xml`",
        ),
        (
            ["(a)/sitemap.rs", "(b)/sitemap.xml"],
            "`app/(a)/sitemap.rs` and `app/(b)/sitemap.xml` both answer `/sitemap.xml`",
        ),
        (["icon.rs", "icon/page.rs"], "`app/icon.rs` and `app/icon/page.rs` both answer `/icon`"),
    ] {
        check_refused(&files, &[message]);
    }
    // M17: below groups each has its own.
    check_mounted(
        &["(a)/icon.rs", "(b)/icon.rs", "icon.rs", "icon.png"],
        &["icon -> /", "icon_png -> /icon.png as image/png", "a::icon -> /", "b::icon -> /"],
    );
}

#[test]
fn M12_the_path_of_several_sitemaps_has_an_id() {
    let directory = directory(&["sitemap/[id]/route.rs", "sitemap.xml/route.rs"]);
    write(&directory, "sitemap.rs", "#[route(generate_sitemaps = ids)] pub async fn sitemap() {}");
    write(&directory, "icon.rs", "#[route(generate_image_metadata = || ids())] pub async fn icon() {}");
    write(&directory, "icon/route.rs", ROUTE);
    write(&directory, "icon/[x]/page.rs", PAGE);
    assert_eq!(
        messages(&read(&directory).mistakes),
        [
            "`app/icon.rs` and `app/icon/[x]/page.rs` both answer `/icon/[id]`",
            "`app/sitemap.rs` and `app/sitemap/[id]/route.rs` both answer `/sitemap/[id]`",
        ]
    );
}

#[test]
fn M21_what_has_no_meaning_where_it_is() {
    check_refused(&["page.rs", "favicon.rs"], &["`app/favicon.rs` makes no favicon"]);
    for file in ["x/robots.rs", "(a)/manifest.rs", "@b/robots.rs"] {
        check_refused(&["page.rs", file], &[&format!("`app/{file}` has no meaning here")]);
    }
    let directory = directory(&["page.rs", "x/robots.rs"]);
    write(&directory, "x/route.rs", &format!("mod robots; {ROUTE}"));
    assert_eq!(messages(&read(&directory).mistakes), [""; 0]);
}

#[test]
fn M18_M19_a_file_that_is_not_served() {
    for (file, message) in [
        ("x/favicon.ico", "`app/x/favicon.ico` is not served"),
        ("(a)/robots.txt", "`app/(a)/robots.txt` is not served"),
        ("(.)x/icon.png", "`app/(.)x/icon.png` is not served: its folder is no part of a path"),
        ("[...all]/icon.png", "`app/[...all]/icon.png` is not served: its folder is no part of a path"),
        ("twitter-image.alt.txt", "`app/twitter-image.alt.txt` is the text of a picture that is not there"),
    ] {
        let app_dir = read(&directory(&["page.rs", file]));
        assert_eq!((messages(&app_dir.warnings), messages(&app_dir.mistakes)), (vec![message], vec![]), "{file}");
    }
    for (file, message) in [
        ("apple-icon.svg", "`app/apple-icon.svg` cannot be served: an `apple-icon` is no `.svg`"),
        ("favicon.png", "`app/favicon.png` cannot be served: a `favicon` is no `.png`"),
        ("x/opengraph-image.webp", "`app/x/opengraph-image.webp` cannot be served: an `opengraph-image` is no `.webp`"),
    ] {
        check_refused(&["page.rs", file], &[message]);
    }
}

#[test]
fn M19_a_picture_that_is_too_large() {
    for (file, limit) in [("opengraph-image.png", 8 << 20), ("twitter-image1.jpg", 5 << 20)] {
        let directory = directory(&[file]);
        let at = fs::File::options().write(true).open(directory.path().join(file)).unwrap();
        at.set_len(limit).unwrap();
        assert_eq!(messages(&read(&directory).mistakes), [""; 0], "{file}");
        at.set_len(limit + 1).unwrap();
        let mistakes = read(&directory).mistakes;
        let [mistake] = &*mistakes else { panic!("{mistakes:?}") };
        let start = format!("`app/{file}` has {} bytes, and a", limit + 1);
        assert!(
            mistake.message.starts_with(&start) && mistake.message.ends_with(&format!(" at most {limit}")),
            "{mistake:?}"
        );
    }
    // Others may be as large as they like.
    let directory = directory(&["icon.png"]);
    fs::File::options().write(true).open(directory.path().join("icon.png")).unwrap().set_len(9 << 20).unwrap();
    assert_eq!(messages(&read(&directory).mistakes), [""; 0]);
}

#[test]
fn M19_the_text_of_a_picture_goes_with_it() {
    let app_dir = read(&directory(&["opengraph-image.png", "opengraph-image.alt.txt", "twitter-image.png"]));
    let alts: Vec<_> = app_dir.root.statics.iter().map(|file| file.alt.as_deref()).collect();
    assert_eq!(alts, [Some("app/opengraph-image.alt.txt"), None]);
}

#[test]
fn a_special_file_has_a_handler() {
    let directory = directory(&["page.rs"]);
    write(&directory, "a/sitemap.rs", "pub async fn sitemap() {}");
    write(&directory, "b/sitemap.rs", "async fn helper() {}");
    write(&directory, "d/apple-icon.rs", "pub async fn image() {} fn helper() {}");
    write(&directory, "e/icon.rs", "pub async fn helper() {} #[route] pub async fn icon() {} fn image() {}");
    assert_eq!(
        messages(&read(&directory).mistakes),
        [
            "`sitemap` in `app/a/sitemap.rs` has no `#[route]`",
            "`app/b/sitemap.rs` has no handler",
            "`image` in `app/d/apple-icon.rs` has no `#[route]`",
        ]
    );
}

#[test]
fn a_file_without_a_handler_is_refused() {
    let directory = directory(&["a/route.rs"]);
    write(&directory, "b/route.rs", "pub async fn helper() {}");
    write(&directory, "c/page.rs", "");
    write(&directory, "d/route.rs", "pub async fn GET() {}\n#[route] pub async fn PUT() {}");
    assert_eq!(
        messages(&read(&directory).mistakes),
        [
            "`app/b/route.rs` has no handler",
            "`app/c/page.rs` has no handler",
            "`GET` in `app/d/route.rs` has no `#[route]`",
        ]
    );
}

#[test]
fn a_file_that_is_not_rust_is_mounted_for_rustc_to_refuse() {
    let directory = directory(&[]);
    write(&directory, "a/route.rs", "#[route] pub async fn GET( {");
    fs::create_dir(directory.path().join("b")).unwrap();
    fs::write(directory.path().join("b/route.rs"), b"\xff").unwrap();
    let app_dir = read(&directory);
    assert_eq!(mounted(&app_dir), ["a::route -> /a", "b::route -> /b"]);
    assert_eq!(messages(&app_dir.mistakes), [""; 0]);
}

#[test]
fn a_name_that_is_close_is_a_warning_unless_it_is_a_module() {
    let directory = directory(&["items/routes.rs", "users/pages.rs", "posts/rout.rs"]);
    write(&directory, "users/route.rs", "mod pages;\n#[route] pub async fn GET() {}");
    let app_dir = read(&directory);
    assert_eq!(messages(&app_dir.mistakes), [""; 0]);
    assert_eq!(
        messages(&app_dir.warnings),
        [
            "`app/items/routes.rs` is no handler file, though its name is close to `route.rs`",
            "`app/posts/rout.rs` is no handler file, though its name is close to `route.rs`",
        ]
    );
}

#[test]
fn names_that_differ_only_by_case() {
    // Where the file system holds them.
    let directory = directory(&["a/route.rs", "a/Route.rs"]);
    if fs::read_dir(directory.path().join("a")).unwrap().count() == 2 {
        assert_eq!(messages(&read(&directory).mistakes), ["`app/a/Route.rs` and `app/a/route.rs` differ only by case"]);
        check_refused(&["Items/route.rs", "items/[id]/route.rs"], &["`app/Items` and `app/items` differ only by case"]);
        check_mounted(&["Items/route.rs", "items/notes.md"], &["Items::route -> /Items"]);
    }
}

#[test]
fn nothing_to_mount() {
    check_refused(&[], &["the app directory `app` has no handler"]);
    check_refused(&["items/helper.rs", "_private/route.rs"], &["the app directory `app` has no handler"]);
}

#[test]
fn a_directory_that_cannot_be_read() {
    let directory = directory(&["file"]);
    let missing = AppDir::read(&directory.path().join("missing"), "app");
    assert_eq!(messages(&missing.mistakes), ["`app` cannot be read: No such file or directory (os error 2)"]);
    let file = AppDir::read(&directory.path().join("file"), "app");
    assert_eq!(messages(&file.mistakes), ["`app` cannot be read: Not a directory (os error 20)"]);
}

#[test]
fn a_folder_that_may_not_be_read() {
    let directory = directory(&["page.rs", "locked/route.rs"]);
    let locked = directory.path().join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let app_dir = read(&directory);
    let is_locked = fs::read_dir(&locked).is_err();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    // Nothing is locked to the superuser.
    if is_locked {
        assert_eq!(messages(&app_dir.mistakes), ["`app/locked` cannot be read: Permission denied (os error 13)"]);
        assert_eq!(mounted(&app_dir), ["page -> /"]);
    }
}

#[test]
fn links_are_followed_but_not_in_circles() {
    let directory = directory(&["items/route.rs", "page.rs"]);
    let at = |path: &str| directory.path().join(path);
    symlink(at("items"), at("linked")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    assert_eq!(mounted(&read(&directory)), ["page -> /", "items::route -> /items", "linked::route -> /linked"]);
    assert_eq!(messages(&read(&directory).mistakes), [""; 0]);

    symlink(directory.path(), at("items/up")).unwrap();
    symlink(at("self"), at("self")).unwrap();
    let app_dir = read(&directory);
    let mut found = messages(&app_dir.mistakes);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "`app/items/up` is a link to a folder that it is in",
            "`app/linked/up` is a link to a folder that it is in",
            "`app/self` cannot be read: Too many levels of symbolic links (os error 40)",
        ]
    );
}

#[test]
fn a_folder_whose_name_is_not_utf_8() {
    let directory = directory(&["page.rs"]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9");
    if fs::create_dir(directory.path().join(name)).is_ok() {
        assert_eq!(messages(&read(&directory).mistakes), ["the name of the folder `app/caf\u{fffd}` is not UTF-8"]);
    }
}

/// Names of folders as people write them, and names that no URL has.
fn folder_name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "items",
        "Items",
        "[id]",
        "[slug]",
        "[...rest]",
        "[[...rest]]",
        "(shop)",
        "@modal",
        "_lib",
        "%5Fx",
        "(.)photo",
        "pre[id]",
        "a?b",
        "100%",
        "rss.xml",
        "route",
        "é",
        "{id}",
        "[1a]",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    // Each case makes a directory.
    #![proptest_config(ProptestConfig { cases: cases().cases / 10, ..cases() })]

    #[test]
    fn a_handler_file_has_one_path_from_both_sides(
        files in prop::collection::vec(
            (prop::collection::vec(folder_name(), 0..4), prop::sample::select(vec!["route.rs", "page.rs", "page.tsx", "helper.rs", "icon2.rs", "sitemap.rs"])),
            1..6,
        ),
    ) {
        let files: Vec<String> = files.iter().map(|(folders, file)| [folders.join("/").as_str(), file].join("/").trim_start_matches('/').to_owned()).collect();
        let directory = directory(&files.iter().map(String::as_str).collect::<Vec<_>>());
        let app_dir = read(&directory);

        let mut seen = Vec::new();
        let mut folders = vec![&app_dir.root];
        while let Some(folder) = folders.pop() {
            for file in &folder.files {
                let below = file.place.strip_prefix("app/").unwrap();
                let place = Place {
                    file: Some(directory.path().join(below)),
                    package: directory.path().to_owned(),
                    app_dir: Some(".".to_owned()),
                };
                let (kind, path) = match place.locate() {
                    Located::File(kind, path) => (kind, path),
                    Located::Special(place) => {
                        prop_assert_eq!((&place.stem, place.folder()), (&file.module, folder.path.clone()));
                        seen.push(below.to_owned());
                        continue;
                    }
                    other => panic!("{below}: {other:?}"),
                };
                prop_assert_eq!((kind.attribute(), path.ok()), (file.module.as_str(), folder.path.clone()));
                seen.push(below.to_owned());
            }
            folders.extend(&folder.folders);
        }
        let is_handler = |file: &&String| file.ends_with(".rs") && !file.ends_with("helper.rs") && !file.split('/').any(|folder| folder.starts_with('_'));
        let mut expected: Vec<_> = files.iter().filter(is_handler).cloned().collect();
        expected.sort();
        expected.dedup();
        seen.sort();
        prop_assert_eq!(seen, expected);
    }
}
