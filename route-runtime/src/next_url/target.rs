//! Path and query: those of the request, taken over without a copy, until they are written.

use std::sync::OnceLock;

use http::uri::PathAndQuery;

use crate::once::get_mut_or_init;
use crate::search_params::SearchParams;

/// The path and the query of a URL.
#[derive(Clone)]
pub(super) struct Target {
    /// What the request line says.
    sent: PathAndQuery,
    /// What stands in the place of the path that was sent.
    path: Option<String>,
    search: Search,
    params: OnceLock<SearchParams>,
}

/// The query as text, with its `?` unless it is empty.
#[derive(Clone)]
enum Search {
    Sent,
    /// As it was written, or, once someone asks, as the parameters were.
    Written(OnceLock<String>),
}

impl Target {
    const ROOT: PathAndQuery = PathAndQuery::from_static("/");

    /// The target of a request: a path and a query, `*` of an OPTIONS request, or nothing but an authority.
    pub(super) fn sent(target: Option<&PathAndQuery>) -> Self {
        let sent = target.cloned().unwrap_or(Self::ROOT);
        let path = if sent.path().starts_with('/') { None } else { Some(format!("/{}", sent.path())) };
        Self { sent, path, search: Search::Sent, params: OnceLock::new() }
    }

    /// A path, and a query without its `?`, both percent-encoded.
    pub(super) fn written(path: String, query: &str) -> Self {
        let mut target = Self { sent: Self::ROOT, path: Some(path), search: Search::Sent, params: OnceLock::new() };
        target.set_query(query);
        target
    }

    pub(super) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or(self.sent.path())
    }

    pub(super) fn set_path(&mut self, path: String) {
        self.path = Some(path);
    }

    /// The query with its `?` unless it is empty.
    pub(super) fn search(&self) -> &str {
        let print = || match self.params.get() {
            Some(params) if !params.is_empty() => format!("?{params}"),
            _ => String::new(),
        };
        match &self.search {
            Search::Sent => sent_search(&self.sent),
            Search::Written(text) => text.get_or_init(print),
        }
    }

    /// Takes a query that is percent-encoded, without its `?`.
    pub(super) fn set_query(&mut self, query: &str) {
        let search = if query.is_empty() { String::new() } else { format!("?{query}") };
        self.search = Search::Written(OnceLock::from(search));
        self.params = OnceLock::new();
    }

    pub(super) fn params(&self) -> &SearchParams {
        self.params.get_or_init(|| parse(&self.search, &self.sent))
    }

    /// The parameters, from which the text is made again.
    pub(super) fn params_mut(&mut self) -> &mut SearchParams {
        let params = get_mut_or_init(&mut self.params, || parse(&self.search, &self.sent));
        self.search = Search::Written(OnceLock::new());
        params
    }
}

fn sent_search(target: &PathAndQuery) -> &str {
    let target = target.as_str();
    match target.find('?') {
        Some(start) if start + 1 < target.len() => &target[start..],
        _ => "",
    }
}

fn parse(search: &Search, sent: &PathAndQuery) -> SearchParams {
    SearchParams::from(match search {
        Search::Sent => sent_search(sent),
        Search::Written(text) => text.get().map_or("", String::as_str),
    })
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn sent(target: &'static str) -> Target {
        Target::sent(Some(&PathAndQuery::from_static(target)))
    }

    #[test]
    fn U7_the_text_and_the_parameters_are_made_from_each_other_once() {
        let mut target = sent("/a?b=%20");
        assert!(target.params.get().is_none());
        let first: *const SearchParams = target.params();
        assert!(std::ptr::eq(first, target.params()));
        assert_eq!(target.search(), "?b=%20", "reading changes no text");

        target.params_mut().append("c", "");
        assert!(matches!(&target.search, Search::Written(text) if text.get().is_none()));
        let first: *const str = target.search();
        assert_eq!(target.search(), "?b=+&c=");
        assert!(std::ptr::eq(first, target.search()));
    }

    #[test]
    fn an_empty_query_has_no_question_mark() {
        for target in ["/", "/?", "*"] {
            assert_eq!(sent(target).search(), "", "{target}");
        }
        assert_eq!(Target::sent(None).search(), "");
        let mut target = Target::written("/".into(), "a");
        target.params_mut().delete("a");
        assert_eq!(target.search(), "");
        target.set_query("");
        assert_eq!((target.search(), target.params().len()), ("", 0));
    }
}
