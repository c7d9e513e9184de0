//! The device of a user agent.

use std::fmt;

use serde::Serialize;

use super::text::Text;
use DeviceKind::{Console, Mobile, SmartTv, Tablet, Wearable};

/// `device` of a [`UserAgent`](crate::UserAgent).
///
/// ```
/// use route_runtime::UserAgent;
///
/// let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 \
///              Mobile/15E148 Safari/604.1";
/// let device = UserAgent::from(phone).device;
/// assert_eq!((device.vendor, device.model.as_deref()), (Some("Apple"), Some("iPhone")));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Device {
    /// For example `iPhone`, `SM-S918B`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// `device.type` in Next.js; `None` for computers.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<DeviceKind>,
    /// For example `Apple`, `Samsung`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<&'static str>,
}

/// `device.type` of a [`UserAgent`](crate::UserAgent); as text it is what Next.js says.
///
/// ```
/// use route_runtime::user_agent::DeviceKind;
///
/// assert_eq!(DeviceKind::SmartTv.as_str(), "smarttv");
/// assert_eq!(DeviceKind::Mobile.to_string(), "mobile");
/// ```
#[doc(alias = "device.type")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DeviceKind {
    /// `mobile`, a phone.
    Mobile,
    /// `tablet`
    Tablet,
    /// `smarttv`, a television or what is plugged into one.
    SmartTv,
    /// `console`, for games.
    Console,
    /// `wearable`, a headset.
    Wearable,
}

impl DeviceKind {
    /// The name in Next.js, for example `smarttv`.
    pub const fn as_str(self) -> &'static str {
        match self {
            DeviceKind::Mobile => "mobile",
            DeviceKind::Tablet => "tablet",
            DeviceKind::SmartTv => "smarttv",
            DeviceKind::Console => "console",
            DeviceKind::Wearable => "wearable",
        }
    }
}

