//! The query of a URL as a list of names and values.

mod deserialize;

use std::fmt;
use std::iter::Map;
use std::{slice, vec};

pub use deserialize::QueryError;

/// The parameters of a query, decoded and in order: `URLSearchParams` of a `NextRequest`'s `nextUrl` (NEXT-SPEC U7).
///
/// Parsing is WHATWG's `application/x-www-form-urlencoded`, which accepts every text: `+` is a space, `%xx` a byte, what
/// is not UTF-8 becomes U+FFFD, empty pieces (`a&&b`) are skipped, a name without `=` has the value `""`. Names are
/// case-sensitive and may repeat. [`Display`](fmt::Display) encodes the parameters again, without a leading `?`.
///
/// The methods that write return the parameters, so that they chain. Written through
/// [`NextUrl::search_params_mut`](crate::NextUrl::search_params_mut) they change the URL.
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
#[doc(alias = "URLSearchParams")]
#[doc(alias = "searchParams")]
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
    #[doc(alias = "getAll")]
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

    /// Whether `name` is there with this value: `searchParams.has(name, value)`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let params = SearchParams::from("tag=a&tag=b");
    /// assert!(params.has_value("tag", "b"));
    /// assert!(!params.has_value("tag", "c"));
    /// ```
    pub fn has_value(&self, name: &str, value: &str) -> bool {
        self.iter().any(|pair| pair == (name, value))
    }

    /// Gives `name` this one value, in the place of its first: `searchParams.set(name, value)`.
    ///
    /// Its other values are removed; a name that is not there is added at the end.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let mut params = SearchParams::from("tag=a&page=2&tag=b");
    /// params.set("tag", "c d").set("draft", "");
    /// assert_eq!(params.to_string(), "tag=c+d&page=2&draft=");
    /// ```
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        let pair = (name.into(), value.into());
        match self.pairs.iter().position(|(key, _)| *key == pair.0) {
            Some(first) => {
                let mut later = self.pairs.split_off(first);
                later.retain(|(key, _)| *key != pair.0);
                self.pairs.push(pair);
                self.pairs.append(&mut later);
            }
            None => self.pairs.push(pair),
        }
        self
    }

    /// Adds a value to those that `name` has, at the end: `searchParams.append(name, value)`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let mut params = SearchParams::from("tag=a");
    /// params.append("tag", "b").append("page", 2.to_string());
    /// assert_eq!(params.to_string(), "tag=a&tag=b&page=2");
    /// ```
    pub fn append(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.pairs.push((name.into(), value.into()));
        self
    }

    /// Removes every value of `name`: `searchParams.delete(name)`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let mut params = SearchParams::from("tag=a&page=2&tag=b");
    /// assert_eq!(params.delete("tag").to_string(), "page=2");
    /// ```
    pub fn delete(&mut self, name: &str) -> &mut Self {
        self.pairs.retain(|(key, _)| key != name);
        self
    }

    /// Removes `name` where it has this value: `searchParams.delete(name, value)`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let mut params = SearchParams::from("tag=a&tag=b&tag=a");
    /// assert_eq!(params.delete_value("tag", "a").to_string(), "tag=b");
    /// ```
    pub fn delete_value(&mut self, name: &str, value: &str) -> &mut Self {
        self.pairs.retain(|(key, held)| key != name || held != value);
        self
    }

    /// Orders the pairs by their names' UTF-16 code units, repeats as they were: `searchParams.sort()`.
    ///
    /// A cache whose key is a query finds one entry for `?a=1&b=2` and `?b=2&a=1`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let mut params = SearchParams::from("page=2&Tag=b&tag=c&tag=a");
    /// assert_eq!(params.sort().to_string(), "Tag=b&page=2&tag=c&tag=a");
    /// ```
    pub fn sort(&mut self) -> &mut Self {
        self.pairs.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
        self
    }

    /// The number of pairs, repeats counted: `searchParams.size`.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// assert_eq!(SearchParams::from("a=1&a=2").len(), 2);
    /// ```
    #[doc(alias = "size")]
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

    #[test]
    fn U7_every_write_does_what_whatwg_says() {
        type Write = fn(&mut SearchParams) -> &mut SearchParams;
        let cases: [(&str, Write, &str); 19] = [
            ("", |params| params.set("a", "1"), "a=1"),
            ("b=2", |params| params.set("a", "1"), "b=2&a=1"),
            ("a=0", |params| params.set("a", "1"), "a=1"),
            ("x=0&a=1&y=0&a=2&z=0&a=3", |params| params.set("a", "4"), "x=0&a=4&y=0&z=0"),
            ("A=1", |params| params.set("a", "2"), "A=1&a=2"),
            ("=1", |params| params.set("", "2"), "=2"),
            ("a=1", |params| params.set("a", "&=+ \u{e9}"), "a=%26%3D%2B+%C3%A9"),
            ("", |params| params.append("a", "1"), "a=1"),
            ("a=1&b=2", |params| params.append("a", "1"), "a=1&b=2&a=1"),
            ("a=1&b=2&a=3", |params| params.delete("a"), "b=2"),
            ("a=1", |params| params.delete("b"), "a=1"),
            ("a", |params| params.delete("a"), ""),
            ("a=1&a=2&b=1&a=1", |params| params.delete_value("a", "1"), "a=2&b=1"),
            ("a=1", |params| params.delete_value("a", "2"), "a=1"),
            ("a", |params| params.delete_value("a", ""), ""),
            ("z=b&a=b&z=a&a=a", |params| params.sort(), "a=b&a=a&z=b&z=a"),
            ("b&a&&=1&A", |params| params.sort(), "=1&A=&a=&b="),
            // Web platform tests: a surrogate pair is before U+FFFD, though its code point is after.
            ("%EF%BF%BD=1&%F0%9F%8C%88=2", |params| params.sort(), "%F0%9F%8C%88=2&%EF%BF%BD=1"),
            ("c=3", |params| params.append("b", "2").set("a", "1").delete("c").sort(), "a=1&b=2"),
        ];
        for (query, write, expected) in cases {
            let mut params = SearchParams::from(query);
            assert_eq!(write(&mut params).to_string(), expected, "{query}");
        }
    }

    #[test]
    fn U7_a_value_is_looked_up_exactly() {
        let params = SearchParams::from("a=1&b&a=2");
        for (name, value, there) in [
            ("a", "1", true),
            ("a", "2", true),
            ("a", "", false),
            ("b", "", true),
            ("b", "1", false),
            ("A", "1", false),
        ] {
            assert_eq!(params.has_value(name, value), there, "{name}={value}");
        }
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn after_set_a_name_has_one_value_and_the_others_are_untouched(query in "([abc]=[12]&){0,12}") {
            let before = SearchParams::from(query.as_str());
            let mut after = before.clone();
            after.set("a", "new");
            prop_assert_eq!(after.get_all("a").collect::<Vec<_>>(), ["new"]);
            let place = |params: &SearchParams| params.iter().position(|(name, _)| name == "a");
            prop_assert_eq!(place(&after), Some(place(&before).unwrap_or(before.len())));
            let others = |params: &SearchParams| params.clone().delete("a").to_string();
            prop_assert_eq!(others(&after), others(&before));
        }

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
