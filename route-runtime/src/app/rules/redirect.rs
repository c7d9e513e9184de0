//! Redirects: paths that have moved.

use super::condition::Condition;
use super::destination::{self, CompiledDestination, Target};
use super::error::RuleError;
use super::index::Rules;
use super::source::{self, Source};
use super::subject::Subject;
use super::when::When;
use crate::location;
use crate::problem::Chain;
use crate::route_manifest;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION, REFRESH};
use http::{HeaderValue, StatusCode};
use std::borrow::Cow;

/// A path that has moved: an entry of `redirects()` in `next.config.js` (NEXT-SPEC O4).
///
/// ```
/// use route_runtime::{Condition, Redirect};
///
/// let redirects = [
///     Redirect::new("/blog/:slug", "/news/:slug"),
///     Redirect::permanent("/docs/:path*", "https://docs.example.com/:path*"),
///     Redirect::new("/", "/beta").has([Condition::cookie("beta")]),
/// ];
///
/// // In a constant a mistake is the compiler's to find.
/// let checked = const { Redirect::new("/old-blog/:slug", "/blog/:slug?from=old#top") };
/// ```
///
/// ```compile_fail
/// # use route_runtime::Redirect;
/// // the source `old` does not begin with `/`
/// let redirect = const { Redirect::new("old", "/new") };
/// ```
///
/// # Sources
///
/// A source is the whole path, in upper or lower case (O12). It is compared segment by segment, decoded: `/café` is also `/caf%C3%A9`, and
/// the `%2F` of `/a%2Fb` is no slash. A slash at the end and the query do not count (P6).
///
/// | in a source | matches (P5) |
/// | --- | --- |
/// | `/about` | itself |
/// | `/:name` | one segment |
/// | `/blog-:id`, `/:slug.json`, `/:a-:b` | a part of a segment |
/// | `/:name*`, `/:name+`, `/:name?` | any number of segments, at least one, at most one |
/// | `/docs(.*)`, `/(.*)`, `/:name(.*)` | any text, slashes too |
/// | `/((?!api\|_next/static).*)` | any text that does not begin so; a `.` in it is any character |
/// | `/:id(\\d+)`, `/(a\|b)` | what the regex matches, with the feature `matcher-regex`; in linear time, and without look-arounds and backreferences |
///
/// A backslash makes text of `( ) { } : * + ?`. A source has at most 1,024 bytes and 32 parameters and groups. However many of them take
/// any number of segments, the time is at most the length of the source times that of the path.
///
/// # Destinations
///
/// A destination is a path, or a URL with `http` or `https`. `:name` in its path, query or fragment is the parameter; one of several
/// segments is written `:name*`. The query of the request goes along, but for names that the destination has, too (O5). A parameter that
/// the destination does not name goes nowhere (O6). What a client sends cannot make another host of the destination, nor another
/// parameter of its query.
#[doc(alias = "redirects")]
#[derive(Clone, Debug)]
#[must_use = "a redirect does nothing until an app has it"]
pub struct Redirect {
    when: When,
    destination: Cow<'static, str>,
    status: u16,
}

impl Redirect {
    /// A redirect with 307, which keeps the method and the body: `permanent: false`.
    ///
    /// # Panics
    ///
    /// If the source or the destination is none, or they do not fit; in a `const` the compiler says so.
    #[track_caller]
    pub const fn new(source: &'static str, destination: &'static str) -> Self {
        let names = match source::check(source) {
            Ok(names) => names,
            Err(error) => panic!("{}", error.message(source).as_str()),
        };
        if let Err(error) = destination::check(destination, &names, Target::Anywhere) {
            panic!("{}", error.message(destination, &names).as_str());
        }
        Self { when: When::new(Source::new(source)), destination: Cow::Borrowed(destination), status: 307 }
    }

    /// A redirect with 308, which clients may remember: `permanent: true`.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[doc(alias = "permanentRedirect")]
    #[track_caller]
    pub const fn permanent(source: &'static str, destination: &'static str) -> Self {
        Self::new(source, destination).with_status(308)
    }

