use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderValue;

use crate::component;

/// One cookie: its name and value, and for one that is sent to a client its attributes.
///
/// The value is any text: it is percent-encoded as `encodeURIComponent` does (NEXT-SPEC K11), and decoded when it comes back. The name
/// is sent as it is, so it is ASCII without spaces, controls, `=` and `;`. The path is `/` unless said otherwise (K12); there are no
/// other defaults: a session's cookie wants [`with_http_only`](Self::with_http_only), [`with_secure`](Self::with_secure) and
/// [`with_same_site`](Self::with_same_site).
///
/// ```
/// use route_runtime::{Cookie, SameSite};
/// use std::time::Duration;
///
/// let cookie = Cookie::new("theme", "dark & light")
///     .with_max_age(Duration::from_secs(0))
///     .with_http_only(true)
///     .with_same_site(SameSite::Lax);
/// let line = axum::http::HeaderValue::try_from(&cookie).unwrap();
/// assert_eq!(line, "theme=dark%20%26%20light; Path=/; Max-Age=0; HttpOnly; SameSite=lax");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie {
    name: Cow<'static, str>,
    value: Cow<'static, str>,
    path: Cow<'static, str>,
    domain: Option<Cow<'static, str>>,
    expires: Option<SystemTime>,
    max_age: Option<Duration>,
    secure: bool,
    http_only: bool,
    partitioned: bool,
    same_site: Option<SameSite>,
    priority: Option<Priority>,
}

/// To which requests of other sites a cookie is added: the attribute `SameSite`.
///
/// ```
/// use axum::http::HeaderValue;
/// use route_runtime::{Cookie, SameSite};
///
/// // Sent when a link of another site leads here, not with a form or a script of that site.
/// let session = Cookie::new("session", "7").with_same_site(SameSite::Lax);
/// assert_eq!(HeaderValue::try_from(&session).unwrap(), "session=7; Path=/; SameSite=lax");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SameSite {
    /// To none.
    Strict,
    /// To those that navigate to this site.
    Lax,
    /// To all; browsers ask for `Secure` with it.
    None,
}

/// Which cookies a browser drops last: the attribute `Priority`, which only some browsers know.
///
/// ```
/// use axum::http::HeaderValue;
/// use route_runtime::{Cookie, Priority};
///
/// let session = Cookie::new("session", "7").with_priority(Priority::High);
/// assert_eq!(HeaderValue::try_from(&session).unwrap(), "session=7; Path=/; Priority=high");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Priority {
    /// Dropped first.
    Low,
    /// What a cookie without the attribute has.
    Medium,
    /// Dropped last.
    High,
}

impl SameSite {
    const ALL: [Self; 3] = [Self::Strict, Self::Lax, Self::None];

    fn as_str(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Lax => "lax",
            Self::None => "none",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str().eq_ignore_ascii_case(text))
    }
}

impl Priority {
    const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str().eq_ignore_ascii_case(text))
    }
}

