use super::{Config, Method, Segment};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The description of one handler: its method, its pattern and where it was written.
///
/// ```
/// use route_runtime::{route, routes, RouteKind};
///
/// #[route("/brands/[slug]")]
/// async fn GET(slug: String) -> String { slug }
///
/// let routes = routes![GET];
/// let info = routes.routes().next().unwrap();
/// assert_eq!(info.method(), "GET");
/// assert_eq!(info.pattern(), "/brands/[slug]");
/// assert_eq!(info.kind(), RouteKind::Route);
/// assert!(info.file().ends_with(".rs") && info.line() > 0);
/// # let _: axum::Router = routes.into_router();
/// ```
///
/// ```
/// use route_runtime::{route, routes};
///
/// #[route(GET "/brands/[slug]/logo", revalidate = 60, scope = shop)]
/// async fn logo(slug: String) -> String { slug }
///
/// let routes = routes![logo];
/// let info = routes.routes().next().unwrap();
/// assert!(info.is_dynamic() && info.is_cached() && info.config().tags().is_empty());
/// assert_eq!((info.scope(), info.module()), (Some("shop"), module_path!()));
/// assert_eq!(info.segments().last().unwrap().text(), "logo");
/// assert_eq!(info.to_string(), "GET /brands/[slug]/logo");
/// # let _: axum::Router = routes.into_router();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    kind: RouteKind,
    method: Method,
    pattern: &'static str,
    segments: &'static [Segment],
    params: &'static [TakenParam],
    config: Config,
    file: &'static str,
    line: u32,
    module: &'static str,
    scope: Option<&'static str>,
    is_file: bool,
    is_special: bool,
}

/// A parameter that a handler takes: the position of its segment, the argument or field, and its type as it is written.
pub(crate) type TakenParam = (usize, &'static str, &'static str);

/// Which attribute made a handler: `#[route]`, `#[page]` or `#[middleware]`.
///
/// ```
/// use route_runtime::{RouteKind, page, route, routes};
///
/// #[page("/handbook")]
/// async fn handbook() -> &'static str { "the handbook" }
///
/// #[route(GET "/handbook.pdf")]
/// async fn pdf() -> Vec<u8> { b"%PDF".to_vec() }
///
/// let routes = routes![handbook, pdf];
/// let kinds: Vec<_> = routes.routes().map(|route| route.kind()).collect();
/// assert_eq!(kinds, [RouteKind::Page, RouteKind::Route]);
/// # let _: axum::Router = routes.into_router();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteKind {
    /// A route handler: one method of its path.
    Route,
    /// A page: it answers GET and HEAD, and no route may share its path (X1).
    Page,
    /// A middleware. It has no path of its own, so its name stands where the pattern of a route does; it is in no table.
    Middleware,
}

impl RouteInfo {
    #[doc(hidden)]
    pub const fn route(method: Method, pattern: &'static str, segments: &'static [Segment]) -> Self {
        Self {
            kind: RouteKind::Route,
            method,
            pattern,
            segments,
            params: &[],
            config: Config::DEFAULT,
            file: "",
            line: 0,
            module: "",
            scope: None,
            is_file: false,
            is_special: false,
        }
    }

    #[doc(hidden)]
    pub const fn page(pattern: &'static str, segments: &'static [Segment]) -> Self {
        Self { kind: RouteKind::Page, ..Self::route(Method::Get, pattern, segments) }
    }

    #[doc(hidden)]
    pub const fn middleware(name: &'static str) -> Self {
        Self { kind: RouteKind::Middleware, ..Self::route(Method::Get, name, &[]) }
    }

    #[doc(hidden)]
    pub const fn with_params(mut self, params: &'static [TakenParam]) -> Self {
        self.params = params;
        self
    }

    #[doc(hidden)]
    pub const fn with_config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    #[doc(hidden)]
    pub const fn at(mut self, file: &'static str, line: u32) -> Self {
        self.file = file;
        self.line = line;
        self
    }

    /// The path of the module that the handler is in, as [`module_path!`] gives it.
    #[doc(hidden)]
    pub const fn in_module(mut self, module: &'static str) -> Self {
        self.module = module;
        self
    }

    #[doc(hidden)]
    pub const fn with_scope(mut self, scope: &'static str) -> Self {
        self.scope = Some(scope);
        self
    }

    #[doc(hidden)]
    pub const fn of_a_file(mut self) -> Self {
        self.is_file = true;
        self
    }

    #[doc(hidden)]
    pub const fn of_a_special_file(mut self) -> Self {
        self.is_special = true;
        self
    }

    /// Whether the handler is that of a special file, such as `sitemap.rs` (NEXT-SPEC section 16).
    pub(crate) const fn is_special(&self) -> bool {
        self.is_special
    }

    /// Whether the answer is a file that is a part of the program, always the same (NEXT-SPEC M18).
    pub(crate) const fn is_file(&self) -> bool {
        self.is_file
    }

    /// The path of the module that the handler is in, beginning with its crate.
    pub const fn module(&self) -> &'static str {
        self.module
    }

    /// The option `scope`, which separates the routes of two apps in one crate.
    pub const fn scope(&self) -> Option<&'static str> {
        self.scope
    }

    /// Whether answers are stored: the config says so, and the method is `GET` (NEXT-SPEC G1, G2).
    pub const fn is_cached(&self) -> bool {
        matches!(self.method, Method::Get) && self.config.is_cached()
    }

    /// The method that the handler was written for; `GET` for a page. `HEAD` and `OPTIONS` are answered besides (R8, R11).
    pub const fn method(&self) -> http::Method {
        self.method.http()
    }

    /// The pattern in Next's syntax, route groups removed.
    pub const fn pattern(&self) -> &'static str {
        self.pattern
    }

    /// Route handler or page.
    pub const fn kind(&self) -> RouteKind {
        self.kind
    }

    /// The pattern's segments.
    pub const fn segments(&self) -> &'static [Segment] {
        self.segments
    }

    /// The parameter of the segment at this position, if the handler takes it.
    pub(crate) fn param_at(&self, position: usize) -> Option<&'static TakenParam> {
        self.params.iter().find(|(at, ..)| *at == position)
    }

    /// The options given in the attribute.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The source file of the attribute, as [`file!`] gives it.
    pub const fn file(&self) -> &'static str {
        self.file
    }

    /// The line of the attribute in [`file`](Self::file), from 1.
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// Whether the pattern has a dynamic segment.
    pub const fn is_dynamic(&self) -> bool {
        let mut i = 0;
        while i < self.segments.len() {
            if !matches!(self.segments[i].kind(), super::SegmentKind::Static) {
                return true;
            }
            i += 1;
        }
        false
    }

    pub(crate) const fn table_method(&self) -> Method {
        self.method
    }

    pub(crate) const fn is_page(&self) -> bool {
        matches!(self.kind, RouteKind::Page)
    }

    /// Whether the last segment is a catch-all, required or optional; only the last can be (T10).
    pub(crate) const fn has_catch_all(&self) -> bool {
        !self.segments.is_empty() && self.segments[self.segments.len() - 1].is_catch_all()
    }
}

/// `GET /items/[slug]`, or `page /about`.
impl fmt::Display for RouteInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            RouteKind::Route => self.method.as_str(),
            RouteKind::Page => "page",
            RouteKind::Middleware => "middleware",
        };
        write!(f, "{what} {}", self.pattern)
    }
}