    /// A redirect that is known only at run time: [`new`](Self::new) with an error in the place of the panic.
    ///
    /// ```
    /// # use route_runtime::Redirect;
    /// let moved = [("/old/:id", "/new/:id"), ("/old", "/new/:id")];
    /// let [good, bad] = moved.map(|(from, to)| Redirect::try_new(from, to));
    /// assert!(good.is_ok());
    /// # #[cfg(not(feature = "matcher-regex"))]
    /// assert!(bad.unwrap_err().to_string().contains("names `:id`, which the source `/old` does not capture"));
    /// ```
    ///
    /// # Errors
    ///
    /// What [`new`](Self::new) panics for.
    pub fn try_new(source: impl Into<String>, destination: impl Into<String>) -> Result<Self, RuleError> {
        let (source, destination) = (Source::try_new(source.into())?, destination.into());
        destination::try_check(&destination, &source, Target::Anywhere)?;
        Ok(Self { when: When::new(source), destination: destination.into(), status: 307 })
    }

    /// Sets the status: 301, 302, 303, 307 or 308. `statusCode` in `next.config.js`.
    ///
    /// ```
    /// use route_runtime::Redirect;
    ///
    /// let moved = const { Redirect::new("/old", "/new").with_status(301) };
    ///
    /// // From a file, the number too is known at run time only.
    /// let error = Redirect::new("/old", "/new").try_with_status(200).unwrap_err();
    /// assert_eq!(error.to_string(), "a redirect cannot have this status\nhelp: use 301, 302, 303, 307 or 308");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is another; in a `const` the compiler says so.
    #[doc(alias = "statusCode")]
    #[track_caller]
    pub const fn with_status(mut self, status: u16) -> Self {
        assert!(is_redirect(status), "{}", NO_STATUS);
        self.status = status;
        self
    }

    /// [`with_status`](Self::with_status) with an error in the place of the panic.
    ///
    /// # Errors
    ///
    /// If it is another status.
    pub fn try_with_status(mut self, status: u16) -> Result<Self, RuleError> {
        if !is_redirect(status) {
            return Err(RuleError::new(NO_STATUS));
        }
        self.status = status;
        Ok(self)
    }

    /// Adds conditions, of which all must be met (P9).
    pub fn has(mut self, conditions: impl IntoIterator<Item = Condition>) -> Self {
        self.when.has.extend(conditions);
        self
    }

    /// Adds conditions, of which none may be met (P9).
    ///
    /// ```
    /// use route_runtime::{Condition, Redirect};
    ///
    /// // Who has no session is sent to log in; the second leads to the host's root, also with an app below `/docs`.
    /// let redirects = [
    ///     Redirect::new("/account/:path*", "/login").missing([Condition::cookie("session")]),
    ///     Redirect::new("/", "/docs").without_base_path(),
    /// ];
    /// ```
    pub fn missing(mut self, conditions: impl IntoIterator<Item = Condition>) -> Self {
        self.when.missing.extend(conditions);
        self
    }

    /// Compares the source with the whole path, and takes the destination as it is: `basePath: false` (P8, O11).
    #[doc(alias = "basePath: false")]
    pub const fn without_base_path(mut self) -> Self {
        self.when.base_path = false;
        self
    }
}

impl Redirect {
    pub(crate) fn manifest(&self) -> route_manifest::Redirect {
        route_manifest::Redirect {
            when: self.when.manifest(),
            destination: self.destination.clone().into_owned(),
            status: self.status,
        }
    }
}

const NO_STATUS: &str = "a redirect cannot have this status\nhelp: use 301, 302, 303, 307 or 308";

const fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Redirects, ready for requests.
#[derive(Debug)]
pub(crate) struct Redirects {
    rules: Rules<CompiledRedirect>,
}

#[derive(Debug)]
struct CompiledRedirect {
    destination: CompiledDestination,
    status: StatusCode,
}