impl Cookie {
    /// A cookie without attributes but `Path=/`: a session's, gone when the browser is closed.
    pub fn new(name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            path: Cow::Borrowed("/"),
            domain: None,
            expires: None,
            max_age: None,
            secure: false,
            http_only: false,
            partitioned: false,
            same_site: None,
            priority: None,
        }
    }

    /// The cookie that takes this one from a client: no value, expired, and of the attributes those given (NEXT-SPEC K17).
    pub(crate) fn into_removal(self) -> Self {
        Self { value: Cow::Borrowed(""), max_age: None, ..self }.with_expires(UNIX_EPOCH)
    }

    /// Paths at which the client sends it: `Path`. `""` leaves the attribute out: then it is the folder of the request's path.
    ///
    /// ```
    /// use axum::http::HeaderValue;
    /// use route_runtime::{Cookie, Priority, SameSite};
    /// use std::time::{Duration, UNIX_EPOCH};
    ///
    /// let cookie = Cookie::new("cart", "3 teapots")
    ///     .with_path("/shop")
    ///     .with_domain("example.com")
    ///     .with_secure(true)
    ///     .with_http_only(true)
    ///     .with_partitioned(true)
    ///     .with_same_site(SameSite::None)
    ///     .with_priority(Priority::Low)
    ///     .with_expires(UNIX_EPOCH + Duration::from_secs(1_767_225_600));
    /// assert_eq!(
    ///     HeaderValue::try_from(&cookie).unwrap(),
    ///     "cart=3%20teapots; Path=/shop; Expires=Thu, 01 Jan 2026 00:00:00 GMT; Domain=example.com; \
    ///      Secure; HttpOnly; SameSite=none; Partitioned; Priority=low"
    /// );
    /// ```
    pub fn with_path(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.path = path.into();
        self
    }

    /// The domain whose hosts are sent it, subdomains included: `Domain`. Without it, only this host.
    pub fn with_domain(mut self, domain: impl Into<Cow<'static, str>>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Until when it is kept: `Expires` (NEXT-SPEC K14). Times before 1970 and after the year 9999 are moved to these ends.
    #[doc(alias = "expires")]
    pub fn with_expires(mut self, expires: SystemTime) -> Self {
        self.expires = Some(expires);
        self
    }

    /// For how long it is kept, in whole seconds: `Max-Age`; but for 0, `Expires` says the same (NEXT-SPEC K13).
    #[doc(alias = "maxAge")]
    pub fn with_max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Whether it is sent with TLS only: `Secure`.
    pub fn with_secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self
    }

    /// Whether scripts cannot read it: `HttpOnly`.
    #[doc(alias = "httpOnly")]
    pub fn with_http_only(mut self, http_only: bool) -> Self {
        self.http_only = http_only;
        self
    }

    /// Whether each site that embeds this one has its own: `Partitioned`.
    pub fn with_partitioned(mut self, partitioned: bool) -> Self {
        self.partitioned = partitioned;
        self
    }

    /// To which requests of other sites it is added: `SameSite`.
    #[doc(alias = "sameSite")]
    pub fn with_same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = Some(same_site);
        self
    }

    /// How late a browser drops it: `Priority`.
    pub fn with_priority(mut self, priority: Priority) -> Self {
        self.priority = Some(priority);
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value, decoded.
    ///
    /// ```
    /// # use route_runtime::Cookie;
    /// assert_eq!(Cookie::new("theme", "dark").value(), "dark");
    /// ```
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The value, decoded, for one who wants to keep it.
    ///
    /// ```
    /// # use route_runtime::NextRequest;
    /// let req = NextRequest::builder().cookie("token", "a b").build().unwrap();
    /// let token: Option<String> = req.cookies().get("token").map(|cookie| cookie.into_value());
    /// assert_eq!(token.as_deref(), Some("a b"));
    /// ```
    pub fn into_value(self) -> String {
        self.value.into_owned()
    }

    /// The attribute `Path`, `/` unless said otherwise.
    ///
    /// ```
    /// use route_runtime::{NextResponse, SameSite};
    ///
    /// // A test reads what a handler has set.
    /// let line = "session=a%20b; Path=/shop; Max-Age=60; Domain=example.com; Secure; HttpOnly; SameSite=strict";
    /// let response = NextResponse::new("hello").with_header("set-cookie", line);
    /// let session = response.cookies().get("session").unwrap();
    /// assert_eq!((session.name(), session.value()), ("session", "a b"));
    /// assert_eq!((session.path(), session.domain()), ("/shop", Some("example.com")));
    /// assert_eq!(session.max_age().map(|age| age.as_secs()), Some(60));
    /// assert_eq!((session.expires(), session.same_site(), session.priority()), (None, Some(SameSite::Strict), None));
    /// assert_eq!((session.secure(), session.http_only(), session.partitioned()), (true, true, false));
    /// ```
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The attribute `Domain`.
    pub fn domain(&self) -> Option<&str> {
        self.domain.as_deref()
    }

    /// The attribute `Expires`.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires
    }

    /// The attribute `Max-Age`.
    pub fn max_age(&self) -> Option<Duration> {
        self.max_age
    }

    /// The attribute `Secure`.
    pub fn secure(&self) -> bool {
        self.secure
    }

    /// The attribute `HttpOnly`.
    pub fn http_only(&self) -> bool {
        self.http_only
    }

    /// The attribute `Partitioned`.
    pub fn partitioned(&self) -> bool {
        self.partitioned
    }

    /// The attribute `SameSite`.
    pub fn same_site(&self) -> Option<SameSite> {
        self.same_site
    }

    /// The attribute `Priority`.
    pub fn priority(&self) -> Option<Priority> {
        self.priority
    }

    /// Whether the client would drop it at once (NEXT-SPEC K17).
    pub(super) fn is_removal(&self) -> bool {
        self.max_age.map_or(self.expires.is_some_and(|expires| expires <= UNIX_EPOCH), |age| age.as_secs() == 0)
    }

    /// The value of its `Set-Cookie` line, attributes in Next's order (NEXT-SPEC K10).
    pub(super) fn line(&self) -> Result<HeaderValue, InvalidCookie> {
        let attribute = |part, text: &str| {
            let sound = text.bytes().all(|byte| byte != b';' && matches!(byte, b' '..=b'~'));
            if sound { Ok(()) } else { Err(InvalidCookie { part }) }
        };
        check_name(&self.name)?;
        attribute("path", &self.path)?;
        attribute("domain", self.domain().unwrap_or_default())?;

        HeaderValue::try_from(Line(self).to_string()).map_err(|_| InvalidCookie { part: "line" })
    }

    /// Reads a `Set-Cookie` line; attributes that make no sense are left out (NEXT-SPEC K21). A value that does not decode stays as it
    /// is.
    pub(super) fn parse(line: &[u8]) -> Option<Self> {
        let line = std::str::from_utf8(line).ok()?;
        let parsed = cookie::Cookie::parse(line).ok()?;
        let value = component::decode(parsed.value().as_bytes()).map_or(parsed.value().to_owned(), Cow::into_owned);
        // The one attribute that the library does not know.
        let priority = line.split(';').skip(1).filter_map(|attribute| {
            let (name, value) = attribute.split_once('=')?;
            name.trim().eq_ignore_ascii_case("priority").then(|| Priority::parse(value.trim()))?
        });
        Some(Self {
            path: parsed.path().unwrap_or("/").to_owned().into(),
            domain: parsed.domain().map(|domain| domain.to_owned().into()),
            expires: parsed.expires_datetime().map(SystemTime::from),
            max_age: parsed.max_age().and_then(|age| Duration::try_from(age).ok()),
            secure: parsed.secure().unwrap_or(false),
            http_only: parsed.http_only().unwrap_or(false),
            partitioned: parsed.partitioned().unwrap_or(false),
            same_site: parsed.same_site().and_then(|same_site| SameSite::parse(&same_site.to_string())),
            priority: priority.last(),
            ..Self::new(parsed.name().to_owned(), value)
        })
    }
}

