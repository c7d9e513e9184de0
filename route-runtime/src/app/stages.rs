//! The steps before the routes, as an app has them.

use std::sync::Arc;

use axum::extract::OriginalUri;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{StatusCode, Uri};

use super::added_headers::AddedHeaders;
use super::base_path::BasePath;
use super::canonical::{TrailingSlash, Undecodable, canonical, respelt};
use super::middleware::Entry;
use super::origin::{Origin, OriginConfig, TrustedProxies};
use super::report::Reporter;
use super::rules::{CompiledMatcher, CompiledRewrites, HeaderRules, Redirects, RewriteList, Subject, answer_redirect};
use super::{AppError, Settings, target};
use crate::handler::ParamError;
use crate::location;
use crate::route::RouteInfo;
use crate::router::Trie;

/// What stands before the routes.
pub(super) struct Stages<S> {
    origin: OriginConfig,
    trailing_slash: TrailingSlash,
    /// `None` if the app is at the root.
    base_path: Option<Arc<str>>,
    headers: HeaderRules,
    redirects: Redirects,
    pub(super) middlewares: Vec<Guard<S>>,
    rewrites: CompiledRewrites,
    routes: Trie,
    pub(super) reporter: Option<Arc<Reporter>>,
}

/// A middleware and the requests that it runs for.
pub(super) struct Guard<S> {
    matcher: CompiledMatcher,
    pub(super) entry: Entry<S>,
}

impl<S> Guard<S> {
    /// Whether it runs for a request that has arrived (P3 to P9).
    pub(super) fn is_for(&self, parts: &Parts) -> bool {
        self.matcher.is_match(&subject(parts))
    }
}

/// Where a request has arrived.
pub(super) enum Arrival {
    /// At the app's paths.
    Inside,
    /// There, too, and something was cut off the URI, which is as it was sent.
    Cut(Box<Uri>),
    /// Outside of the base path.
    Outside,
}

impl<S> Stages<S> {
    /// Makes what was asked for ready to run, or says what of it is not sound.
    pub(super) fn compile(
        settings: Settings,
        middlewares: Vec<Entry<S>>,
        routes: &[&'static RouteInfo],
    ) -> Result<Self, AppError> {
        let mut trie = Trie::default();
        routes.iter().for_each(|route| trie.insert(route.segments()));
        let guards = middlewares.into_iter().map(|entry| {
            let matcher = entry.matcher.compile()?;
            Ok::<_, AppError>(Guard { matcher, entry })
        });
        Ok(Self {
            origin: OriginConfig {
                trusted_proxies: TrustedProxies::new(&settings.trusted_proxies)?,
                public_url: settings.public_url.as_deref().map(str::parse).transpose()?,
            },
            trailing_slash: settings.trailing_slash,
            base_path: base_path(settings.base_path)?,
            headers: HeaderRules::compile(settings.headers)?,
            redirects: Redirects::compile(settings.redirects)?,
            middlewares: guards.collect::<Result<_, _>>()?,
            rewrites: settings.rewrites.compile()?,
            routes: trie,
            reporter: settings.reporter,
        })
    }

    /// Whether a request passes nothing before the routes, and nothing looks at its answer.
    pub(super) fn is_empty(&self) -> bool {
        let Self { origin, trailing_slash, base_path, headers, redirects, middlewares, rewrites, routes: _, reporter } =
            self;
        origin.is_empty()
            && *trailing_slash == TrailingSlash::Never
            && base_path.is_none()
            && headers.is_empty()
            && redirects.is_empty()
            && middlewares.is_empty()
            && rewrites.before.is_empty()
            && rewrites.after.is_empty()
            && reporter.is_none()
    }

    /// Whether the routes have the paths that requests come with.
    pub(super) fn keeps_paths(&self) -> bool {
        self.base_path.is_none() && self.trailing_slash == TrailingSlash::Never
    }

    /// All steps before the middleware. One that answers is the last: its answer is the error.
    pub(super) fn arrive(&self, parts: &mut Parts, headers: &mut AddedHeaders) -> Result<Arrival, Response> {
        // The origin, where it is not what the request says (NEXT-SPEC Q12).
        if let Some(origin) = Origin::of(&parts.uri, &parts.headers, &parts.extensions, &self.origin) {
            parts.extensions.insert(origin);
        }
        let (path, original) = (parts.uri.path(), target::original(&parts.uri, &parts.extensions).path());
        let is_whole = path.len() == original.len();
        let slash = match path {
            // The root of a `nest` is where the host has put it, with or without a slash.
            "/" if !is_whole => TrailingSlash::Keep,
            _ => self.trailing_slash,
        };
        // Another spelling is redirected (O13 to O15), unless it cannot be decoded (S10).
        let other_spelling = canonical(original, slash);
        if !self.headers.is_empty() {
            let subject = self.subject(parts);
            let path = other_spelling.as_ref().ok().and_then(Option::as_deref).unwrap_or(subject.path);
            headers.extend(self.headers.headers(Subject { path, ..subject }));
        }
        match other_spelling {
            Ok(None) => {}
            Ok(Some(path)) => return Err(redirect(path, parts.uri.query())),
            Err(Undecodable) => return Err(ParamError::Undecodable.into_response()),
        }
        if !self.redirects.is_empty()
            && let Some(redirect) = self.redirects.answer(self.subject(parts))
        {
            return Err(redirect);
        }
        if is_whole && self.keeps_paths() {
            return Ok(Arrival::Inside);
        }
        Ok(self.enter(parts))
    }

    /// Cuts the base path off, and the slash that a path may end with here (O11, Q13).
    fn enter(&self, parts: &mut Parts) -> Arrival {
        let whole = parts.uri.path();
        let Some(path) = self.base_path.as_deref().map_or(Some(whole), |base| target::below(base, whole)) else {
            return Arrival::Outside;
        };
        let path = path.strip_suffix('/').unwrap_or(path);
        let path = if path.is_empty() { "/" } else { path };
        let original = target::original(&parts.uri, &parts.extensions);
        let front = target::front(original.path(), path);
        let front: Option<Arc<str>> = (!front.is_empty()).then(|| front.into());
        let is_cut = path.len() < whole.len();
        // A part of a path that was sent is one.
        let target = if is_cut { target::path_and_query(path, parts.uri.query()) } else { None };
        if let Some(front) = front {
            parts.extensions.insert(BasePath(front));
        }
        let Some(target) = target else { return Arrival::Inside };
        if parts.extensions.get::<OriginalUri>().is_none() {
            parts.extensions.insert(OriginalUri(parts.uri.clone()));
        }
        let sent = Box::new(parts.uri.clone());
        target::set(&mut parts.uri, target);
        Arrival::Cut(sent)
    }

    /// Puts the base path in front of a path of the app.
    pub(super) fn prepend_base_path(&self, uri: &mut Uri) {
        let Some(base_path) = &self.base_path else { return };
        let path = format!("{base_path}{}", uri.path());
        // One that is too long stays as it is.
        if let Some(target) = target::path_and_query(path.strip_suffix('/').unwrap_or(&path), uri.query()) {
            target::set(uri, target);
        }
    }

    /// The rewrites before the routes, and those behind the static ones. Says whether one has sent the request elsewhere.
    pub(super) fn rewrite(&self, parts: &mut Parts) -> bool {
        let before = rewrite(parts, &self.rewrites.before, |_| false);
        let is_known = |path: &str| self.routes.has(path);
        let after = !self.rewrites.after.is_empty()
            && !self.routes.has_static(parts.uri.path())
            && rewrite(parts, &self.rewrites.after, is_known);
        before || after
    }

    /// The rewrites behind all routes.
    pub(super) fn rewrite_last(&self, parts: &mut Parts) -> bool {
        rewrite(parts, &self.rewrites.fallback, |path| self.routes.has(path))
    }

    /// 308 to the spelling that the app's routes have, for a path that none of them takes.
    pub(super) fn respelt(&self, parts: &Parts) -> Option<Response> {
        let path = respelt(parts.uri.path()).filter(|path| self.routes.has(path))?;
        let original = target::original(&parts.uri, &parts.extensions);
        let front = target::front(original.path(), parts.uri.path());
        Some(redirect(format!("{front}{path}"), original.query()))
    }

    /// What the rules see of a request that has not entered yet.
    fn subject<'a>(&self, parts: &'a Parts) -> Subject<'a> {
        let path = target::original(&parts.uri, &parts.extensions).path();
        // What a host has nested the app below is in front of everything, too.
        let front = target::front(path, parts.uri.path()).len();
        let base_path = match &self.base_path {
            None => Some(front),
            Some(base) => target::below(base, parts.uri.path()).map(|_| front + base.len()),
        };
        Subject { path, base_path, ..subject(parts) }
    }
}

