//! The routes of a program as a file that is reviewed.

use std::borrow::{Borrow, Cow};
use std::fmt::{self, Write as _};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Serialize;

use crate::app::TrailingSlash;
use crate::route::RouteKind;
use crate::route_manifest::{AppManifest, Condition, Config, Handler, Param, Rewrite, RouteManifest, When};

/// Fails when the routes of a program are not those that were reviewed: what a file of the package says.
///
/// It takes the path of the file, beginning at the package's `Cargo.toml`, and a [`RouteManifest`](crate::RouteManifest). The file has a
/// line for each handler, sorted by pattern: its parameters and their types, what is stored of its answers and how long, its limits and its
/// other options; and the middleware, header rules, redirects and rewrites of an [`App`](crate::App), in their order. It does not say where a
/// handler is written, so that moving one changes nothing.
///
/// ```standalone_crate
/// use route_runtime::testing::assert_routes;
/// use route_runtime::{App, Redirect, page, route, routes};
///
/// #[page("/")]
/// async fn home() -> &'static str { "home" }
///
/// #[route(GET "/posts/[slug]", revalidate = 60, tags = ["posts"])]
/// async fn post(slug: String) -> String { slug }
///
/// let app: App = App::new(routes![home, post]).redirects([Redirect::permanent("/blog/:slug", "/posts/:slug")]);
/// assert_routes!("docs/routes.snap", app.manifest());
/// ```
///
/// The file, here `docs/routes.snap`:
///
/// ```text
#[doc = include_str!("../../docs/routes.snap")]
/// ```
///
/// A change, say of `revalidate`, fails the test. The message has the lines that changed, and how to accept them:
///
/// ```text
/// the routes are not those of `docs/routes.snap`
///
/// - GET /posts/[slug] | slug: String | cached | revalidate = 60, tags = ["posts"]
/// + GET /posts/[slug] | slug: String | cached | revalidate = 3600, tags = ["posts"]
///
/// help: if that is meant, write the file anew with `UPDATE_ROUTES=1 cargo test`, and commit it
/// ```
///
/// # Panics
///
/// If the routes differ from the file, or there is no file. With `UPDATE_ROUTES=1` it is written, but not where the variable `CI` is set:
/// there it would be written for nobody.
#[macro_export]
macro_rules! assert_routes {
    ($file:expr, $manifest:expr $(,)?) => {
        $crate::testing::__reviewed::assert_reviewed(::core::env!("CARGO_MANIFEST_DIR"), $file, $manifest)
    };
}

/// Compares a manifest with a file of a package.
#[track_caller]
pub fn assert_reviewed(package: &str, file: impl AsRef<Path>, manifest: impl Borrow<RouteManifest>) {
    let file = file.as_ref();
    let name = file.display().to_string();
    let reviewed = review(&Path::new(package).join(file), &name, &Reviewed(manifest.borrow()).to_string(), Mode::get());
    if let Err(problem) = reviewed {
        panic!("{problem}");
    }
}

/// What is done where the file is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Fail,
    Write,
    /// It was asked for in CI.
    Refuse,
}

impl Mode {
    fn get() -> Self {
        let is_set = |name| std::env::var(name).is_ok_and(|value| !matches!(&*value, "" | "0" | "false"));
        Self::of(is_set("UPDATE_ROUTES"), is_set("CI"))
    }

    fn of(update: bool, is_ci: bool) -> Self {
        match (update, is_ci) {
            (false, _) => Self::Fail,
            (true, false) => Self::Write,
            (true, true) => Self::Refuse,
        }
    }
}