/// Prints a cookie as it is sent.
struct Line<'a>(&'a Cookie);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(cookie) = self;
        let age = cookie.max_age.map(|age| age.as_secs());

        write!(f, "{}={}", cookie.name, component::encode(&cookie.value))?;
        if !cookie.path.is_empty() {
            write!(f, "; Path={}", cookie.path)?;
        }
        let expires = match age {
            None | Some(0) => cookie.expires,
            // Further than the clock goes is as good as for ever.
            Some(age) => Some(SystemTime::now().checked_add(Duration::from_secs(age)).unwrap_or(UNIX_EPOCH + LATEST)),
        };
        if let Some(expires) = expires {
            write!(f, "; Expires={}", httpdate::fmt_http_date(expires.clamp(UNIX_EPOCH, UNIX_EPOCH + LATEST)))?;
        }
        if let Some(age) = age {
            write!(f, "; Max-Age={age}")?;
        }
        if let Some(domain) = &cookie.domain {
            write!(f, "; Domain={domain}")?;
        }
        if cookie.secure {
            f.write_str("; Secure")?;
        }
        if cookie.http_only {
            f.write_str("; HttpOnly")?;
        }
        if let Some(same_site) = cookie.same_site {
            write!(f, "; SameSite={}", same_site.as_str())?;
        }
        if cookie.partitioned {
            f.write_str("; Partitioned")?;
        }
        if let Some(priority) = cookie.priority {
            write!(f, "; Priority={}", priority.as_str())?;
        }
        Ok(())
    }
}

/// The last second that a date of HTTP can say: the end of the year 9999.
const LATEST: Duration = Duration::from_secs(253_402_300_799);

