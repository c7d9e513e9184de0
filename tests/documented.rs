//! The documentation: every public item has an example, and the examples compile as one crate.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// All that adds public items.
const FEATURES: &str = "chrono,fetch-no-tls,garde,jiff,og,redis,time,user-agent";

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

// rustdoc is stable, its JSON is not: a script is what gives it leave, and cargo nothing that would have it build all anew.
#[cfg(unix)]
#[test]
fn every_public_item_has_an_example() {
    let items = Items(rustdoc_json());
    let mut missing = Vec::new();
    items.visit(&items.0["root"], "", &mut HashSet::new(), &mut missing);
    missing.sort();
    assert!(
        missing.is_empty(),
        "{} public items have no example. A type, a trait, a function or a macro has one of its own; a method has one of its own, or is \
         called by name in one of its type's page.\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[cfg(unix)]
fn rustdoc_json() -> Value {
    use std::os::unix::fs::PermissionsExt;

    let target = target_dir();
    let script = target.join("rustdoc-of-json.sh");
    fs::write(&script, "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec \"$REAL_RUSTDOC\" \"$@\"\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();

    let rustdoc = std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["rustdoc", "--quiet", "--package", "route-runtime", "--lib", "--features", FEATURES]);
    cargo.args(["--locked", "--target-dir"]).arg(&target);
    cargo.args(["--", "-Zunstable-options", "--output-format", "json"]);
    cargo.current_dir(workspace()).env("RUSTDOC", &script).env("REAL_RUSTDOC", rustdoc).env_remove("RUSTDOCFLAGS");
    cargo.env_remove("CARGO_ENCODED_RUSTDOCFLAGS");
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&fs::read(target.join("doc/route_runtime.json")).unwrap()).unwrap()
}

/// That of the workspace, where this test lies, or the one of `.ci/run` for lints: most of what is documented is built there already.
#[cfg(unix)]
fn target_dir() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().nth(3).unwrap();
    let lints = target.join("lints");
    if lints.is_dir() { lints } else { target.to_owned() }
}

/// rustdoc's JSON of the crate.
struct Items(Value);

impl Items {
    fn get(&self, id: &Value) -> Option<&Value> {
        self.0["index"].get(id.to_string())
    }

    /// Adds what has no example, of this item and all below it, as `file:line  kind path`.
    fn visit(&self, id: &Value, above: &str, seen: &mut HashSet<u64>, missing: &mut Vec<String>) {
        let Some(item) = self.get(id) else { return };
        let (kind, inner) = kind_of(item);
        if kind == "use" {
            if inner["is_glob"] == false {
                self.visit(&inner["id"], above, seen, missing);
            }
            return;
        }
        if !seen.insert(id.as_u64().unwrap()) || is_hidden(item) {
            return;
        }
        let name = item["name"].as_str().unwrap_or_default();
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}::{name}") };
        match kind {
            "module" => {
                for child in inner["items"].as_array().unwrap() {
                    self.visit(child, &path, seen, missing);
                }
            }
            "struct" | "enum" | "union" | "trait" | "function" | "macro" | "proc_macro" | "type_alias" => {
                let methods = self.methods(kind, inner);
                let mut page = examples(item).join("\n");
                if page.is_empty() {
                    missing.push(format!("{}  {kind} {path}", place(item)));
                }
                for method in &methods {
                    page.push_str(&examples(method).join("\n"));
                }
                for method in methods {
                    let name = method["name"].as_str().unwrap();
                    if examples(method).is_empty() && !names(&page, name, kind == "trait") {
                        missing.push(format!("{}  method {path}::{name}", place(method)));
                    }
                }
            }
            _ => {}
        }
    }

    /// The public methods of a type, or those of a trait.
    fn methods(&self, kind: &str, inner: &Value) -> Vec<&Value> {
        let ids: Vec<&Value> = match kind {
            "trait" => inner["items"].as_array().unwrap().iter().collect(),
            "struct" | "enum" | "union" => {
                let impls = inner["impls"].as_array().unwrap().iter().filter_map(|id| self.get(id));
                let impls = impls.map(|block| &block["inner"]["impl"]).filter(|block| {
                    block["trait"].is_null() && block["blanket_impl"].is_null() && block["is_synthetic"] == false
                });
                impls.flat_map(|block| block["items"].as_array().unwrap()).collect()
            }
            _ => Vec::new(),
        };
        let is_public = |item: &&Value| kind == "trait" || item["visibility"] == "public";
        let items = ids.into_iter().filter_map(|id| self.get(id));
        items.filter(|item| kind_of(item).0 == "function" && !is_hidden(item)).filter(is_public).collect()
    }
}

fn kind_of(item: &Value) -> (&str, &Value) {
    let (kind, inner) = item["inner"].as_object().unwrap().iter().next().unwrap();
    (kind, inner)
}

fn is_hidden(item: &Value) -> bool {
    item["attrs"].to_string().contains("doc(hidden)")
}