impl Redirects {
    pub(crate) fn compile(redirects: Vec<Redirect>) -> Result<Self, RuleError> {
        let rules = Rules::compile(
            "redirects",
            redirects,
            |redirect| &redirect.when,
            |redirect, when| {
                Ok(CompiledRedirect {
                    destination: CompiledDestination::new(
                        &redirect.destination,
                        Target::Anywhere,
                        &redirect.when.source,
                        when,
                    )?,
                    status: StatusCode::from_u16(redirect.status).map_err(|_| RuleError::new(NO_STATUS))?,
                })
            },
        );
        Ok(Self { rules: rules? })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The answer of the first redirect that applies.
    pub(crate) fn answer(&self, subject: Subject<'_>) -> Option<Response> {
        let found = self.rules.matches(subject, 0).next()?;
        let CompiledRedirect { destination, status } = found.rule;
        let location = destination.location(found.base_path, subject.query, &found.params);
        match location::header(location) {
            Ok(location) => Some(answer_redirect(*status, &location)),
            // What no URL contains was encoded.
            Err(error) => {
                tracing::error!(error = %Chain(&*error), "a redirect has no location");
                Some(StatusCode::INTERNAL_SERVER_ERROR.into_response())
            }
        }
    }
}

/// The text of the answer is the destination; its type is said, so that no browser takes it for a page (O4).
pub(crate) fn answer_redirect(status: StatusCode, location: &HeaderValue) -> Response {
    const TEXT: HeaderValue = HeaderValue::from_static("text/plain;charset=UTF-8");
    let headers = [(LOCATION, location.clone()), (CONTENT_TYPE, TEXT)];
    let mut answer = (status, headers, location.as_bytes().to_vec()).into_response();
    if status == StatusCode::PERMANENT_REDIRECT
        && let Ok(refresh) = HeaderValue::from_bytes(&[b"0;url=", location.as_bytes()].concat())
    {
        answer.headers_mut().insert(REFRESH, refresh);
    }
    answer
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::app::rules::testing::Request;
    use http_body_util::BodyExt as _;
    use proptest::prelude::*;

    /// Status and location of the answer, `""` if there is none.
    fn location(redirects: impl Into<Vec<Redirect>>, request: &Request<'_>) -> (u16, String) {
        let redirects = Redirects::compile(redirects.into()).unwrap();
        redirects.answer(request.subject()).map_or((0, String::new()), |answer| {
            (answer.status().as_u16(), answer.headers()[LOCATION].to_str().unwrap().to_owned())
        })
    }

    fn assert_locations(cases: &[(&str, &str, &str, &str)]) {
        for (source, destination, target, expected) in cases {
            let redirect = Redirect::try_new(*source, *destination).unwrap();
            assert_eq!(location([redirect], &Request::new(target)).1, *expected, "{source} {destination} {target}");
        }
    }

    #[tokio::test]
    async fn O4_a_redirect_says_where_to_go_in_its_headers_and_its_body() {
        let cases = [
            (const { Redirect::new("/a", "/b?x=1#y") }, 307, false),
            (const { Redirect::permanent("/a", "/b?x=1#y") }, 308, true),
            (const { Redirect::new("/a", "/b?x=1#y").with_status(301) }, 301, false),
            (const { Redirect::new("/a", "/b?x=1#y").with_status(302) }, 302, false),
            (Redirect::new("/a", "/b?x=1#y").try_with_status(303).unwrap(), 303, false),
            (Redirect::new("/a", "/b?x=1#y").try_with_status(308).unwrap(), 308, true),
        ];
        for (redirect, status, refreshes) in cases {
            let redirects = Redirects::compile(vec![redirect]).unwrap();
            let answer = redirects.answer(Request::new("/a").subject()).unwrap();
            assert_eq!(answer.status(), status);
            assert_eq!(answer.headers()[LOCATION], "/b?x=1#y");
            assert_eq!(answer.headers()[CONTENT_TYPE], "text/plain;charset=UTF-8");
            assert_eq!(
                answer.headers().get(REFRESH).map(HeaderValue::as_bytes),
                refreshes.then_some(&b"0;url=/b?x=1#y"[..])
            );
            assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "/b?x=1#y");
        }
        for status in [0, 200, 300, 304, 309, 404] {
            let error = Redirect::new("/a", "/b").try_with_status(status).unwrap_err();
            assert_eq!(error.to_string(), "a redirect cannot have this status\nhelp: use 301, 302, 303, 307 or 308");
        }
    }