/// Sends a request to where the first rewrite leads that matches, and on from there, until a path is final; says whether one
/// matches (NEXT-SPEC O8).
fn rewrite(parts: &mut Parts, rewrites: &RewriteList, is_final: impl Fn(&str) -> bool) -> bool {
    let mut next = 0;
    while !rewrites.is_empty() {
        let subject = subject(parts);
        let Some(rewritten) = rewrites.rewrite(subject, next) else { return next > 0 };
        next = rewritten.next;
        // Spelt as the routes are, whatever was captured or written.
        let path = match canonical(&rewritten.path, TrailingSlash::Never) {
            Ok(path) => path.unwrap_or(rewritten.path),
            Err(Undecodable) => rewritten.path,
        };
        match target::path_and_query(&path, Some(&rewritten.query)) {
            Some(target) => target::rewrite(parts, target),
            None => tracing::error!(path, "a rewrite leads to a path that is too long"),
        }
        if is_final(parts.uri.path()) {
            return true;
        }
    }
    false
}

/// What the rules see of a request that has entered.
fn subject(parts: &Parts) -> Subject<'_> {
    let Parts { uri, headers, extensions, .. } = parts;
    Subject { path: uri.path(), base_path: Some(0), query: uri.query(), uri, headers, extensions }
}

/// 308 to another spelling of a path of this app.
fn redirect(mut path: String, query: Option<&str>) -> Response {
    if let Some(query) = query {
        path.push('?');
        path.push_str(query);
    }
    match location::header(path) {
        Ok(location) => answer_redirect(StatusCode::PERMANENT_REDIRECT, &location),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// A base path as it is cut off: without a slash at its end, spelt as a route is. `/` is none.
fn base_path(given: String) -> Result<Option<Arc<str>>, AppError> {
    if matches!(&*given, "" | "/") {
        return Ok(None);
    }
    if !given.starts_with('/') {
        return Err(AppError::RelativeBasePath(given));
    }
    match canonical(&given, TrailingSlash::Never) {
        Ok(None) => Ok(Some(given.into())),
        Ok(Some(canonical)) => Err(AppError::BasePathSpelling { given, canonical }),
        Err(Undecodable) => Err(AppError::BasePathSpelling { canonical: "/".to_owned(), given }),
    }
}
