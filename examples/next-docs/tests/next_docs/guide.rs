//! The tables of the guide "Coming from Next.js", against the headings of the documents and against this repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The headings of the documents, as they are written there, each with the number of its code examples. What stands below the heading
/// Middleware is named after it, because one of its headings has the name of another.
const DOCUMENTS: [(&str, &[(&str, usize)]); 5] = [
    (
        "13",
        &[
            ("Convention", 0),
            ("Behavior", 0),
            ("Caching", 0),
            ("Opting out of caching", 0),
            ("Route Resolution", 0),
            ("Examples", 0),
            ("Revalidating Cached Data", 0),
            ("Dynamic Functions", 0),
            ("Dynamic Route Segments", 0),
            ("Streaming", 0),
            ("Request Body", 0),
            ("Request Body FormData", 0),
            ("CORS", 0),
            ("Edge and Node.js Runtimes", 0),
            ("Non-UI Responses", 0),
            ("Segment Config Options", 0),
            ("Segment Config Options", 0),
        ],
    ),
    (
        "14",
        &[
            ("경로 처리기", 0),
            ("컨벤션", 1),
            ("지원되는 HTTP 메서드", 0),
            ("확장 및 APINextRequestNextResponse", 0),
            ("행동", 0),
            ("캐싱", 0),
            ("캐싱 옵트아웃", 0),
            ("Route Resolution", 1),
            ("Examples", 0),
            ("Revalidating Cached Data", 2),
            ("Dynamic Functions", 0),
            ("Cookies", 0),
            ("Headers", 0),
            ("Redirects", 0),
            ("Dynamic Route Segments", 1),
            ("URL Query Parameters", 1),
            ("Streaming", 2),
            ("Request Body", 1),
            ("Request Body FormData", 1),
            ("CORS", 0),
            ("Webhooks", 1),
            ("Edge and Node.js Runtimes", 1),
            ("Non-UI Responses", 0),
            ("Segment Config Options", 1),
            ("API Reference", 0),
        ],
    ),
    (
        "15",
        &[
            ("Route Handlers", 0),
            ("Convention", 2),
            ("Supported HTTP Methods", 0),
            ("Extended `NextRequest` and `NextResponse` APIs", 0),
            ("Behavior", 0),
            ("Caching", 2),
            ("Special Route Handlers", 0),
            ("Route Resolution", 2),
            ("Examples", 0),
            ("Revalidating Cached Data", 2),
            ("Cookies", 4),
            ("Headers", 4),
            ("Redirects", 2),
            ("Dynamic Route Segments", 2),
            ("URL Query Parameters", 2),
            ("Streaming", 4),
            ("Request Body", 2),
            ("Request Body FormData", 2),
            ("CORS", 2),
            ("Webhooks", 2),
            ("Non-UI Responses", 2),
            ("Segment Config Options", 2),
            ("API Reference", 0),
        ],
    ),
    (
        "15 start",
        &[
            ("Route Handlers and Middleware", 0),
            ("Route Handlers", 0),
            ("Convention", 2),
            ("Supported HTTP Methods", 0),
            ("Extended `NextRequest` and `NextResponse` APIs", 0),
            ("Caching", 2),
            ("Special Route Handlers", 0),
            ("Route Resolution", 2),
            ("Middleware", 0),
            ("Middleware: Use cases", 0),
            ("Middleware: Convention", 0),
            ("Middleware: Example", 2),
            ("API Reference", 0),
        ],
    ),
    (
        "16",
        &[
            ("Route Handlers", 0),
            ("Convention", 0),
            ("Supported HTTP Methods", 0),
            ("Extended `NextRequest` and `NextResponse` APIs", 0),
            ("Caching", 0),
            ("With Cache Components", 0),
            ("Special Route Handlers", 0),
            ("Route Resolution", 0),
            ("Route Context Helper", 0),
        ],
    ),
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The cells of the table under a heading of the guide, without its first two lines.
fn table<const COLUMNS: usize>(heading: &str) -> Vec<[String; COLUMNS]> {
    let guide = fs::read_to_string(repository().join("route-runtime/docs/coming_from_next.md")).unwrap();
    let (_, section) = guide.split_once(&format!("\n# {heading}\n")).expect("a section of this name");
    let section = section.split("\n# ").next().unwrap();
    let lines = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix('|'));
    let rows = lines.skip(2).map(|line| {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().to_owned()).collect();
        cells.try_into().unwrap_or_else(|_| panic!("not {COLUMNS} cells: {line}"))
    });
    rows.collect()
}

fn headings() -> Vec<[String; 5]> {
    table("Each heading of the documents")
}

/// In each row the heading, which the table writes once for all of its examples.
fn examples() -> Vec<[String; 4]> {
    let mut rows: Vec<[String; 4]> = table("Each code example of the documents");
    let mut heading = String::new();
    for [of_row, ..] in &mut rows {
        if of_row.is_empty() {
            of_row.clone_from(&heading);
        } else {
            heading.clone_from(of_row);
        }
    }
    rows
}

/// The names of a heading: in English, and in Korean where the document of Next.js 14 has it so.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split("<br>")
}

/// Whether a document has a heading of this name.
fn is_of(document: &str, heading: &str) -> bool {
    DOCUMENTS.iter().any(|(name, headings)| *name == document && headings.iter().any(|(name, _)| *name == heading))
}