fn place(item: &Value) -> String {
    let file = item["span"]["filename"].as_str().unwrap_or("?");
    format!("{file}:{}", item["span"]["begin"][0])
}

/// The code of the examples in an item's docs that show how it is used.
fn examples(item: &Value) -> Vec<String> {
    let fences = fences(item["docs"].as_str().unwrap_or_default().lines());
    fences.into_iter().filter(|fence| fence.is_compiled()).map(|fence| fence.code).collect()
}

/// Whether the method is called, or, as one of a trait, written.
fn names(code: &str, method: &str, is_of_a_trait: bool) -> bool {
    [".", "::", "fn "]
        .iter()
        .filter(|before| is_of_a_trait || **before != "fn ")
        .any(|before| ["(", "::<", "<"].iter().any(|after| code.contains(&format!("{before}{method}{after}"))))
}

// rustdoc compiles the examples of a crate as one. Where that does not compile it says nothing, and compiles each by itself: minutes
// in place of seconds. What keeps it from compiling here are routes, whose claims meet in the root of the crate.
#[test]
fn no_two_examples_of_a_crate_claim_one_path() {
    let mut twice = Vec::new();
    for krate in ["route-macros", "route-runtime"] {
        let mut claims = BTreeMap::<_, BTreeSet<_>>::new();
        for (place, fence) in fences_of(krate).iter().filter(|(_, fence)| fence.is_merged()) {
            for claim in claims_of(&fence.code) {
                claims.entry(claim).or_default().insert(place.clone());
            }
        }
        assert!(claims.len() > 10, "{krate} has {} claims", claims.len());
        twice.extend(claims.into_iter().filter(|(_, places)| places.len() > 1));
    }
    assert!(
        twice.is_empty(),
        "these examples claim one method and path: give each a path of its own, or mark it ```standalone_crate\n{twice:#?}"
    );
}

// rustdoc wraps an example with a statement outside of `main` into a function, and its `main` is one inside that nobody calls.
#[test]
fn the_main_function_of_every_example_runs() {
    for (place, fence) in ["route-macros", "route-runtime"].into_iter().flat_map(fences_of) {
        let Some((before, _)) = fence.code.split_once("fn main()") else { continue };
        let statement = before.lines().find(|line| line.starts_with("let ") || line.starts_with("assert"));
        assert!(!fence.is_compiled() || statement.is_none(), "{place}: `{}` is outside of `main`", statement.unwrap());
    }
}

// A developer who comes from Next.js types the name that they know into the search of the docs.
#[test]
fn the_search_finds_the_names_of_next() {
    let mut aliases = BTreeSet::new();
    for krate in ["route-macros", "route-runtime"] {
        let mut files = Vec::new();
        collect(&workspace().join(krate).join("src"), &mut files);
        for file in files {
            let text = fs::read_to_string(file).unwrap();
            let starts = text.split("#[doc(alias = \"").skip(1);
            aliases.extend(starts.map(|start| start.split('"').next().unwrap().to_owned()));
        }
    }
    let missing: Vec<_> = NAMES.iter().filter(|name| !aliases.contains(**name)).collect();
    assert!(missing.is_empty(), "no item answers to {missing:?}");
}

/// Those of Next.js and of the Web that are written otherwise in Rust.
const NAMES: &[&str] = &[
    "AbortSignal",
    "MetadataRoute.Manifest",
    "MetadataRoute.Robots",
    "MetadataRoute.Sitemap",
    "NextResponse.json",
    "NextResponse.next",
    "NextResponse.redirect",
    "NextResponse.rewrite",
    "NextURL",
    "ReadableStream",
    "RouteContext",
    "URLSearchParams",
    "aborted",
    "arrayBuffer",
    "basePath",
    "bodyUsed",
    "cacheHandler",
    "cacheLife",
    "cacheMaxMemorySize",
    "cacheTag",
    "changeFrequency",
    "crawlDelay",
    "draftMode",
    "dynamicParams",
    "fetchCache",
    "force-cache",
    "force-dynamic",
    "force-static",
    "formData",
    "generateImageMetadata",
    "generateSitemaps",
    "generateStaticParams",
    "getAll",
    "getSetCookie",
    "httpOnly",
    "isBot",
    "isEnabled",
    "lastModified",
    "matcher",
    "maxAge",
    "maxDuration",
    "middleware.ts",
    "next start",
    "nextUrl",
    "no-store",
    "notFound",
    "onRequestError",
    "opengraph-image",
    "page.tsx",
    "permanentRedirect",
    "preferredRegion",
    "proxy.ts",
    "redirects",
    "revalidatePath",
    "revalidateTag",
    "rewrites",
    "route.ts",
    "routePath",
    "runtime",
    "sameSite",
    "searchParams",
    "size",
    "skipTrailingSlashRedirect",
    "trailingSlash",
    "unstable_cache",
    "unstable_noStore",
    "updateTag",
    "use cache",
    "userAgent",
    "waitUntil",
];

struct Fence {
    tags: Vec<String>,
    code: String,
    line: usize,
}

