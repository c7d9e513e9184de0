//! Fields that were understood, and are not acceptable.

use std::fmt;

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::problem::{FieldMistake, HttpError, Problem, answer};

/// What is wrong with the fields of a request that was understood.
///
/// With `?` in a handler, or returned, it is answered with 422, code `validation_failed`, as `application/problem+json`; the
/// member `errors` lists the fields: `{"type":"about:blank","title":"Unprocessable
/// Entity","status":422,"code":"validation_failed","detail":"..","errors":[{"field":"address.street","message":".."}]}`.
///
/// `validate` (feature `garde`) makes it from the checks of a type; what only the handler can check is made by hand.
///
/// # Example
///
/// ```
/// use route_runtime::{NextResponse, Result, ValidationError};
///
/// async fn POST(email: String) -> Result {
///     if email == "taken@example.com" {
///         return Err(ValidationError::new("email", "is taken").into());
///     }
///     Ok(NextResponse::json(&email))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(POST("taken@example.com".to_owned()).await.unwrap_err().status(), 422);
/// # }
/// ```
#[doc(alias = "ZodError")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    errors: Vec<FieldMistake>,
}

impl ValidationError {
    /// One field, and what is wrong with it, written for the client.
    ///
    /// ```
    /// # use route_runtime::ValidationError;
    /// assert_eq!(ValidationError::new("email", "is taken").to_string(), "`email`: is taken");
    /// ```
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::from_iter([(field, message)])
    }

    /// The fields with what is wrong with each, in order; a field may be there twice.
    ///
    /// ```
    /// # use route_runtime::ValidationError;
    /// let error = ValidationError::from_iter([("email", "is taken"), ("age", "is too low")]);
    /// assert_eq!(error.errors().next(), Some(("email", "is taken")));
    /// ```
    pub fn errors(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str()))
    }
}

/// Takes fields with what is wrong with each.
impl<F: Into<String>, M: Into<String>> FromIterator<(F, M)> for ValidationError {
    fn from_iter<I: IntoIterator<Item = (F, M)>>(errors: I) -> Self {
        let mistake = |(field, message): (F, M)| FieldMistake { field: field.into(), message: message.into() };
        Self { errors: errors.into_iter().map(mistake).collect() }
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (field, message) in self.errors() {
            f.write_str(separator)?;
            separator = "; ";
            match field {
                "" => f.write_str(message)?,
                field => write!(f, "`{field}`: {message}")?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for ValidationError {}

impl HttpError for ValidationError {
    fn status(&self) -> StatusCode {
        StatusCode::UNPROCESSABLE_ENTITY
    }

    fn problem(&self) -> Problem {
        Problem::new(self.status(), "validation_failed").with_detail(self.to_string()).with_errors(self.errors.clone())
    }
}

impl IntoResponse for ValidationError {
    fn into_response(self) -> Response {
        answer(Box::new(self), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::RouteError;
    use crate::problem::testing::parts;

    #[tokio::test]
    async fn it_is_a_422_that_lists_the_fields() {
        let error = ValidationError::from_iter([("address.street", "is empty"), ("", "is \"odd\"")]);
        let boxed: axum::BoxError = Box::new(error.clone());
        for response in [
            error.clone().into_response(),
            RouteError::from(error).into_response(),
            RouteError::from(boxed).into_response(),
        ] {
            let (status, kind, body) = parts(response).await;
            assert_eq!((status, kind.as_str()), (422, "application/problem+json"));
            let body: serde_json::Value = serde_json::from_str(&body).unwrap();
            let expected = serde_json::json!({
                "type": "about:blank",
                "title": "Unprocessable Entity",
                "status": 422,
                "code": "validation_failed",
                "detail": "`address.street`: is empty; is \"odd\"",
                "errors": [
                    { "field": "address.street", "message": "is empty" },
                    { "field": "", "message": "is \"odd\"" },
                ],
            });
            assert_eq!(body, expected);
        }
    }
}