/// Whether a name can be sent as it is, and comes back as itself.
pub(super) fn check_name(name: &str) -> Result<(), InvalidCookie> {
    let sound = name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'=' && byte != b';');
    if sound && !name.is_empty() { Ok(()) } else { Err(InvalidCookie { part: "name" }) }
}

/// The `Set-Cookie` line: for [`with_header`](crate::NextResponse::with_header), or a response of axum's.
impl TryFrom<&Cookie> for HeaderValue {
    type Error = InvalidCookie;

    fn try_from(cookie: &Cookie) -> Result<Self, InvalidCookie> {
        cookie.line()
    }
}

/// A cookie that no header can carry.
///
/// ```
/// use axum::http::HeaderValue;
/// use route_runtime::Cookie;
///
/// let error = HeaderValue::try_from(&Cookie::new("a;b", "1")).unwrap_err();
/// assert_eq!(error.to_string(), "a cookie cannot have this name");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a cookie cannot have this {part}")]
pub struct InvalidCookie {
    part: &'static str,
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(cookie: Cookie) -> String {
        cookie.line().unwrap().to_str().unwrap().to_owned()
    }

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn K10_attributes_are_sent_in_nexts_order() {
        let cookie = Cookie::new("first", "v")
            .with_priority(Priority::High)
            .with_partitioned(true)
            .with_same_site(SameSite::Strict)
            .with_http_only(true)
            .with_secure(true)
            .with_domain("d")
            .with_max_age(Duration::ZERO)
            .with_expires(at(0))
            .with_path("p");
        let expected = "first=v; Path=p; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Domain=d; Secure; HttpOnly; \
                        SameSite=strict; Partitioned; Priority=high";
        assert_eq!(line(cookie), expected);
    }