    #[test]
    fn O4_O5_parameters_stand_in_the_path_the_query_and_the_fragment() {
        assert_locations(&[
            ("/a/:b", "/c/:b", "/a/x", "/c/x"),
            ("/a/:b", "/c-:b.html", "/a/x", "/c-x.html"),
            ("/a/:b", "/:b/:b", "/a/x", "/x/x"),
            ("/a/:b", "/c?d=:b#:b", "/a/x", "/c?d=x#x"),
            ("/a/:b", "/c/:b", "/a/%C3%A9%2Fé", "/c/%C3%A9%2F%C3%A9"),
            ("/a/:b", "/c?d=:b", "/a/%C3%A9%2F%zz", "/c?d=%25C3%25A9%252F%25zz"),
            ("/a/:b*", "/c/:b*", "/a/x/y", "/c/x/y"),
            ("/a/:b*", "/c/:b+", "/a/x/y", "/c/x/y"),
            ("/a/:b*", "/c/:b*", "/a", "/c"),
            ("/a/:b*", "/:b*", "/a", "/"),
            ("/a/:b*", "/:b*/d", "/a", "/d"),
            ("/a/:b?", "/c/:b/d", "/a", "/c/d"),
            ("/a/:b*", "/c?d=:b*", "/a/x/y", "/c?d=x%2Fy"),
            ("/a/:b*", "/c?d=:b*", "/a", "/c?d="),
            ("/a/:b(.*)", "/c/:b", "/a/x/y", "/c/x/y"),
            ("/a/:b", "https://example.com/:b", "/a/x", "https://example.com/x"),
            ("/a/:b", "http://example.com:8080?d=:b", "/a/x", "http://example.com:8080/?d=x"),
            ("/a/:b*", "https://example.com/:b*", "/a", "https://example.com/"),
            ("/a", "/café x?y= é#é", "/a", "/caf%C3%A9%20x?y=%20%C3%A9#%C3%A9"),
            ("/a", r"/12\:30\?", "/a", "/12:30%3F"),
            ("/a", r"/#:~\:text=b", "/a", "/#:~:text=b"),
        ]);
    }

    #[test]
    fn O5_O6_the_query_goes_along_and_parameters_that_are_not_named_do_not() {
        assert_locations(&[
            ("/a/:b", "/c", "/a/x?d=1&e=%20", "/c?d=1&e=%20"),
            ("/a", "/c#f", "/a?d=1", "/c?d=1#f"),
            ("/a", "/c", "/a?", "/c"),
            ("/a", "/c?d=2", "/a?d=1&e=1&%64=3", "/c?e=1&d=2"),
            ("/a", "/c?d=2&d=3", "/a?d=1", "/c?d=2&d=3"),
            ("/a", "/c?d", "/a?d=1&&e", "/c?e&d"),
            ("/a", "https://example.com?d=2", "/a?e=1", "https://example.com/?e=1&d=2"),
            ("/a", "/c", "/a?d=\"<é>", "/c?d=%22%3C%C3%A9%3E"),
        ]);
    }