/// What is in backticks.
fn codes(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The file of a module of an example, and that of its tests.
fn module(package: &str, module: &str) -> [PathBuf; 2] {
    let package_dir = repository().join("examples").join(package);
    let tests = format!("tests/{}/{module}.rs", package.replace('-', "_"));
    [package_dir.join(format!("src/{module}.rs")), package_dir.join(tests)]
}

fn has_test(source: &str, name: &str) -> bool {
    ["#[test]", "#[tokio::test]"].iter().any(|attribute| {
        source.contains(&format!("{attribute}\nasync fn {name}("))
            || source.contains(&format!("{attribute}\nfn {name}("))
    })
}

#[test]
fn each_heading_of_each_document_is_in_the_table_and_no_other() {
    let of_the_documents = DOCUMENTS.iter().flat_map(|(document, headings)| {
        headings.iter().map(move |(heading, _)| (document.to_string(), heading.to_string()))
    });
    let mut expected = BTreeMap::new();
    for place in of_the_documents {
        *expected.entry(place).or_insert(0) += 1;
    }

    let mut found = BTreeMap::new();
    for [heading, documents, ..] in headings() {
        for entry in documents.split(", ") {
            let (document, times) = entry.strip_suffix(" twice").map_or((entry, 1), |document| (document, 2));
            let name = names(&heading).find(|name| is_of(document, name));
            let name = name.unwrap_or_else(|| panic!("{document} has no heading {heading}")).to_owned();
            assert_eq!(found.insert((document.to_owned(), name), times), None, "{heading} of {document} has two rows");
        }
    }
    for (place, times) in &expected {
        assert_eq!(found.get(place), Some(times), "rows of {place:?}");
    }
}

#[test]
fn each_row_has_a_page_a_tested_example_and_says_what_is_different() {
    for [heading, _, page, example, different] in headings() {
        assert!(page.contains("](") && !different.is_empty(), "{heading}");
        let is_a_title = ["title", "list of links"].iter().any(|words| different.contains(words));
        assert_eq!(codes(&example).count() == 0, is_a_title, "{heading}");

        let mut is_tested = is_a_title;
        for file in codes(&example) {
            let (package, file) = file.split_once('/').unwrap_or(("next-docs", file));
            let [file, tests] = module(package, file.strip_suffix(".rs").expect("a Rust file"));
            assert!(file.is_file(), "{heading}: there is no file {file:?}");
            is_tested |= fs::read_to_string(tests).is_ok_and(|tests| tests.contains("#[tokio::test]"));
        }
        assert!(is_tested, "{heading} has no test");
    }
}

#[test]
fn each_code_example_of_each_document_has_its_row() {
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    for [heading, example, documents, ..] in examples() {
        for entry in documents.split(", ") {
            let (document, kind) = match entry.rsplit_once(' ') {
                Some((document, kind @ ("ts" | "js" | "text"))) => (document, kind),
                _ => (entry, "code"),
            };
            let name = names(&heading).find(|name| is_of(document, name));
            let name = name.unwrap_or_else(|| panic!("{document} has no heading {heading}: {example}"));
            *found.entry((document.to_owned(), name.to_owned())).or_default() += usize::from(kind != "text");
        }
    }
    for (document, headings) in DOCUMENTS {
        for (heading, examples) in headings {
            let rows = found.remove(&(document.to_owned(), heading.to_string())).unwrap_or_default();
            assert_eq!(rows, *examples, "examples below {heading} of {document}");
        }
    }
    assert_eq!(found, BTreeMap::new());
}

#[test]
fn each_example_is_an_item_of_its_module_with_a_test() {
    let mut seen = BTreeSet::new();
    for [heading, example, _, handler] in examples() {
        let parts: Vec<&str> = codes(&handler).collect();
        let (handler, package, test) = match parts[..] {
            [handler, test] => (handler, "next-docs", test),
            [handler, package, test] => (handler, package, test),
            _ => panic!("{heading}: a function and a test, and not {parts:?}"),
        };
        let (name_of_module, name) = handler.split_once("::").expect("a module and a name");
        let [file, tests] = module(package, name_of_module);
        let source = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{heading}: there is no file {file:?}"));
        let is_there = ["fn", "mod"].iter().any(|kind| {
            let mut items = source.lines().filter_map(|line| line.split_once(&format!("{kind} {name}")));
            items.any(|(before, after)| before.starts_with("pub") && after.starts_with(['(', '<', ' ']))
        });
        assert!(is_there, "{example}: there is no {handler} in {file:?}");

        let tests = fs::read_to_string(&tests).unwrap_or_else(|_| panic!("{heading}: there is no file {tests:?}"));
        assert!(has_test(&tests, test), "{example}: there is no test {test} of {handler}");
        seen.insert(handler.to_owned());
    }
    assert!(seen.len() > 40, "{seen:?}");
}

/// rustdoc looks for the item of a link, and not for the heading after `#`.
#[test]
fn each_link_to_a_heading_of_a_page_leads_to_one() {
    let docs = repository().join("route-runtime/docs");
    let mut links = 0;
    for page in fs::read_dir(&docs).unwrap() {
        let page = page.unwrap().path();
        let text = fs::read_to_string(&page).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let Some((item, anchor)) = target.split_once('#') else { continue };
            let file = match (item.strip_prefix("crate::guide::"), item.strip_prefix("macro@crate::")) {
                (Some(page), _) => docs.join(format!("{page}.md")),
                (_, Some(macro_)) => repository().join(format!("route-macros/docs/{macro_}.md")),
                _ if item.is_empty() => page.clone(),
                _ => continue,
            };
            let headings = fs::read_to_string(&file).unwrap();
            assert!(headings.lines().any(|line| slug(line).is_some_and(|slug| slug == anchor)), "{page:?}: {target}");
            links += 1;
        }
    }
    assert!(links > 5, "{links}");
}

/// The anchor that rustdoc gives a heading.
fn slug(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?;
    let characters = heading.chars().filter_map(|character| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ => character.is_alphanumeric().then(|| character.to_ascii_lowercase()),
    });
    Some(characters.collect())
}
