//! The query as a type of the user's, and what is said when it is none.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::SearchParams;
use crate::fields::{self, WrongField};
use crate::problem::{HttpError, Problem, answer};
use crate::readable::Readable;

impl SearchParams {
    /// The parameters as a type: a struct with a field for each name, a map, or a `Vec` of pairs.
    ///
    /// JavaScript reads them one by one, `searchParams.get(name)` (NEXT-SPEC U7), and checks them with a library. A field that
    /// is a `Vec` takes every value of its name; the other fields refuse a name that is sent twice. A missing name is
    /// an error unless the field is an `Option` or has `#[serde(default)]`, a `Vec` too. `?page=` is `None` for an `Option`
    /// of a number, `Some("")` for one of a text. Names that are no field are left alone, unless the struct has
    /// `#[serde(deny_unknown_fields)]`. Structs inside structs are not read.
    ///
    /// # Errors
    ///
    /// [`QueryError`], which names the field and with `?` in a handler answers 400.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// use route_runtime::{NextRequest, NextResponse, Result};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Search {
    ///     q: String,
    ///     page: Option<u32>,
    ///     #[serde(default)]
    ///     tag: Vec<String>,
    /// }
    ///
    /// async fn GET(req: NextRequest) -> Result {
    ///     let search: Search = req.next_url().search_params().deserialize()?;
    ///     Ok(NextResponse::json(&(search.q, search.page.unwrap_or(1), search.tag)))
    /// }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let send = |url| NextRequest::from(Request::get(url).body(Body::empty()).unwrap());
    /// assert_eq!(GET(send("/?q=rust&tag=a&tag=b")).await.unwrap().status(), 200);
    ///
    /// let error = GET(send("/?q=rust&page=two")).await.unwrap_err();
    /// assert_eq!(error.status(), 400);
    /// assert_eq!(error.to_string(), "the query parameter `page` is not valid: invalid digit found in string");
    /// # }
    /// ```
    pub fn deserialize<T: Readable>(&self) -> Result<T, QueryError> {
        // The deserializer groups repeats, and reads nothing but text.
        fields::deserialize(&self.to_string(), "query", "query parameter").map_err(QueryError)
    }
}

/// Why a query is not what [`SearchParams::deserialize`] was asked for.
///
/// With `?` in a handler, or returned, it becomes 400 and `application/problem+json` (RFC 9457):
/// `{"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_query","detail":"..","field":"page"}`.
///
/// # Example
///
/// ```
/// use route_runtime::SearchParams;
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Search {
///     page: u32,
/// }
///
/// let search = |query: &str| SearchParams::from(query).deserialize::<Search>();
/// assert_eq!(search("page=2").unwrap().page, 2);
///
/// let error = search("q=rust").unwrap_err();
/// assert_eq!(error.field(), Some("page"));
/// assert_eq!(error.to_string(), "the query parameter `page` is missing");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct QueryError(WrongField);

impl QueryError {
    /// The name of the mistake for programs, `"invalid_query"`; it does not change between releases.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let error = SearchParams::from("a=1").deserialize::<Vec<(String, bool)>>().unwrap_err();
    /// assert_eq!(error.code(), "invalid_query");
    /// ```
    pub fn code(&self) -> &'static str {
        "invalid_query"
    }

    /// The status of the answer, 400.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// let error = SearchParams::from("a=1").deserialize::<Vec<(String, bool)>>().unwrap_err();
    /// assert_eq!(error.status(), 400);
    /// ```
    pub fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }

    /// The parameter that is wrong or missing, with the place among its values if it is a list, `tag[1]`. `None` where the
    /// type does not say, which is so for a struct with `#[serde(flatten)]` and for a list of pairs.
    ///
    /// ```
    /// # use route_runtime::SearchParams;
    /// # use std::collections::HashMap;
    /// let error = SearchParams::from("a=1&b=x").deserialize::<HashMap<String, u8>>().unwrap_err();
    /// assert_eq!(error.field(), Some("b"));
    /// ```
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }
}

impl HttpError for QueryError {
    fn status(&self) -> StatusCode {
        self.status()
    }

    fn problem(&self) -> Problem {
        Problem::new(self.status(), self.code()).with_detail(self.to_string()).with_field(self.0.field.clone())
    }
}

impl IntoResponse for QueryError {
    fn into_response(self) -> Response {
        answer(Box::new(self), None)
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::error::RouteError;
    use crate::problem::testing::parts;
    use proptest::prelude::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(rename_all = "lowercase")]
    enum Order {
        #[default]
        Asc,
        Desc,
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Search {
        q: String,
        per_page: Option<u32>,
        note: Option<String>,
        #[serde(default)]
        tag: Vec<String>,
        #[serde(default)]
        id: Vec<u8>,
        #[serde(default)]
        order: Order,
        #[serde(default)]
        draft: bool,
    }