impl Fence {
    fn is_compiled(&self) -> bool {
        self.tags.iter().all(|tag| matches!(tag.as_str(), "rust" | "no_run" | "should_panic" | "standalone_crate"))
    }

    fn is_merged(&self) -> bool {
        self.is_compiled() && !self.tags.iter().any(|tag| tag == "standalone_crate")
    }
}

/// The fenced blocks of a text in Markdown, without the marks of hidden lines.
fn fences<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Fence> {
    let (mut fences, mut open) = (Vec::new(), None::<Fence>);
    for (index, line) in lines.enumerate() {
        let trimmed = line.trim();
        match (trimmed.strip_prefix("```"), &mut open) {
            (Some(tags), None) => {
                let tags = tags.split([',', ' ']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
                open = Some(Fence { tags, code: String::new(), line: index + 1 });
            }
            (Some(_), Some(_)) => fences.extend(open.take()),
            (None, Some(fence)) => {
                let (indent, text) = line.split_at(line.len() - line.trim_start().len());
                let shown = if text == "#" { "" } else { text.strip_prefix("# ").unwrap_or(text) };
                fence.code.push_str(indent);
                fence.code.push_str(shown);
                fence.code.push('\n');
            }
            (None, None) => {}
        }
    }
    fences
}

/// Those of all docs of a crate, and where they are.
fn fences_of(krate: &str) -> Vec<(String, Fence)> {
    let mut files = Vec::new();
    let root = workspace().join(krate);
    collect(&root.join("src"), &mut files);
    collect(&root.join("docs"), &mut files);
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let docs = |line| {
            let line = str::trim_start(line);
            line.strip_prefix("///")
                .or(line.strip_prefix("//!"))
                .map_or("", |docs| docs.strip_prefix(' ').unwrap_or(docs))
        };
        let fences = match file.extension().unwrap().to_str().unwrap() {
            "md" => fences(text.lines()),
            _ => fences(text.lines().map(docs)),
        };
        let name = file.strip_prefix(workspace()).unwrap().display().to_string();
        all.extend(fences.into_iter().map(|fence| (format!("{name}:{}", fence.line), fence)));
    }
    all
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
            files.push(path);
        }
    }
}

const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"];

/// The method, the shape of the path and the scope of each route and page.
fn claims_of(code: &str) -> Vec<(String, &'static str, String)> {
    let mut starts: Vec<usize> =
        ["#[route(", "#[page("].iter().flat_map(|start| code.match_indices(start)).map(|(at, _)| at).collect();
    starts.sort();
    let mut claims = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(code.len());
        let attribute = &code[*start..end];
        let (name, rest) = attribute[2..].split_once('(').unwrap();
        let Some((before, rest)) = rest.split_once('"') else { continue };
        let Some((path, rest)) = rest.split_once('"') else { continue };
        let (options, item) = rest.split_once(")]").unwrap_or((rest, ""));
        let item: String =
            item.lines().map(str::trim).filter(|line| !line.starts_with("#[")).collect::<Vec<_>>().join("\n");
        let is_module = item.trim_start().trim_start_matches("pub ").starts_with("mod ");
        let written = |method: &&&str| item.contains(&format!("fn {method}("));
        let methods: Vec<_> = match (name, before.trim()) {
            ("page", _) => METHODS.to_vec(),
            (_, "") if is_module => METHODS.iter().filter(written).copied().collect(),
            (_, "") => METHODS.iter().filter(written).take(1).copied().collect(),
            (_, method) => METHODS.iter().filter(|known| **known == method).copied().collect(),
        };
        let scope = options.split_once("scope = ").map_or("", |(_, scope)| scope.split([',', ')']).next().unwrap());
        claims.extend(methods.into_iter().map(|method| (shape(path), method, scope.to_owned())));
    }
    claims
}

/// The path as its claim has it: `/(shop)/items/[id]` is `/items/[]`.
fn shape(path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty() && !segment.starts_with('('));
    let shapes = segments.map(|segment| match segment.starts_with('[') {
        true => segment.chars().filter(|c| matches!(c, '[' | ']' | '.')).collect(),
        false => segment.to_owned(),
    });
    shapes.map(|segment: String| format!("/{segment}")).collect()
}

#[test]
fn a_claim_is_found_in_each_form_of_a_route() {
    let code = "#[route(\"/a/[id]\", scope = shop)]\nasync fn GET(id: u32) {}\n#[route(POST \"/b\")]\nasync fn b() {}\n\
                #[route(\"/(x)/c/[...all]\")]\npub mod c {\n    pub async fn GET() {}\n    pub async fn PUT() {}\n}\n#[page(\"/\")]\n\
                async fn home() {}";
    let claims: Vec<String> = claims_of(code)
        .into_iter()
        .map(|(path, method, scope)| format!("{method} {path} {scope}").trim().to_owned())
        .collect();
    assert_eq!(claims[..4], ["GET /a/[] shop", "POST /b", "GET /c/[...]", "PUT /c/[...]"]);
    assert_eq!(claims[4..].len(), METHODS.len());
}