impl fmt::Display for DeviceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Devices that say what they are: the mark, and the model, kind and vendor that it means.
type Known = (&'static str, Option<&'static str>, Option<DeviceKind>, Option<&'static str>);

const KNOWN: &[Known] = &[
    ("playstation 5", Some("PlayStation 5"), Some(Console), Some("Sony")),
    ("playstation 4", Some("PlayStation 4"), Some(Console), Some("Sony")),
    ("playstation 3", Some("PlayStation 3"), Some(Console), Some("Sony")),
    ("playstation vita", Some("PlayStation Vita"), Some(Console), Some("Sony")),
    ("playstation portable", Some("PlayStation Portable"), Some(Console), Some("Sony")),
    ("xbox series x", Some("Xbox Series X"), Some(Console), Some("Microsoft")),
    ("xbox series s", Some("Xbox Series S"), Some(Console), Some("Microsoft")),
    ("xbox one", Some("Xbox One"), Some(Console), Some("Microsoft")),
    ("xbox", Some("Xbox"), Some(Console), Some("Microsoft")),
    ("nintendo switch", Some("Switch"), Some(Console), Some("Nintendo")),
    ("nintendo wiiu", Some("WiiU"), Some(Console), Some("Nintendo")),
    ("nintendo wii", Some("Wii"), Some(Console), Some("Nintendo")),
    ("nintendo 3ds", Some("3DS"), Some(Console), Some("Nintendo")),
    ("apple tv", Some("Apple TV"), Some(SmartTv), Some("Apple")),
    ("appletv", Some("Apple TV"), Some(SmartTv), Some("Apple")),
    ("crkey", Some("Chromecast"), Some(SmartTv), Some("Google")),
    ("roku", None, Some(SmartTv), Some("Roku")),
    // the spelling of Samsung, with the hyphen
    ("smart-tv", None, Some(SmartTv), Some("Samsung")),
    ("smarttv", None, Some(SmartTv), None),
    ("smart tv", None, Some(SmartTv), None),
    ("googletv", None, Some(SmartTv), None),
    ("hbbtv", None, Some(SmartTv), None),
    ("windows phone", None, Some(Mobile), None),
    ("ipad", Some("iPad"), Some(Tablet), Some("Apple")),
    ("ipod touch", Some("iPod touch"), Some(Mobile), Some("Apple")),
    ("ipod", Some("iPod"), Some(Mobile), Some("Apple")),
    ("iphone", Some("iPhone"), Some(Mobile), Some("Apple")),
    ("macintosh", Some("Macintosh"), None, Some("Apple")),
];

/// How models of Android devices begin, in lower case, who makes those, and what they are if not what the browser suggests.
const ANDROID_MODELS: &[(&str, &str, Option<DeviceKind>)] = &[
    ("sm-t", "Samsung", Some(Tablet)),
    ("sm-x", "Samsung", Some(Tablet)),
    ("sm-p", "Samsung", Some(Tablet)),
    ("sm-", "Samsung", None),
    ("gt-", "Samsung", None),
    ("galaxy", "Samsung", None),
    ("pixel tablet", "Google", Some(Tablet)),
    ("pixel", "Google", None),
    ("chromecast", "Google", Some(SmartTv)),
    ("aft", "Amazon", Some(SmartTv)),
    ("kf", "Amazon", Some(Tablet)),
    ("moto", "Motorola", None),
    ("xt1", "Motorola", None),
    ("xt2", "Motorola", None),
    ("redmi", "Xiaomi", None),
    ("poco", "Xiaomi", None),
    ("mi ", "Xiaomi", None),
    ("huawei", "Huawei", None),
    ("oneplus", "OnePlus", None),
    ("nokia", "Nokia", None),
    ("lg-", "LG", None),
    ("lm-", "LG", None),
    ("htc", "HTC", None),
    ("lenovo", "Lenovo", None),
    ("bravia", "Sony", Some(SmartTv)),
    ("xperia", "Sony", None),
    ("xq-", "Sony", None),
    ("quest", "Facebook", Some(Wearable)),
];

pub(super) fn device(text: &Text<'_>) -> Device {
    let known = KNOWN.iter().find(|(mark, ..)| text.has(mark));
    if let Some((_, model, kind, vendor)) = known {
        return Device { model: model.map(Into::into), kind: *kind, vendor: *vendor };
    }
    let model = android_model(text);
    let made = model.and_then(|model| ANDROID_MODELS.iter().find(|(prefix, ..)| begins_with(model, prefix)));
    let kind = made.and_then(|(_, _, kind)| *kind).or_else(|| suggested_kind(text));
    Device { model: model.map(Into::into), kind, vendor: made.map(|(_, vendor, _)| *vendor) }
}

/// Phones are told from tablets by `Mobile`, as browser vendors tell sites to; Firefox also says `Tablet`.
fn suggested_kind(text: &Text<'_>) -> Option<DeviceKind> {
    match () {
        () if text.has_word("tablet") => Some(Tablet),
        () if text.has_word("mobile") => Some(Mobile),
        () if text.has("android") => Some(Tablet),
        () => None,
    }
}

/// `SM-S918B` of `Linux; U; Android 4.4; de-de; SAMSUNG SM-S918B Build/KOT49H; wv) AppleWebKit`.
fn android_model<'a>(text: &Text<'a>) -> Option<&'a str> {
    let (_version, rest) = text.after("android ")?.split_once(';')?;
    // a model may have parentheses, `moto g(7) power`
    let comment = rest.split_once(") AppleWebKit").or_else(|| rest.split_once(')'))?.0;
    let model = comment.split(';').map(str::trim).find(|part| !is_no_model(part))?;
    let model = model.split_once(" Build").map_or(model, |(model, _)| model);
    let model = model.strip_prefix("SAMSUNG ").unwrap_or(model);
    (!model.is_empty()).then_some(model)
}

/// What else stands between the semicolons: a locale, a web view's `wv`, Firefox's kind and `rv:`, and the `K` that Chrome writes
/// for every model.
fn is_no_model(part: &str) -> bool {
    let is_locale = match part.as_bytes() {
        [a, b] | [a, b, b'-' | b'_', _, _] => a.is_ascii_lowercase() && b.is_ascii_lowercase(),
        _ => false,
    };
    is_locale || ["", "K", "Mobile", "Tablet"].contains(&part) || part.starts_with("rv:") || part.starts_with("Build/")
}

fn begins_with(model: &str, prefix: &str) -> bool {
    model.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
