//! The browser, engine, operating system and processor, by tables of what user agents contain.
//!
//! Why no crate: those of the uap family (`ua-parser`, `uaparser`, `user-agent-parser`) want 200 kB of regular expressions in YAML
//! from their user, and `woothee` knows no engines, processors or models. The names of all of them are not those of Next.js.

use super::text::{Text, version};
use super::{Browser, Cpu, Engine, Os};

/// A name, the mark in front of its version, and what else the text has to contain. The first rule that holds is taken, so those who
/// say that they are like others stand before the others.
struct Rule(&'static str, &'static str, &'static [&'static str]);

const BROWSERS: &[Rule] = &[
    Rule("Chrome", "crios/", &[]),
    Rule("Edge", "edg/", &[]),
    Rule("Edge", "edge/", &[]),
    Rule("Edge", "edga/", &[]),
    Rule("Edge", "edgios/", &[]),
    Rule("Opera Mini", "opera mini/", &[]),
    Rule("Opera Mini", "opios/", &[]),
    // Opera 10 and later says `Opera/9.80` and has its version behind
    Rule("Opera", "version/", &["opera/"]),
    Rule("Opera", "opera/", &[]),
    Rule("Opera", "opera ", &[]),
    Rule("Opera", "opr/", &[]),
    Rule("Opera Touch", "opt/", &[]),
    Rule("IE", "msie ", &[]),
    Rule("IE", "rv:", &["trident/"]),
    Rule("Silk", "silk/", &[]),
    Rule("Vivaldi", "vivaldi/", &[]),
    Rule("Brave", "brave/", &[]),
    Rule("DuckDuckGo", "duckduckgo/", &[]),
    Rule("UCBrowser", "ucbrowser/", &[]),
    Rule("WeChat", "micromessenger/", &[]),
    Rule("Yandex", "yabrowser/", &[]),
    Rule("Firefox Focus", "focus/", &[]),
    Rule("Firefox", "fxios/", &[]),
    Rule("MIUI Browser", "miuibrowser/", &[]),
    Rule("Oculus Browser", "oculusbrowser/", &[]),
    Rule("Samsung Browser", "samsungbrowser/", &[]),
    Rule("Huawei Browser", "huaweibrowser/", &[]),
    Rule("Electron", "electron/", &[]),
    Rule("Facebook", "fbav/", &[]),
    Rule("Instagram", "instagram ", &[]),
    Rule("Line", "line/", &[]),
    Rule("Chromium", "chromium/", &[]),
    Rule("GSA", "gsa/", &[]),
    Rule("Chrome Headless", "headlesschrome/", &[]),
    Rule("Chrome WebView", "chrome/", &["wv)"]),
    Rule("Android Browser", "version/", &["android", "safari/"]),
    Rule("Chrome", "chrome/", &[]),
    Rule("Mobile Safari", "version/", &["mobile/", "safari/"]),
    Rule("Safari", "version/", &["safari/"]),
    Rule("WebKit", "applewebkit/", &[]),
    Rule("SeaMonkey", "seamonkey/", &[]),
    Rule("PaleMoon", "palemoon/", &[]),
    Rule("Waterfox", "waterfox/", &[]),
    Rule("Firefox", "firefox/", &[]),
    Rule("Lynx", "lynx/", &[]),
    Rule("w3m", "w3m/", &[]),
];

const ENGINES: &[Rule] = &[
    Rule("EdgeHTML", "edge/", &["windows"]),
    // 537.36 is the WebKit that Blink comes from; all versions of Blink go on saying so
    Rule("Blink", "chrome/", &["applewebkit/537.36"]),
    Rule("Blink", "headlesschrome/", &["applewebkit/537.36"]),
    Rule("Presto", "presto/", &[]),
    Rule("WebKit", "applewebkit/", &[]),
    Rule("Trident", "trident/", &[]),
    Rule("Goanna", "goanna/", &[]),
    Rule("KHTML", "khtml/", &[]),
    Rule("Gecko", "rv:", &["gecko/"]),
];

