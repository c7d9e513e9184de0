//! What is known of the texts of real browsers, and that every text parses.
#![allow(non_snake_case)]

use http::HeaderValue;
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// What one part tells: `Chrome 124.0.0.0`, or `-` if nothing.
fn told(name: Option<&str>, version: Option<&str>) -> String {
    let version = version.map(|version| format!(" {version}")).unwrap_or_default();
    name.unwrap_or("-").to_owned() + &version
}

fn told_of_all(agent: &UserAgent) -> [String; 5] {
    let UserAgent { browser, engine, os, device, cpu, .. } = agent;
    let device = [device.kind.map(DeviceKind::as_str), device.vendor, device.model.as_deref()];
    [
        told(browser.name, browser.version.as_deref()),
        told(engine.name, engine.version.as_deref()),
        told(os.name, os.version.as_deref()),
        device.map(|part| part.unwrap_or("-")).join("/"),
        told(cpu.architecture, None),
    ]
}

/// The values are those of `ua-parser-js` 1.0.35, the parser of Next.js, but for what [`UserAgent`] says of placeholders and for
/// models and vendors that it does not know.
#[test]
fn A9_real_user_agents_tell_browser_engine_system_device_and_processor() {
    let cases = [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            ["Chrome 124.0.0.0", "Blink 124.0.0.0", "Windows 10", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.6367.82 \
             Mobile Safari/537.36",
            ["Chrome 124.0.6367.82", "Blink 124.0.6367.82", "Android 14", "mobile/Google/Pixel 8 Pro", "-"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36",
            ["Chrome 124.0.0.0", "Blink 124.0.0.0", "Android 10", "mobile/-/-", "-"],
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 \
             Safari/605.1.15",
            ["Safari 17.4.1", "WebKit 605.1.15", "Mac OS 10.15.7", "-/Apple/Macintosh", "-"],
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Version/17.4.1 Mobile/15E148 Safari/604.1",
            ["Mobile Safari 17.4.1", "WebKit 605.1.15", "iOS 17.4.1", "mobile/Apple/iPhone", "-"],
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 \
             Mobile/15E148 Safari/604.1",
            ["Mobile Safari 16.6", "WebKit 605.1.15", "iOS 16.6", "tablet/Apple/iPad", "-"],
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/124.0 \
             Mobile/15E148 Safari/605.1.15",
            ["Firefox 124.0", "WebKit 605.1.15", "iOS 17.4", "mobile/Apple/iPhone", "-"],
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
            ["Firefox 125.0", "Gecko 125.0", "Linux", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0",
            ["Firefox 125.0", "Gecko 125.0", "Windows 10", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0",
            ["Firefox 125.0", "Gecko 125.0", "Android 14", "mobile/-/-", "-"],
        ),
        (
            "Mozilla/5.0 (Android 14; Tablet; rv:125.0) Gecko/125.0 Firefox/125.0",
            ["Firefox 125.0", "Gecko 125.0", "Android 14", "tablet/-/-", "-"],
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 \
             Safari/537.36 Edg/124.0.2478.51",
            ["Edge 124.0.2478.51", "Blink 124.0.0.0", "Windows 10", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 \
             Safari/537.36 Edge/17.17134",
            ["Edge 17.17134", "EdgeHTML 17.17134", "Windows 10", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 \
             Safari/537.36 OPR/109.0.0.0",
            ["Opera 109.0.0.0", "Blink 124.0.0.0", "Windows 10", "-/-/-", "amd64"],
        ),
        (
            "Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18",
            ["Opera 12.18", "Presto 2.12.388", "Windows 7", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) \
             SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36",
            ["Samsung Browser 24.0", "Blink 117.0.0.0", "Android 13", "mobile/Samsung/SM-S918B", "-"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 12; SM-X900) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            ["Chrome 124.0.0.0", "Blink 124.0.0.0", "Android 12", "tablet/Samsung/SM-X900", "-"],
        ),
        ("curl/8.5.0", ["-", "-", "-", "-/-/-", "-"]),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ["-", "-", "-", "-/-/-", "-"]),
        (
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; \
             +http://www.google.com/bot.html) Chrome/124.0.6367.82 Safari/537.36",
            ["Chrome 124.0.6367.82", "Blink 124.0.6367.82", "-", "-/-/-", "-"],
        ),
        (
            "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
            ["IE 8.0", "Trident 4.0", "Windows 7", "-/-/-", "-"],
        ),
        ("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)", ["IE 6.0", "-", "Windows XP", "-/-/-", "-"]),
        (
            "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
            ["IE 11.0", "Trident 7.0", "Windows 7", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 \
             Chrome/76.0.3809.146 TV Safari/537.36",
            ["Samsung Browser 4.0", "Blink 76.0.3809.146", "Tizen 6.0", "smarttv/Samsung/-", "-"],
        ),
        (
            "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 \
             Safari/537.36 WebAppManager",
            ["Chrome 94.0.4606.128", "Blink 94.0.4606.128", "webOS", "smarttv/-/-", "-"],
        ),
        (
            "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 \
             Safari/605.1.15",
            ["Safari 13.0", "WebKit 605.1.15", "PlayStation 5", "console/Sony/PlayStation 5", "-"],
        ),
        (
            "Mozilla/5.0 (PlayStation 4 11.02) AppleWebKit/605.1.15 (KHTML, like Gecko)",
            ["WebKit 605.1.15", "WebKit 605.1.15", "PlayStation 4", "console/Sony/PlayStation 4", "-"],
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/64.0.3282.140 Safari/537.36 Edge/17.17134",
            ["Edge 17.17134", "EdgeHTML 17.17134", "Xbox One", "console/Microsoft/Xbox One", "amd64"],
        ),
        (
            "Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/609.4 (KHTML, like Gecko) NF/6.0.2.21.3 \
             NintendoBrowser/5.1.0.22474",
            ["WebKit 609.4", "WebKit 609.4", "Nintendo Switch", "console/Nintendo/Switch", "-"],
        ),
        (
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            ["Chrome 124.0.0.0", "Blink 124.0.0.0", "Chromium OS 14541.0.0", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (X11; CrOS aarch64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            ["Chrome 124.0.0.0", "Blink 124.0.0.0", "Chromium OS 14541.0.0", "-/-/-", "arm64"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 9; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/124.2.1 like \
             Chrome/124.0.6367.82 Safari/537.36",
            ["Silk 124.2.1", "Blink 124.0.6367.82", "Android 9", "tablet/Amazon/KFTRWI", "-"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
             Version/4.0 Chrome/124.0.6367.82 Mobile Safari/537.36",
            ["Chrome WebView 124.0.6367.82", "Blink 124.0.6367.82", "Android 14", "mobile/Samsung/SM-S918B", "-"],
        ),
        (
            "Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; Galaxy S II Build/GRJ22) AppleWebKit/534.30 (KHTML, like \
             Gecko) Version/4.0 Mobile Safari/534.30",
            ["Android Browser 4.0", "WebKit 534.30", "Android 4.0.3", "mobile/Samsung/Galaxy S II", "-"],
        ),
        (
            "Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.108 Safari/537.36 \
             CrKey/1.42.172094",
            [
                "Chrome 78.0.3904.108",
                "Blink 78.0.3904.108",
                "Chromecast 1.42.172094",
                "smarttv/Google/Chromecast",
                "arm",
            ],
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Version/17.0 EdgiOS/123.0.2420.72 Mobile/15E148 Safari/605.1.15",
            ["Edge 123.0.2420.72", "WebKit 605.1.15", "iOS 17.4", "mobile/Apple/iPhone", "-"],
        ),
        (
            "Mozilla/5.0 (X11; Linux i686) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/124.0.0.0 Safari/537.36",
            ["Chrome Headless 124.0.0.0", "Blink 124.0.0.0", "Linux", "-/-/-", "ia32"],
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
            ["WebKit 605.1.15", "WebKit 605.1.15", "iOS 17.4", "mobile/Apple/iPhone", "-"],
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 \
             Safari/537.36 Vivaldi/6.7",
            ["Vivaldi 6.7", "Blink 124.0.0.0", "Windows 10", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; WOW64; rv:52.0) Gecko/20100101 Firefox/52.0 SeaMonkey/2.49",
            ["SeaMonkey 2.49", "Gecko 52.0", "Windows 10", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (X11; FreeBSD amd64; rv:125.0) Gecko/20100101 Firefox/125.0",
            ["Firefox 125.0", "Gecko 125.0", "FreeBSD", "-/-/-", "amd64"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 11; BRAVIA 4K VH2) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 \
             Safari/537.36",
            ["Chrome 124.0.0.0", "Blink 124.0.0.0", "Android 11", "smarttv/Sony/BRAVIA 4K VH2", "-"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7624) AppleWebKit/537.36 (KHTML, like Gecko) Silk/98.6.10 like \
             Chrome/98.0.4758.136 Safari/537.36",
            ["Silk 98.6.10", "Blink 98.0.4758.136", "Android 9", "smarttv/Amazon/AFTMM", "-"],
        ),
        ("Roku/DVP-9.10 (519.10E04111A)", ["-", "-", "-", "smarttv/Roku/-", "-"]),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox Series X) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/48.0.2564.82 Safari/537.36 Edge/20.02",
            ["Edge 20.02", "EdgeHTML 20.02", "Xbox Series X", "console/Microsoft/Xbox Series X", "amd64"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 12; moto g(7) power) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 \
             Mobile Safari/537.36",
            ["Chrome 124.0.0.0", "Blink 124.0.0.0", "Android 12", "mobile/Motorola/moto g(7) power", "-"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 12; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/32.0.0 \
             Chrome/124.0.0.0 VR Safari/537.36",
            ["Oculus Browser 32.0.0", "Blink 124.0.0.0", "Android 12", "wearable/Facebook/Quest 3", "-"],
        ),
        (
            "Mozilla/5.0 (Linux; Android 8.0.0; SM-T720 Build/R16NW; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
             Version/4.0 Chrome/124.0.0.0 Safari/537.36 Instagram 300.0.0",
            ["Instagram 300.0.0", "Blink 124.0.0.0", "Android 8.0.0", "tablet/Samsung/SM-T720", "-"],
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Mobile/15E148 [FBAN/FBIOS;FBAV/450.0.0.38.108;FBBV/564431005]",
            ["Facebook 450.0.0.38.108", "WebKit 605.1.15", "iOS 17.4", "mobile/Apple/iPhone", "-"],
        ),
        ("Opera/9.25 (Windows NT 5.1; U; en)", ["Opera 9.25", "-", "Windows XP", "-/-/-", "-"]),
        (
            "Mozilla/5.0 (Android 14; Mobile; LG-M255; rv:125.0) Gecko/125.0 Firefox/125.0",
            ["Firefox 125.0", "Gecko 125.0", "Android 14", "mobile/LG/LG-M255", "-"],
        ),
        (
            "Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Version/12.1 Mobile/15E148 Safari/604.1",
            ["Mobile Safari 12.1", "WebKit 605.1.15", "iOS 12.5", "mobile/Apple/iPod touch", "-"],
        ),
        (
            "Mozilla/5.0 (X11; Linux aarch64; rv:125.0) Gecko/20100101 Firefox/125.0",
            ["Firefox 125.0", "Gecko 125.0", "Linux", "-/-/-", "arm64"],
        ),
    ];
    for (ua, expected) in cases {
        let agent = UserAgent::from(ua);
        assert_eq!(told_of_all(&agent), expected, "{ua}");
        assert_eq!(agent.is_bot, ua.contains("Googlebot"), "{ua}");
        assert_eq!(agent.ua, ua);
        let major = agent.browser.version.as_deref().and_then(|version| version.split('.').next());
        assert_eq!(agent.browser.major.as_deref(), major, "{ua}");
    }
}

#[test]
fn A9_the_fields_are_those_of_nextjs() {
    let ua = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/89.0.4389.90 Safari/537.36";
    let expected = json!({
        "ua": ua,
        "browser": { "name": "Chrome", "version": "89.0.4389.90", "major": "89" },
        "engine": { "name": "Blink", "version": "89.0.4389.90" },
        "os": { "name": "Mac OS", "version": "10.15.7" },
        "device": { "vendor": "Apple", "model": "Macintosh" },
        "cpu": {},
        "isBot": false,
    });
    assert_eq!(serde_json::to_value(UserAgent::from(ua)).unwrap(), expected);

    let ua = "Mozilla/5.0 (Linux; Android 6.0.1; SM-G935S Build/MMB29K; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
              Chrome/55.0.2883.91 Mobile Safari/537.36 WhatsApp/2 arm64";
    let expected = json!({
        "ua": ua,
        "browser": { "name": "Chrome WebView", "version": "55.0.2883.91", "major": "55" },
        "engine": { "name": "Blink", "version": "55.0.2883.91" },
        "os": { "name": "Android", "version": "6.0.1" },
        "device": { "vendor": "Samsung", "model": "SM-G935S", "type": "mobile" },
        "cpu": { "architecture": "arm64" },
        "isBot": true,
    });
    assert_eq!(serde_json::to_value(UserAgent::from(ua)).unwrap(), expected);
}

#[test]
fn A9_without_the_header_nothing_is_known() {
    let agent = user_agent(&HeaderMap::new());
    let nothing = json!({ "ua": "", "browser": {}, "engine": {}, "os": {}, "device": {}, "cpu": {}, "isBot": false });
    assert_eq!(serde_json::to_value(&agent).unwrap(), nothing);
    assert_eq!(agent, UserAgent::from(""));
}

#[test]
fn A9_the_header_is_read_whatever_its_bytes() {
    let cases: [(&[u8], &str, Option<&str>); 4] = [
        (b"Chrome/1.2", "Chrome/1.2", Some("Chrome")),
        (b"\xff Chrome/1.2 \xe9", "\u{fffd} Chrome/1.2 \u{fffd}", Some("Chrome")),
        ("é Firefox/1".as_bytes(), "é Firefox/1", Some("Firefox")),
        (b"", "", None),
    ];
    for (bytes, ua, browser) in cases {
        let headers = HeaderMap::from_iter([(USER_AGENT, HeaderValue::from_bytes(bytes).unwrap())]);
        let agent = user_agent(&headers);
        assert_eq!((agent.ua.as_str(), agent.browser.name), (ua, browser));
    }
}

#[test]
fn texts_that_break_off_or_lie_tell_what_they_can() {
    let cases = [
        ("Chrome/", ["Chrome", "-", "-", "-/-/-", "-"]),
        ("Chrome/. ", ["Chrome", "-", "-", "-/-/-", "-"]),
        ("HeadlessChromes/1 Badge/2", ["-", "-", "-", "-/-/-", "-"]),
        ("Windows NT", ["-", "-", "Windows NT", "-/-/-", "-"]),
        ("windows nt 11.0", ["-", "-", "Windows 11.0", "-/-/-", "-"]),
        ("(Xbox; Xbox )", ["-", "-", "Xbox", "console/Microsoft/Xbox", "-"]),
        ("Android", ["-", "-", "Android", "tablet/-/-", "-"]),
        ("Android 14;", ["-", "-", "Android 14", "tablet/-/-", "-"]),
        ("Android 14; )", ["-", "-", "Android 14", "tablet/-/-", "-"]),
        ("Android 14; Build/1)", ["-", "-", "Android 14", "tablet/-/-", "-"]),
        ("Android 14; Kö Build/1) Mobile", ["-", "-", "Android 14", "mobile/-/Kö", "-"]),
        ("Android 14; pt_br; SAMSUNG gt-1)", ["-", "-", "Android 14", "tablet/Samsung/gt-1", "-"]),
        ("Android 14; SAMSUNG  Build/1) Mobile", ["-", "-", "Android 14", "mobile/-/-", "-"]),
        ("mobile", ["-", "-", "-", "mobile/-/-", "-"]),
    ];
    for (ua, expected) in cases {
        assert_eq!(told_of_all(&UserAgent::from(ua)), expected, "{ua}");
    }
}

#[test]
fn a_long_text_is_kept_and_its_start_is_parsed() {
    let ua = format!("Firefox/1 {}Chrome/2 Googlebot", "(".repeat(100_000));
    let agent = UserAgent::from(ua.as_str());
    assert_eq!(agent.browser.name, Some("Firefox"));
    assert!(agent.is_bot);
    assert_eq!(agent.ua, ua);
}

proptest! {
    #![proptest_config(crate::testing::cases())]

    #[test]
    fn every_text_parses_and_is_kept(ua in any::<String>()) {
        prop_assert_eq!(UserAgent::from(ua.as_str()).ua, ua);
    }

    /// Texts of the words that the rules look for, in any order.
    #[test]
    fn versions_and_models_are_parts_of_the_text(
        words in prop::collection::vec(
            prop::sample::select(&[
                "Android ", "14", ";", ")", "(", " ", "é", "Build/", " Build", "SAMSUNG ", "SM-", "Chrome/", "Version/", "Safari/",
                "Mac OS X ", "10_15", ".", "/", "Xbox; Xbox ", "Mobile", "rv:", "Gecko/", "AppleWebKit/537.36", "en-us", "K",
            ]),
            0..16,
        )
    ) {
        let ua = words.concat();
        let agent = UserAgent::from(ua.as_str());
        let parts = [agent.browser.version, agent.browser.major, agent.engine.version, agent.os.version, agent.device.model];
        for part in parts.into_iter().flatten() {
            prop_assert!(!part.is_empty() && ua.replace('_', ".").contains(&part.replace('_', ".")), "`{part}` of `{ua}`");
        }
    }
}