    #[test]
    fn P8_O11_the_base_path_is_before_the_source_and_the_destination() {
        let redirects = [
            Redirect::new("/a/:b", "/c/:b"),
            Redirect::new("/root", "/"),
            Redirect::new("/", "/home"),
            Redirect::new("/url", "https://example.com/x"),
            Redirect::new("/old/:b*", "/base/:b*").without_base_path(),
        ];
        let cases = [
            ("/base/a/x", 307, "/base/c/x"),
            ("/a/x", 0, ""),
            ("/base/root", 307, "/base"),
            ("/base", 307, "/base/home"),
            ("/base/", 307, "/base/home"),
            ("/", 0, ""),
            ("/basement/a/x", 0, ""),
            ("/base/url", 307, "https://example.com/x"),
            ("/old/y", 307, "/base/y"),
            ("/base/old/y", 0, ""),
        ];
        for (path, status, expected) in cases {
            let found = location(redirects.clone(), &Request::new(path).base_path("/base"));
            assert_eq!(found, (status, expected.to_owned()), "{path}");
        }
        let whole = Redirect::new("/old/:b*", "/new/:b*").without_base_path();
        assert_eq!(location([whole], &Request::new("/old/x")).1, "/new/x");
    }

    #[test]
    fn P9_conditions_choose_and_the_first_redirect_that_applies_wins() {
        let redirects = vec![
            Redirect::new("/:all*", "/beta").has([Condition::cookie("beta"), Condition::query("new")]),
            Redirect::new("/a", "/quiet").missing([Condition::cookie("loud"), Condition::query("loud")]),
            Redirect::new("/A", "/first"),
            Redirect::new("/a", "/second"),
        ];
        let cases = [
            ("/a?new=1", "beta=1", "/beta?new=1"),
            ("/b?new=1", "beta=1", "/beta?new=1"),
            ("/a", "beta=1", "/quiet"),
            ("/a", "loud=1", "/first"),
            ("/a?loud=1", "beta=1", "/first?loud=1"),
            ("/b", "beta=1", ""),
        ];
        for (target, cookie, expected) in cases {
            let request = Request::new(target).header("cookie", cookie);
            assert_eq!(location(redirects.clone(), &request).1, expected, "{target} {cookie}");
        }
    }

