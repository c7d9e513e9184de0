//! What a `User-Agent` tells of the client.
//!
//! [`user_agent`](function@crate::user_agent) reads it from the headers of a request, [`UserAgent`] has what it tells.

mod device;
mod rules;
mod text;

use http::HeaderMap;
use http::header::USER_AGENT;
use serde::Serialize;

pub use device::{Device, DeviceKind};
use text::Text;

/// The browser, device, engine, operating system and processor that a `User-Agent` tells of: what `userAgent(request)` returns in
/// Next.js (NEXT-SPEC A9).
///
/// Names are those of Next.js (`Mobile Safari`, `Mac OS`, `amd64`) and come from a fixed list; versions and models are parts of the
/// text. What the text does not tell is `None`. That includes what browsers write in place of it: the model `K` of Chrome on
/// Android, and the processor after `Linux`, which Next.js takes for a version.
///
/// Serialized, it has the names of Next.js, and what is `None` is left out.
///
/// # Limits
///
/// A `User-Agent` is what the client likes to say. The first 2,048 bytes are looked at, so that a long header costs no
/// more time than that; browsers send around 150. [`ua`](Self::ua) and [`is_bot`](Self::is_bot) are about the whole text.
///
/// # Example
///
/// ```
/// use route_runtime::UserAgent;
/// use route_runtime::user_agent::DeviceKind;
///
/// let agent = UserAgent::from(
///     "Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36",
/// );
/// assert_eq!(agent.browser.name, Some("Chrome"));
/// assert_eq!(agent.browser.major.as_deref(), Some("124"));
/// assert_eq!(agent.device.vendor, Some("Samsung"));
/// assert_eq!(agent.device.kind, Some(DeviceKind::Mobile));
/// assert_eq!(agent.os.name, Some("Android"));
/// assert!(!agent.is_bot);
/// ```
#[doc(alias = "userAgent")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserAgent {
    /// The whole text; empty if the request has none.
    pub ua: String,
    /// The browser, or the app with a browser inside.
    pub browser: Browser,
    /// The engine that renders pages.
    pub engine: Engine,
    /// The operating system.
    pub os: Os,
    /// The device: told by phones, tablets, TVs and consoles, hardly by computers.
    pub device: Device,
    /// The processor.
    pub cpu: Cpu,
    /// Whether this is a known crawler, see [`is_bot`](crate::is_bot).
    pub is_bot: bool,
}

/// `browser` of a [`UserAgent`].
///
/// ```
/// use route_runtime::UserAgent;
///
/// let agent = UserAgent::from("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0");
/// assert_eq!((agent.browser.name, agent.browser.major.as_deref()), (Some("Firefox"), Some("125")));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Browser {
    /// For example `Chrome`, `Mobile Safari`, `Firefox`, `Edge`, `Samsung Browser`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
    /// For example `124.0.6367.82`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The first number of the version, for example `124`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub major: Option<String>,
}

/// `engine` of a [`UserAgent`].
///
/// ```
/// use route_runtime::UserAgent;
///
/// let agent = UserAgent::from("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0");
/// assert_eq!(agent.engine.name, Some("Gecko"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Engine {
    /// `Blink`, `WebKit`, `Gecko`, or an older one: `EdgeHTML`, `Trident`, `Presto`, `KHTML`, `Goanna`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
    /// For example `605.1.15`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// `os` of a [`UserAgent`].
///
/// ```
/// use route_runtime::UserAgent;
///
/// let agent = UserAgent::from("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0");
/// assert_eq!((agent.os.name, agent.os.version), (Some("Ubuntu"), None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Os {
    /// For example `Windows`, `Mac OS`, `iOS`, `Android`, `Ubuntu`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
    /// For example `17.4.1`. Of Windows it is the name of the release: `10` (also for 11, which says so), `XP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// `cpu` of a [`UserAgent`].
///
/// ```
/// use route_runtime::UserAgent;
///
/// let agent = UserAgent::from("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0");
/// assert_eq!(agent.cpu.architecture, Some("amd64"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cpu {
    /// For example `amd64`, `arm64`, `arm`, `ia32`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub architecture: Option<&'static str>,
}

/// Reads the `User-Agent` of a request: `userAgent(request)` of Next.js (NEXT-SPEC A9).
///
/// Without the header [`ua`](UserAgent::ua) is empty, nothing is known, and [`is_bot`](UserAgent::is_bot) is `false`. Bytes that
/// are not UTF-8 become U+FFFD.
///
/// # Example
///
/// ```
/// use route_runtime::{NextRequest, route, user_agent};
/// use route_runtime::user_agent::DeviceKind;
///
/// #[route("/layout")]
/// async fn GET(req: NextRequest) -> &'static str {
///     match user_agent(req.headers()).device.kind {
///         Some(DeviceKind::Mobile) => "small",
///         _ => "large",
///     }
/// }
/// ```
#[doc(alias = "userAgent")]
pub fn user_agent(headers: &HeaderMap) -> UserAgent {
    let header = headers.get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
    header.map_or_else(UserAgent::default, |text| UserAgent::from(&*text))
}

/// Every text parses; of one that is no `User-Agent` nothing is known.
impl From<&str> for UserAgent {
    fn from(ua: &str) -> Self {
        let text = Text::new(ua);
        Self {
            browser: rules::browser(&text),
            engine: rules::engine(&text),
            os: rules::os(&text),
            device: device::device(&text),
            cpu: rules::cpu(&text),
            is_bot: crate::is_bot(ua),
            ua: ua.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
