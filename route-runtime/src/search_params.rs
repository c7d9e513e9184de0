//! The query of a URL as a list of names and values.

use std::fmt;
use std::iter::Map;
use std::{slice, vec};

/// The parameters of a query, decoded and in order: `URLSearchParams` of a `NextRequest`'s `nextUrl` (NEXT-SPEC U7).
///
/// Parsing is WHATWG's `application/x-www-form-urlencoded`, which accepts every text: `+` is a space, `%xx` a byte, what
/// is not UTF-8 becomes U+FFFD, empty pieces (`a&&b`) are skipped, a name without `=` has the value `""`. Names are
/// case-sensitive and may repeat. [`Display`](fmt::Display) encodes the parameters again, without a leading `?`.
///
/// # Example
///
/// ```
/// use route_runtime::SearchParams;
///
/// let params = SearchParams::from("?query=caf%C3%A9+au+lait&tag=a&tag=b&flag");
/// assert_eq!(params.get("query"), Some("café au lait"));
/// assert_eq!(params.get("tag"), Some("a"));
/// assert_eq!(params.get_all("tag").collect::<Vec<_>>(), ["a", "b"]);
/// assert_eq!(params.get("flag"), Some(""));
/// assert_eq!(params.get("Flag"), None);
/// assert_eq!(params.to_string(), "query=caf%C3%A9+au+lait&tag=a&tag=b&flag=");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchParams {
    pairs: Vec<(String, String)>,
}

impl SearchParams {
    /// The first value of `name`, if any: `searchParams.get(name)`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// assert_eq!(SearchParams::from("page=2").get("page"), Some("2"));
    /// ```
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.iter();
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Every value of `name`, in order: `searchParams.getAll(name)`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let params = SearchParams::from("tag=a&page=2&tag=b");
    /// assert_eq!(params.get_all("tag").collect::<Vec<_>>(), ["a", "b"]);
    /// ```
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.iter().filter(move |(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether `name` is there, with or without a value: `searchParams.has(name)`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// assert!(SearchParams::from("draft").has("draft"));
    /// ```
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The number of pairs, repeats counted: `searchParams.size`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// assert_eq!(SearchParams::from("a=1&a=2").len(), 2);
    /// ```
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are no parameters.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// assert!(SearchParams::from("?").is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The pairs of name and value, in order: `searchParams.entries()`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let params = SearchParams::from("a=1&b=2");
    /// assert_eq!(params.iter().collect::<Vec<_>>(), [("a", "1"), ("b", "2")]);
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> + Clone {
        self.into_iter()
    }
}

/// Parses a query; one leading `?` is skipped, as `new URLSearchParams(text)` does.
impl From<&str> for SearchParams {
    fn from(query: &str) -> Self {
        let query = query.strip_prefix('?').unwrap_or(query);
        let pairs = form_urlencoded::parse(query.as_bytes());
        Self { pairs: pairs.into_owned().collect() }
    }
}

/// Takes pairs as they are, nothing is decoded.
impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for SearchParams {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let owned = |(name, value): (N, V)| (name.into(), value.into());
        Self { pairs: pairs.into_iter().map(owned).collect() }
    }
}

impl<'a> IntoIterator for &'a SearchParams {
    type Item = (&'a str, &'a str);
    type IntoIter = Map<slice::Iter<'a, (String, String)>, fn(&'a (String, String)) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.pairs.iter().map(|(name, value)| (name, value))
    }
}

impl IntoIterator for SearchParams {
    type Item = (String, String);
    type IntoIter = vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.pairs.into_iter()
    }
}

impl fmt::Display for SearchParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (name, value) in self {
            f.write_str(separator)?;
            separator = "&";
            encode(name, f)?;
            f.write_str("=")?;
            encode(value, f)?;
        }
        Ok(())
    }
}

fn encode(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    form_urlencoded::byte_serialize(text.as_bytes()).try_for_each(|piece| f.write_str(piece))
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn U7_every_text_parses_as_whatwg_says() {
        type Pairs = [(&'static str, &'static str)];
        let cases: [(&str, &Pairs, &str); 17] = [
            ("", &[], ""),
            ("?", &[], ""),
            ("&&", &[], ""),
            ("a=1", &[("a", "1")], "a=1"),
            ("?a=1", &[("a", "1")], "a=1"),
            ("??a=1", &[("?a", "1")], "%3Fa=1"),
            ("a", &[("a", "")], "a="),
            ("=", &[("", "")], "="),
            ("=1", &[("", "1")], "=1"),
            ("a=b=c", &[("a", "b=c")], "a=b%3Dc"),
            ("&a=1&&b=2&", &[("a", "1"), ("b", "2")], "a=1&b=2"),
            ("a=2&A=1&a=1", &[("a", "2"), ("A", "1"), ("a", "1")], "a=2&A=1&a=1"),
            ("q=a+b%20c%2B", &[("q", "a b c+")], "q=a+b+c%2B"),
            ("q=%", &[("q", "%")], "q=%25"),
            ("q=%zz%4", &[("q", "%zz%4")], "q=%25zz%254"),
            ("q=%FF\u{e9}", &[("q", "\u{fffd}\u{e9}")], "q=%EF%BF%BD%C3%A9"),
            ("a;b=1#c", &[("a;b", "1#c")], "a%3Bb=1%23c"),
        ];
        for (query, pairs, printed) in cases {
            let params = SearchParams::from(query);
            assert_eq!(params.iter().collect::<Vec<_>>(), pairs, "{query}");
            assert_eq!(params.to_string(), printed, "{query}");
            assert_eq!(params.len(), pairs.len());
            assert_eq!(params.iter().len(), pairs.len());
            assert_eq!(params.is_empty(), pairs.is_empty());
            assert_eq!(params, pairs.iter().copied().collect());
        }
    }

    #[test]
    fn a_name_is_looked_up_exactly() {
        let params = SearchParams::from("a=1&b&a=2");
        let cases: [(&str, &[&str]); 5] = [("a", &["1", "2"]), ("b", &[""]), ("A", &[]), ("", &[]), ("a ", &[])];
        for (name, values) in cases {
            assert_eq!(params.get_all(name).collect::<Vec<_>>(), values, "{name}");
            assert_eq!(params.get(name), values.first().copied(), "{name}");
            assert_eq!(params.has(name), !values.is_empty(), "{name}");
        }
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn parsing_what_was_printed_changes_nothing(query in r"(\PC|[?&=+%0-9a-fA-F]){0,64}") {
            let params = SearchParams::from(query.as_str());
            let printed = params.to_string();
            let again = SearchParams::from(printed.as_str());
            prop_assert_eq!(&again, &params);
            prop_assert_eq!(again.to_string(), printed);
        }

        #[test]
        fn any_pairs_survive_printing(pairs in prop::collection::vec((any::<String>(), any::<String>()), 0..8)) {
            let params: SearchParams = pairs.clone().into_iter().collect();
            let printed = params.to_string();
            prop_assert!(printed.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(SearchParams::from(printed.as_str()).into_iter().collect::<Vec<_>>(), pairs);
        }
    }
}