    fn text(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn U7_a_query_becomes_a_struct() {
        let cases = [
            ("q=a+b", Search { q: text("a b"), ..Search::default() }),
            ("q=", Search::default()),
            ("q=&perPage=&note=", Search { note: Some(text("")), ..Search::default() }),
            ("q=&perPage=20", Search { per_page: Some(20), ..Search::default() }),
            ("q=&tag=a&id=1&tag=&id=2", Search { tag: vec![text("a"), text("")], id: vec![1, 2], ..Search::default() }),
            ("q=&tag=a%26b%3Dc", Search { tag: vec![text("a&b=c")], ..Search::default() }),
            ("q=&order=desc&draft=true", Search { order: Order::Desc, draft: true, ..Search::default() }),
            ("q=%00%FF", Search { q: text("\0\u{fffd}"), ..Search::default() }),
        ];
        for (query, expected) in cases {
            assert_eq!(SearchParams::from(query).deserialize::<Search>().unwrap(), expected, "{query}");
        }
        let pairs: Vec<(String, String)> = SearchParams::from("a=1&b=2&a=3").deserialize().unwrap();
        assert_eq!(pairs, [("a", "1"), ("b", "2"), ("a", "3")].map(|(name, value)| (text(name), text(value))));
        let lists: BTreeMap<String, Vec<u8>> = SearchParams::from("a=1&b=2&a=3").deserialize().unwrap();
        assert_eq!(lists, BTreeMap::from([(text("a"), vec![1, 3]), (text("b"), vec![2])]));
        SearchParams::default().deserialize::<()>().unwrap();
    }

    #[tokio::test]
    async fn U7_a_wrong_query_is_a_400_that_names_the_field() {
        let cases = [
            ("", "q", "the query parameter `q` is missing"),
            ("Q=a", "Q", "the query parameter `Q` is not valid: unknown field `Q`, expected one of"),
            ("q=a&q=b", "q", "the query parameter `q` is given more than once"),
            ("q=&perPage=x", "perPage", "the query parameter `perPage` is not valid: invalid digit found in string"),
            ("q=&perPage=-1", "perPage", "the query parameter `perPage` is not valid: invalid digit"),
            ("q=&perPage=4294967296", "perPage", "the query parameter `perPage` is not valid: number too large"),
            ("q=&perPage=1&perPage=2", "perPage", "the query parameter `perPage` is given more than once"),
            ("q=&id=1&id=256", "id[1]", "the query parameter `id[1]` is not valid: number too large"),
            ("q=&id=1&tag=&id=", "id[1]", "the query parameter `id[1]` is not valid: cannot parse integer"),
            ("q=&order=up", "order", "the query parameter `order` is not valid: unknown variant `up`"),
            ("q=&draft", "draft", "the query parameter `draft` is not valid: invalid value: string \"\""),
        ];
        for (query, field, detail) in cases {
            let error = SearchParams::from(query).deserialize::<Search>().unwrap_err();
            assert_eq!(error.field(), Some(field), "{query}");
            let direct = parts(error.clone()).await;
            assert_eq!(parts(RouteError::from(error)).await, direct, "through `?`");
            let (status, kind, body) = direct;
            assert_eq!((status, kind.as_str()), (400, "application/problem+json"), "{query}");
            let body: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!((&body["code"], &body["field"]), (&"invalid_query".into(), &field.into()), "{query}");
            assert!(body["detail"].as_str().unwrap().starts_with(detail), "{query}: {body}");
        }
    }

    #[tokio::test]
    async fn a_mistake_of_no_field_has_no_field() {
        let error = SearchParams::from("a=x").deserialize::<()>().unwrap_err();
        assert_eq!(error.field(), None);
        let (status, _, body) = parts(error).await;
        assert_eq!(status, 400);
        assert!(body.contains("the query is not valid: ") && !body.contains("field"), "{body}");
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn a_list_of_pairs_is_what_iteration_gives(query in r"(\PC|[?&=+%0-9a-fA-F]){0,64}") {
            let params = SearchParams::from(query.as_str());
            let pairs: Vec<(String, String)> = params.deserialize().unwrap();
            prop_assert_eq!(pairs, params.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn no_query_panics(query in r"((q|perPage|tag|id|order|draft|\PC)(=|&|[0-9a-z\[\].])){0,16}") {
            if let Err(error) = SearchParams::from(query.as_str()).deserialize::<Search>() {
                prop_assert_eq!(error.status(), 400);
            }
        }
    }
}