fn review(path: &Path, name: &str, routes: &str, mode: Mode) -> Result<(), String> {
    const ACCEPT: &str = "with `UPDATE_ROUTES=1 cargo test`, and commit it";

    let file = match fs::read_to_string(path) {
        Ok(file) => Some(file),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(format!("`{name}` cannot be read: {error}")),
    };
    let problem = match file {
        Some(file) if lines(&file).eq(lines(routes)) => return Ok(()),
        Some(file) => format!("the routes are not those of `{name}`\n\n{}", Difference(&file, routes)),
        None => format!("there is no file `{name}` with the routes\n\n{}", Difference("", routes)),
    };
    match mode {
        Mode::Fail => Err(format!("{problem}\nhelp: if that is meant, write the file anew {ACCEPT}")),
        Mode::Refuse => Err(format!(
            "{problem}\nhelp: `UPDATE_ROUTES` writes nothing where `CI` is set; run it elsewhere, and commit the file"
        )),
        Mode::Write => match fs::write(path, routes) {
            Ok(()) => {
                eprintln!("`{name}` was written anew");
                Ok(())
            }
            Err(error) => Err(format!("{problem}\n`{name}` cannot be written: {error}")),
        },
    }
}

/// The lines that say something: Git may have checked the file out with the line ends of Windows, and an editor takes the last one away.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty())
}

/// The lines that are in one text alone. Each line says of what it is, so that those around it are not needed.
struct Difference<'a>(&'a str, &'a str);

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut old, mut new): (Vec<_>, Vec<_>) = (lines(self.0).collect(), lines(self.1).collect());
        let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        (old, new) = (old.split_off(same), new.split_off(same));
        while let (Some(last), Some(of_new)) = (old.last(), new.last())
            && last == of_new
        {
            old.pop();
            new.pop();
        }
        // `common[i][j]`: how many lines the rests from `i` and `j` have in common, in their order.
        let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                common[i][j] = match old[i] == new[j] {
                    true => common[i + 1][j + 1] + 1,
                    false => common[i + 1][j].max(common[i][j + 1]),
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < old.len() || j < new.len() {
            let (sign, line) = match (old.get(i), new.get(j)) {
                (Some(left), Some(right)) if left == right => {
                    (i, j) = (i + 1, j + 1);
                    continue;
                }
                (Some(line), right) if right.is_none() || common[i + 1][j] >= common[i][j + 1] => {
                    i += 1;
                    ('-', line)
                }
                (_, Some(line)) => {
                    j += 1;
                    ('+', line)
                }
                (_, None) => break,
            };
            writeln!(f, "{sign} {line}")?;
        }
        Ok(())
    }
}

/// The text of the file.
struct Reviewed<'a>(&'a RouteManifest);

impl fmt::Display for Reviewed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("# What this program answers. `UPDATE_ROUTES=1 cargo test` writes this file anew.\n\n")?;
        let mut routes: Vec<_> = self.0.routes.iter().collect();
        routes.sort_by_key(|route| (&route.pattern, &route.method, &route.scope));
        for route in routes {
            writeln!(f, "{}", Line(&handler(route)))?;
        }
        match self.0.app.as_ref().map(app) {
            Some(lines) if !lines.is_empty() => {
                f.write_char('\n')?;
                lines.iter().try_for_each(|line| writeln!(f, "{}", Line(line)))
            }
            _ => Ok(()),
        }
    }
}

/// The parts of a line, but for those that are empty.
struct Line<'a>(&'a [String]);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.0.iter().filter(|part| !part.is_empty());
        f.write_str(&parts.map(|part| one_line(part)).collect::<Vec<_>>().join(" | "))
    }
}

/// What a program was given at run time may have anything in it.
fn one_line(text: &str) -> Cow<'_, str> {
    match text.contains(char::is_control) {
        true => Cow::Owned(text.escape_debug().to_string()),
        false => Cow::Borrowed(text),
    }
}

fn handler(handler: &Handler) -> Vec<String> {
    let Handler { method, pattern, kind, params, config, cached, scope, .. } = handler;
    let what = match kind {
        RouteKind::Page => "page",
        _ => method,
    };
    let typed = params.iter().filter_map(|Param { name, ty, .. }| Some(format!("{name}: {}", ty.as_ref()?)));
    vec![
        format!("{what} {pattern}"),
        typed.collect::<Vec<_>>().join(", "),
        if *cached { "cached".to_owned() } else { String::new() },
        options(config, scope.as_deref()).join(", "),
    ]
}

