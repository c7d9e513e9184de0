//! A form as a type of the user's.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::FormData;
use crate::fields::{self, WrongField};
use crate::problem::{HttpError, Problem, answer};

/// Why a form is no value of the type asked for, from [`FormData::deserialize`].
///
/// With `?` in a handler, or returned, it is answered with 400, code `invalid_form`, as `application/problem+json`; the
/// member `field` names the field where one is to blame:
/// `{"type":"about:blank","title":"Bad Request","status":400,"code":"invalid_form","detail":"..","field":"age"}`.
///
/// # Example
///
/// ```
/// use route_runtime::FormData;
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Person {
///     age: u8,
/// }
///
/// let error = FormData::from_iter([("age", "old")]).deserialize::<Person>().unwrap_err();
/// assert_eq!(error.field(), Some("age"));
/// assert_eq!(error.to_string(), "the form field `age` is not valid: invalid digit found in string");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct FormError(WrongField);

impl FormError {
    /// The name of the mistake for programs, `"invalid_form"`; it does not change between releases.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// assert_eq!(FormData::new().deserialize::<(String,)>().unwrap_err().code(), "invalid_form");
    /// ```
    pub fn code(&self) -> &'static str {
        "invalid_form"
    }

    /// The status of the answer, 400.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// assert_eq!(FormData::new().deserialize::<(String,)>().unwrap_err().status(), 400);
    /// ```
    pub fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }

    /// The field that is wrong or missing, if it is one.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// #[derive(Debug, serde::Deserialize)]
    /// struct Person {
    ///     name: String,
    /// }
    ///
    /// let error = FormData::new().deserialize::<Person>().unwrap_err();
    /// assert_eq!(error.field(), Some("name"));
    /// ```
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }
}

impl HttpError for FormError {
    fn status(&self) -> StatusCode {
        self.status()
    }

    fn problem(&self) -> Problem {
        Problem::new(self.status(), self.code()).with_detail(self.to_string()).with_field(self.0.field.clone())
    }
}

impl IntoResponse for FormError {
    fn into_response(self) -> Response {
        answer(Box::new(self), None)
    }
}

pub(super) fn deserialize<T: DeserializeOwned>(form: &FormData) -> Result<T, FormError> {
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form {
        if let Some(text) = value.as_text() {
            encoded.append_pair(name, text);
        }
    }
    fields::deserialize(&encoded.finish(), "form", "form field").map_err(FormError)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::RouteError;
    use crate::form_data::File;
    use crate::problem::testing::parts;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    struct Person {
        name: String,
        age: Option<u8>,
        #[serde(default)]
        tags: Vec<String>,
    }

    fn form(encoded: &str) -> FormData {
        FormData::from_urlencoded(encoded.as_bytes()).unwrap()
    }

    #[test]
    fn texts_become_fields_and_repeats_lists() {
        let person = |name: &str, age, tags: &[&str]| Person {
            name: name.to_owned(),
            age,
            tags: tags.iter().copied().map(str::to_owned).collect(),
        };
        let cases = [
            ("name=a", person("a", None, &[])),
            ("name=&more=1", person("", None, &[])),
            ("age=7&name=%C3%A9+%26", person("é &", Some(7), &[])),
            ("tags=b&name=a&tags=c&tags=", person("a", None, &["b", "c", ""])),
            ("name=a&tags=b", person("a", None, &["b"])),
        ];
        for (encoded, expected) in cases {
            assert_eq!(form(encoded).deserialize::<Person>().unwrap(), expected, "{encoded}");
        }
        let map: BTreeMap<String, String> = form("b=2&a=1").deserialize().unwrap();
        assert_eq!(map, BTreeMap::from([("a".into(), "1".into()), ("b".into(), "2".into())]));
        let pairs: Vec<(String, String)> = form("b=2&a=1&b=3").deserialize().unwrap();
        assert_eq!(pairs, [("b".into(), "2".into()), ("a".into(), "1".into()), ("b".into(), "3".into())]);
    }

    #[test]
    fn files_are_left_out() {
        let mut form = form("name=a");
        form.append("name", File::new("a.txt", "content"));
        assert_eq!(form.deserialize::<Person>().unwrap().name, "a");
    }

    #[tokio::test]
    async fn a_bad_form_is_a_problem_that_names_the_field() {
        let cases = [
            ("", Some("name"), "`name` is missing"),
            ("name=a&age=x", Some("age"), "`age` is not valid: invalid digit"),
            ("name=a&age=256", Some("age"), "`age` is not valid: number too large"),
            ("name=a&name=b", Some("name"), "`name` is given more than once"),
        ];
        for (encoded, field, detail) in cases {
            let error = form(encoded).deserialize::<Person>().unwrap_err();
            assert_eq!(error.field(), field, "{encoded}: {error}");
            for response in [error.clone().into_response(), RouteError::from(error).into_response()] {
                let (status, kind, body) = parts(response).await;
                assert_eq!((status, kind.as_str()), (400, "application/problem+json"));
                let body: serde_json::Value = serde_json::from_str(&body).unwrap();
                assert_eq!((body["code"].as_str(), body["field"].as_str()), (Some("invalid_form"), field));
                assert!(body["detail"].as_str().unwrap().contains(detail), "{body}");
            }
        }
    }

    #[test]
    fn a_mistake_of_no_field_names_none() {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Nothing {}

        assert_eq!(form("a=1").deserialize::<u8>().unwrap_err().field(), None);
        assert!(form("a=1").deserialize::<Nothing>().unwrap_err().to_string().contains("unknown field `a`"));
    }
}
