//! Whether a request comes from a crawler that says so.

/// What the user agents of known crawlers and link previews contain: Next.js's list, in its order, in lower case.
const BOTS: [&str; 31] = [
    "googlebot",
    "mediapartners-google",
    "adsbot-google",
    "googleweblight",
    "storebot-google",
    "google-pagerenderer",
    "google-inspectiontool",
    "googleother",
    "google-extended",
    "bingbot",
    "bingpreview",
    "slurp",
    "duckduckbot",
    "baiduspider",
    "yandex",
    "sogou",
    "linkedinbot",
    "bitlybot",
    "tumblr",
    "vkshare",
    "quora link preview",
    "facebookexternalhit",
    "facebookcatalog",
    "twitterbot",
    "applebot",
    "redditbot",
    "slackbot",
    "discordbot",
    "whatsapp",
    "skypeuripreview",
    "ia_archiver",
];

/// Whether a `User-Agent` names one of the crawlers and link previews that Next.js knows: `isBot` of `userAgent(request)`
/// (NEXT-SPEC A10).
///
/// The names are looked for anywhere in the text, in upper or lower case. Crawlers can pretend to be browsers and browsers to be
/// crawlers, so this is for choosing what to render or to count, not for deciding who may come in. The time is linear in the
/// length of the text.
///
/// # Example
///
/// ```
/// use route_runtime::is_bot;
///
/// assert!(is_bot("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"));
/// assert!(!is_bot("Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0"));
/// ```
#[doc(alias = "isBot")]
pub fn is_bot(user_agent: &str) -> bool {
    let text = user_agent.to_ascii_lowercase();
    BOTS.iter().any(|bot| text.contains(bot))
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One real user agent for each name of the list, in its order.
    const AGENTS_OF_BOTS: [&str; BOTS.len()] = [
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) \
         Chrome/124.0.6367.82 Safari/537.36",
        "Mediapartners-Google",
        "AdsBot-Google (+http://www.google.com/adsbot.html)",
        "Mozilla/5.0 (Linux; Android 4.2.1; en-us; Nexus 5 Build/JOP40D) AppleWebKit/535.19 (KHTML, like Gecko; googleweblight) \
         Chrome/38.0.1025.166 Mobile Safari/535.19",
        "Mozilla/5.0 (X11; Linux x86_64; Storebot-Google/1.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.88 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 \
         Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)",
        "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
        "GoogleOther",
        "Mozilla/5.0 (compatible; Google-Extended/1.0)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
        "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
        "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
        "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
        "bitlybot/3.0 (+http://bit.ly/)",
        "Tumblr/14.0.835.186",
        "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.11; rv:42.0) Gecko/20100101 Firefox/42.0 (Quora Link Preview/1.0; \
         +https://www.quora.com)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "facebookcatalog/1.0",
        "Twitterbot/1.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 \
         (Applebot/0.1; +http://www.apple.com/go/applebot)",
        "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "WhatsApp/2.23.20.0",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
        "ia_archiver (+http://www.alexa.com/site/help/webmasters; crawler@alexa.com)",
    ];

    #[test]
    fn A10_each_listed_crawler_is_a_bot_in_any_case() {
        for (bot, agent) in BOTS.iter().zip(AGENTS_OF_BOTS) {
            assert!(agent.to_ascii_lowercase().contains(bot), "{agent} is no example of {bot}");
            assert_eq!(*bot, bot.to_ascii_lowercase(), "names are compared in lower case");
            for case in
                [agent.to_owned(), agent.to_uppercase(), agent.to_lowercase(), bot.to_string(), format!("é{bot}/1")]
            {
                assert!(is_bot(&case), "{case}");
            }
        }
    }

    #[test]
    fn A10_browsers_tools_and_near_misses_are_no_bots() {
        let cases = [
            "",
            "curl/8.5.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 \
             Edg/124.0.2478.51",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 \
             Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 YaBrowser/24.4.0.0 \
             Safari/537.36",
            "Mozilla/5.0 (compatible; SomeOtherBot/1.0)",
            "google bot",
            "quora  link preview",
            "quora-link-preview",
            "ia-archiver",
            "\u{17f}lurp",
        ];
        for agent in cases {
            assert!(!is_bot(agent), "{agent}");
        }
    }

    #[test]
    fn a_header_of_any_length_is_searched_to_its_end() {
        let almost = "googlebo".repeat(100_000 / 8);
        assert!(!is_bot(&almost));
        assert!(is_bot(&(almost + "googlebot")));
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn A10_what_surrounds_a_name_does_not_hide_it(before in ".{0,32}", bot in prop::sample::select(&BOTS), after in ".{0,32}") {
            let agent = format!("{before}{bot}{after}");
            prop_assert!(is_bot(&agent));
            prop_assert!(is_bot(&agent.to_ascii_uppercase()));
        }
    }
}