/// The options as the attribute has them.
fn options(config: &Config, scope: Option<&str>) -> Vec<String> {
    let Config {
        dynamic,
        revalidate,
        dynamic_params,
        generate_static_params,
        tags,
        fetch_cache,
        runtime,
        preferred_region,
        max_duration,
        body_limit,
        ..
    } = config;
    let list = |name, list: &[String]| (!list.is_empty()).then(|| format!("{name} = {list:?}"));
    [
        dynamic.map(|dynamic| format!("dynamic = {}", written(dynamic))),
        revalidate.map(|revalidate| format!("revalidate = {}", written(revalidate))),
        dynamic_params.map(|dynamic_params| format!("dynamic_params = {dynamic_params}")),
        generate_static_params.then(|| "generate_static_params".to_owned()),
        list("tags", tags),
        fetch_cache.map(|fetch_cache| format!("fetch_cache = {}", written(fetch_cache))),
        runtime.as_ref().map(|runtime| format!("runtime = {runtime:?}")),
        list("preferred_region", preferred_region),
        max_duration.map(|seconds| format!("max_duration = {seconds}")),
        body_limit.map(|bytes| format!("body_limit = {bytes}")),
        scope.map(|scope| format!("scope = {scope}")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// As serde writes it, which is as the attribute has it.
fn written<T: Serialize>(value: T) -> String {
    serde_json::to_string(&value).unwrap_or_default()
}

fn app(app: &AppManifest) -> Vec<Vec<String>> {
    let AppManifest { base_path, trailing_slash, headers, redirects, middleware, rewrites } = app;
    let mut lines = Vec::new();
    lines.extend(base_path.as_ref().map(|base_path| vec![format!("base_path {base_path}")]));
    match trailing_slash {
        TrailingSlash::Never => {}
        TrailingSlash::Always => lines.push(vec!["trailing_slash always".to_owned()]),
        TrailingSlash::Keep => lines.push(vec!["trailing_slash keep".to_owned()]),
    }
    for rule in headers {
        let set = rule.headers.iter().map(|header| format!("{}: {}", header.key, header.value));
        lines.push([vec![format!("headers {}", rule.when.source)], conditions(&rule.when), set.collect()].concat());
    }
    for redirect in redirects {
        let way = format!("redirect {} -> {}", redirect.when.source, redirect.destination);
        lines.push([vec![way], conditions(&redirect.when), vec![redirect.status.to_string()]].concat());
    }
    for middleware in middleware {
        let entries = middleware.matcher.iter().map(|when| {
            let mut parts = vec![when.source.clone()];
            parts.extend(conditions(when));
            parts.join(" ")
        });
        let except = middleware.except.iter().map(|source| format!("except {source}"));
        let name = format!("middleware {}", middleware.name);
        lines.push(std::iter::once(name).chain(entries).chain(except).collect());
    }
    for (place, rewrites) in
        [("before", &rewrites.before), ("after", &rewrites.after), ("fallback", &rewrites.fallback)]
    {
        for Rewrite { when, destination, .. } in rewrites {
            let way = format!("rewrite {} -> {destination}", when.source);
            lines.push([vec![way], conditions(when), vec![place.to_owned()]].concat());
        }
    }
    lines
}

/// What a request must have besides its path, as `#[middleware]` writes it.
fn conditions(when: &When) -> Vec<String> {
    let list = |name, list: &[Condition]| {
        let conditions = list.iter().map(|Condition { kind, key, value }| {
            let arguments = key.iter().chain(value).map(|text| format!("{text:?}"));
            format!("{kind}({})", arguments.collect::<Vec<_>>().join(", "))
        });
        (!list.is_empty()).then(|| format!("{name} {}", conditions.collect::<Vec<_>>().join(", ")))
    };
    let whole_path = (!when.base_path).then(|| "without base_path".to_owned());
    [list("has", &when.has), list("missing", &when.missing), whole_path].into_iter().flatten().collect()
}