    #[test]
    fn K11_K12_K14_K15_K16_values_are_encoded_and_only_the_path_has_a_default() {
        let cookie = || Cookie::new("a", "b");
        let cases = [
            (cookie(), "a=b; Path=/"),
            (Cookie::new("a", ""), "a=; Path=/"),
            (Cookie::new("a", "hello world"), "a=hello%20world; Path=/"),
            (Cookie::new("a", "-_.!~*'()"), "a=-_.!~*'(); Path=/"),
            (Cookie::new("a", "é;\r\n=,\"%"), "a=%C3%A9%3B%0D%0A%3D%2C%22%25; Path=/"),
            (Cookie::new("a[b]:c@d/e", "1"), "a[b]:c@d/e=1; Path=/"),
            (cookie().with_path(""), "a=b"),
            (cookie().with_path("/docs"), "a=b; Path=/docs"),
            (cookie().with_expires(at(784_111_777)), "a=b; Path=/; Expires=Sun, 06 Nov 1994 08:49:37 GMT"),
            (cookie().with_expires(at(0)), "a=b; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
            (cookie().with_same_site(SameSite::Lax), "a=b; Path=/; SameSite=lax"),
            (cookie().with_same_site(SameSite::None), "a=b; Path=/; SameSite=none"),
            (cookie().with_priority(Priority::Low), "a=b; Path=/; Priority=low"),
            (cookie().with_priority(Priority::Medium), "a=b; Path=/; Priority=medium"),
            (cookie().with_secure(false).with_http_only(false).with_partitioned(false), "a=b; Path=/"),
        ];
        for (cookie, expected) in cases {
            assert_eq!(line(cookie), expected);
        }
    }

    #[test]
    fn K13_a_maximal_age_says_also_when_it_ends() {
        let sent = line(Cookie::new("a", "b").with_max_age(Duration::from_millis(60_900)).with_expires(at(7)));
        let (before, age) = sent.split_once("; Max-Age=").unwrap();
        assert_eq!(age, "60");
        let date = before.strip_prefix("a=b; Path=/; Expires=").unwrap();
        let expires = httpdate::parse_http_date(date).unwrap();
        let left = expires.duration_since(SystemTime::now()).unwrap();
        assert!((55..=60).contains(&left.as_secs()), "{sent}");

        assert_eq!(line(Cookie::new("a", "b").with_max_age(Duration::ZERO)), "a=b; Path=/; Max-Age=0");
    }

    #[test]
    fn times_that_no_date_can_say_are_moved_to_its_ends() {
        let early = UNIX_EPOCH.checked_sub(Duration::from_secs(10)).unwrap();
        let late = UNIX_EPOCH + Duration::from_secs(400_000_000_000);
        let cookie = || Cookie::new("a", "b").with_path("");
        assert_eq!(line(cookie().with_expires(early)), "a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(line(cookie().with_expires(late)), "a=b; Expires=Fri, 31 Dec 9999 23:59:59 GMT");
        let forever = line(cookie().with_max_age(Duration::MAX));
        assert_eq!(forever, format!("a=b; Expires=Fri, 31 Dec 9999 23:59:59 GMT; Max-Age={}", u64::MAX));
    }

    #[test]
    fn what_would_split_a_line_is_refused() {
        let cookie = || Cookie::new("a", "b");
        let names = ["", "a b", "a;b", "a=b", "a\r\nb", "a\0", "é", "a\t"];
        for name in names {
            assert_eq!(Cookie::new(name, "b").line(), Err(InvalidCookie { part: "name" }), "{name:?}");
        }
        for text in ["/; Secure", "/\r\nset-cookie: x=1", "/é", "/\0", "/\u{7f}"] {
            assert_eq!(cookie().with_path(text).line(), Err(InvalidCookie { part: "path" }), "{text:?}");
            assert_eq!(cookie().with_domain(text).line(), Err(InvalidCookie { part: "domain" }), "{text:?}");
        }
    }

    #[test]
    fn K21_lines_are_read_whatever_they_hold() {
        let cookie = |value: &'static str| Cookie::new("a", value);
        let cases: Vec<(&[u8], Option<Cookie>)> = vec![
            (b"a=b", Some(cookie("b"))),
            (b" a = b ; path=/x", Some(cookie("b").with_path("/x"))),
            (b"a=caf%C3%A9", Some(cookie("café"))),
            (b"a=100%", Some(cookie("100%"))),
            (b"a=", Some(cookie(""))),
            (b"a=b=c", Some(cookie("b=c"))),
            (
                b"a=b; EXPIRES=Sun, 06 Nov 1994 08:49:37 GMT; max-age=7; DOMAIN=d.example; SECURE; httponly",
                Some(
                    cookie("b")
                        .with_expires(at(784_111_777))
                        .with_max_age(Duration::from_secs(7))
                        .with_domain("d.example")
                        .with_secure(true)
                        .with_http_only(true),
                ),
            ),
            (
                b"a=b; SameSite=LAX; Priority=High",
                Some(cookie("b").with_same_site(SameSite::Lax).with_priority(Priority::High)),
            ),
            (b"a=b; SameSite=maybe; Priority=urgent; Expires=soon; Max-Age=x; ; =; what", Some(cookie("b"))),
            (b"a=b; Max-Age=0; Partitioned", Some(cookie("b").with_max_age(Duration::ZERO).with_partitioned(true))),
            (b"", None),
            (b"a", None),
            (b"=b", None),
            (b"a=\xff", None),
        ];
        for (line, expected) in cases {
            assert_eq!(Cookie::parse(line), expected, "{}", line.escape_ascii());
        }
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn any_line_is_read_or_refused(line: Vec<u8>) {
            let _ = Cookie::parse(&line);
        }

        #[test]
        fn a_cookie_is_refused_or_comes_back_as_it_was(
            name: String,
            value: String,
            path in "(/[a-z;é \r\n]{0,3})?",
            age in proptest::option::of(0..3_u64),
            secure: bool,
        ) {
            let sound = check_name(&name).is_ok();
            let mut cookie = Cookie::new(name, value).with_path(path).with_secure(secure);
            cookie.max_age = age.map(Duration::from_secs);
            match cookie.line() {
                Err(_) => prop_assert!(!sound || !cookie.path.bytes().all(|it| it.is_ascii_graphic() && it != b';')),
                Ok(line) => {
                    let read = Cookie::parse(line.as_bytes()).unwrap();
                    prop_assert_eq!((read.name(), read.value()), (cookie.name(), cookie.value()));
                    prop_assert_eq!((read.max_age(), read.secure()), (cookie.max_age(), cookie.secure()));
                }
            }
        }
    }
}