const SYSTEMS: &[Rule] = &[
    Rule("Xbox", "xbox; xbox ", &[]),
    Rule("Windows Phone", "windows phone os ", &[]),
    Rule("Windows Phone", "windows phone ", &[]),
    Rule("Windows", "windows nt ", &[]),
    Rule("Windows", "windows ", &[]),
    Rule("iOS", "iphone os ", &[]),
    Rule("iOS", "cpu os ", &[]),
    Rule("iOS", "iphone", &[]),
    Rule("iOS", "ipad", &[]),
    Rule("iOS", "ipod", &[]),
    Rule("iOS", "cfnetwork/", &["darwin/"]),
    Rule("Mac OS", "mac os x ", &[]),
    Rule("Mac OS", "macintosh", &[]),
    Rule("HarmonyOS", "android ", &["harmonyos"]),
    Rule("Android", "android ", &[]),
    Rule("Android", "android", &[]),
    Rule("webOS", "webos/", &[]),
    Rule("webOS", "web0s", &[]),
    Rule("Tizen", "tizen ", &[]),
    Rule("Tizen", "tizen/", &[]),
    Rule("KaiOS", "kaios/", &[]),
    Rule("Chromecast", "crkey/", &[]),
    Rule("Chromium OS", "cros x86_64 ", &[]),
    Rule("Chromium OS", "cros aarch64 ", &[]),
    Rule("Chromium OS", "cros armv7l ", &[]),
    Rule("PlayStation", "playstation ", &[]),
    Rule("Nintendo", "nintendo ", &[]),
    Rule("Ubuntu", "ubuntu/", &[]),
    Rule("Ubuntu", "ubuntu", &[]),
    Rule("Debian", "debian", &[]),
    Rule("Fedora", "fedora/", &[]),
    Rule("Fedora", "fedora", &[]),
    Rule("Linux", "linux", &[]),
    Rule("FreeBSD", "freebsd", &[]),
    Rule("OpenBSD", "openbsd", &[]),
    Rule("NetBSD", "netbsd", &[]),
];

/// What Windows says of its version, and what people call it.
const WINDOWS: &[(&str, &str)] = &[
    ("5.0", "2000"),
    ("5.1", "XP"),
    ("5.2", "XP"),
    ("6.0", "Vista"),
    ("6.1", "7"),
    ("6.2", "8"),
    ("6.3", "8.1"),
    ("10.0", "10"),
];

/// An architecture, and the words for it. A 64-bit system may name the 32-bit one too.
const PROCESSORS: &[(&str, &[&str])] = &[
    ("arm64", &["aarch64", "arm64", "armv8", "armv8l"]),
    ("amd64", &["x86_64", "x86-64", "amd64", "x64", "win64", "wow64"]),
    ("ia32", &["i686", "i586", "i486", "i386", "x86", "ia32"]),
    ("arm", &["armv7l", "armv7", "armv6l", "armv6", "arm"]),
    ("ppc64", &["ppc64", "ppc64le"]),
    ("ppc", &["ppc", "powerpc"]),
    ("riscv64", &["riscv64"]),
    ("loong64", &["loongarch64"]),
];

pub(super) fn browser(text: &Text<'_>) -> Browser {
    let found = first(BROWSERS, text);
    let version = found.and_then(|(_, rest)| version(rest));
    let major = version.and_then(|version| version.split('.').next()).filter(|major| !major.is_empty());
    Browser { name: found.map(|(name, _)| name), version: version.map(Into::into), major: major.map(Into::into) }
}

pub(super) fn engine(text: &Text<'_>) -> Engine {
    let found = first(ENGINES, text);
    let version = found.and_then(|(_, rest)| version(rest));
    Engine { name: found.map(|(name, _)| name), version: version.map(Into::into) }
}

pub(super) fn os(text: &Text<'_>) -> Os {
    let Some((name, rest)) = first(SYSTEMS, text) else { return Os::default() };
    let version = match name {
        // `Series X` has two words
        "Xbox" => rest.split([';', ')']).next().filter(|model| !model.is_empty()).map(Into::into),
        "Windows" => version(rest).map(|version| windows(version).into()),
        _ => version(rest).map(|version| version.replace('_', ".")),
    };
    Os { name: Some(name), version }
}

pub(super) fn cpu(text: &Text<'_>) -> Cpu {
    let named = |(_, words): &&(_, &[&str])| words.iter().any(|word| text.has_word(word));
    Cpu { architecture: PROCESSORS.iter().find(named).map(|(name, _)| *name) }
}

/// The name by the first rule that holds, and what follows its mark.
fn first<'a>(rules: &[Rule], text: &Text<'a>) -> Option<(&'static str, &'a str)> {
    rules.iter().find_map(|Rule(name, mark, with)| {
        let rest = text.after(mark)?;
        with.iter().all(|mark| text.has(mark)).then_some((*name, rest))
    })
}

fn windows(version: &str) -> &str {
    WINDOWS.iter().find(|(nt, _)| *nt == version).map_or(version, |(_, known_as)| known_as)
}