    #[cfg(feature = "matcher-regex")]
    #[test]
    fn P9_a_group_of_a_condition_is_a_parameter_of_the_destination() {
        let redirect = Redirect::new("/a/:lang", "/:lang/:page?p=:page")
            .has([Condition::query("page").with_value("(?<page>.*)"), Condition::host("(?<lang>..).example.com")]);
        let request = Request::new("/a/x?page=//b.com%26c=1").host("eu.example.com");
        assert_eq!(
            location([redirect], &request).1,
            "/eu/%2F%2Fb.com%26c%3D1?page=//b.com%26c=1&p=%2F%2Fb.com%26c%3D1"
        );
        let error = Redirects::compile(vec![Redirect::new("/a", "/b"), Redirect::new("/a", "/:b")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`redirects[1]`, source `/a`: the destination `/:b` names `:b`, which the source `/a` does not capture\nhelp: name a \
             parameter of the source, or escape a colon that is text, `\\:`"
        );
        let missing = Redirect::new("/a", "/:b").missing([Condition::query("b").with_value("(?<b>.*)")]);
        assert!(Redirects::compile(vec![missing]).is_err());
        assert!(Redirects::compile(vec![Redirect::new(r"/:a(\d+)/:b(\1)", "/")]).is_err());
    }

    #[test]
    fn O8_what_is_no_destination_is_refused_in_words() {
        let mut cases = vec![
            ("/a", "b", "is neither a path nor a URL\nhelp: begin it with `/`, `https://` or `http://`"),
            ("/a", "", "is neither a path nor a URL\nhelp: begin it with `/`, `https://` or `http://`"),
            ("/a", "javascript:b", "is neither a path nor a URL\nhelp: begin it with `/`, `https://` or `http://`"),
            ("/a", "//b.com/c", "leads to another host\nhelp: write `https://b.com/c` if it should, or else one `/`"),
            ("/a", "/\\b.com", "leads to another host\nhelp: write `https:/\\b.com` if it should, or else one `/`"),
            ("/a", "https://", "has no host"),
            ("/a", "https:///b", "has no host"),
            (
                "/:a",
                "https://:a.example.com/",
                "has a parameter in its host, which clients could then choose\nhelp: write a redirect for each host",
            ),
            ("/:a*", "/b/:a", "has `:a` for a parameter of several segments\nhelp: write `:a*`"),
            ("/:a+", "/b?c=:a", "has `:a` for a parameter of several segments\nhelp: write `:a*`"),
        ];
        if !cfg!(feature = "matcher-regex") {
            cases.push((
                "/a/:b",
                "/:c",
                "names `:c`, which the source `/a/:b` does not capture\nhelp: name a parameter of the source, or escape a colon \
                 that is text, `\\:`",
            ));
        }
        for (source, destination, expected) in cases {
            let error = Redirect::try_new(source, destination).unwrap_err();
            assert_eq!(error.to_string(), format!("the destination `{destination}` {expected}"));
        }
    }

    #[test]
    fn a_path_that_a_client_chose_leads_to_no_other_host() {
        let sources =
            ["/:path*", "/:path(.*)", "/old/:path*", "/old/:path(.*)", "/old:path(.*)", "/:path?", "/:a/:path+"];
        let paths = [
            "//evil.com",
            "///evil.com",
            "/old//evil.com",
            "/old///evil.com",
            "/old/\\evil.com",
            "/old\\\\evil.com",
            "/\\evil.com",
            "/old/\\/evil.com",
            "/old//\\evil.com",
            "/%2F%2Fevil.com",
            "/old/%2F%2Fevil.com",
            "/old/%5Cevil.com",
            "/%0D%0ALocation:%20https://evil.com",
            "/old/%0d%0aSet-Cookie:a=b",
            "/old/%09/evil.com",
            "/old/%00//evil.com",
            "/old/.//evil.com",
            "/old/..//evil.com",
            "/old/@evil.com",
            "/old/:80@evil.com",
            "/old/https://evil.com",
        ];
        for source in sources {
            for destination in ["/:path*", "/x/:path*", "https://example.com/:path*"] {
                let redirects = Redirects::compile(vec![Redirect::try_new(source, destination).unwrap()]).unwrap();
                for path in paths {
                    let Some(answer) = redirects.answer(Request::new(path).subject()) else { continue };
                    assert_same_host(answer.headers()[LOCATION].to_str().unwrap(), path);
                }
            }
        }
        assert_eq!(
            location([Redirect::new("/old/:path(.*)", "/:path")], &Request::new("/old//evil.com")),
            (307, "/evil.com".to_owned())
        );
    }

    /// As the URL standard reads it, with backslashes and all.
    fn assert_same_host(location: &str, path: &str) {
        let base = url::Url::parse("https://example.com/").unwrap();
        let url = base.join(location).unwrap();
        assert_eq!(
            (url.host_str(), url.port(), url.username()),
            (Some("example.com"), None, ""),
            "{path} to {location}"
        );
        assert_eq!((url.query(), url.fragment()), (None, None), "{path} to {location}");
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn no_path_leads_to_another_host_or_to_a_query_of_its_own(path in "/[a-z/\\\\%.:@&=0-9é]{0,16}") {
            for destination in ["/:path", "/x:path", "https://example.com/:path"] {
                let redirect = Redirect::try_new("/:path(.*)", destination).unwrap();
                assert_same_host(&location([redirect], &Request::new(&path)).1, &path);
            }
            let (_, location) = location([Redirect::new("/:path(.*)", "/?a=:path&b=1#c")], &Request::new(&path));
            let url = url::Url::parse("https://example.com/").unwrap().join(&location).unwrap();
            let names: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
            prop_assert_eq!((names, url.fragment()), (vec!["a".to_owned(), "b".to_owned()], Some("c")));
        }

        #[test]
        fn any_text_is_a_destination_or_is_refused(destination in "(/|https://b)?[a-z/:\\\\?#&=*é%]{0,16}", target in "/[a-z/%é]{0,8}[?]?[a-z&=%+é]{0,8}") {
            if let Ok(redirect) = Redirect::try_new("/:a/:b*", destination)
                && let Ok(redirects) = Redirects::compile(vec![redirect])
            {
                let answer = redirects.answer(Request::new(&target).subject());
                prop_assert!(answer.is_none_or(|answer| answer.status() == 307));
            }
        }
    }
}
