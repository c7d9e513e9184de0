//! Validation with the crate garde.

use garde::Validate;

use crate::validation::ValidationError;

/// Returns the value if it is valid by its own rules, those of `#[derive(garde::Validate)]`. Needs the feature `garde`.
///
/// # Errors
///
/// [`ValidationError`], 422, with the path of every field that is not valid: `address.street`, `tags[1]`.
///
/// # Example
///
/// ```
/// use axum::{body::Body, http::Request};
/// use garde::Validate;
/// use route_runtime::{NextRequest, NextResponse, Result, validate};
///
/// #[derive(serde::Deserialize, Validate)]
/// struct Signup {
///     #[garde(length(min = 1, max = 20))]
///     name: String,
///     #[garde(range(min = 18))]
///     age: u8,
/// }
///
/// async fn POST(mut req: NextRequest) -> Result {
///     let signup: Signup = validate(req.form_data().await?.deserialize()?)?;
///     Ok(NextResponse::new(signup.name))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let send = |body| {
///     let sent = Request::post("/signup").header("content-type", "application/x-www-form-urlencoded");
///     NextRequest::from(sent.body(Body::from(body)).unwrap())
/// };
/// assert_eq!(POST(send("name=Ada&age=36")).await.unwrap().status(), 200);
/// assert_eq!(POST(send("name=&age=7")).await.unwrap_err().status(), 422);
/// assert_eq!(POST(send("name=Ada&age=old")).await.unwrap_err().status(), 400);
/// # }
/// ```
pub fn validate<T: Validate<Context = ()>>(value: T) -> Result<T, ValidationError> {
    match value.validate() {
        Ok(()) => Ok(value),
        Err(report) => Err(report.iter().map(|(path, error)| (path.to_string(), error.message())).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Validate)]
    struct Order {
        #[garde(length(min = 1))]
        name: &'static str,
        #[garde(dive)]
        address: Address,
        #[garde(inner(range(min = 1, max = 9)))]
        amounts: Vec<u8>,
    }

    #[derive(Debug, Validate)]
    struct Address {
        #[garde(length(min = 3))]
        street: &'static str,
    }

    fn order(name: &'static str, street: &'static str, amounts: &[u8]) -> Order {
        Order { name, address: Address { street }, amounts: amounts.to_vec() }
    }

    #[test]
    fn a_valid_value_comes_back() {
        assert_eq!(validate(order("a", "street", &[1])).unwrap().name, "a");
    }

    #[test]
    fn every_field_that_is_not_valid_is_named_with_its_path() {
        let cases: [(Order, &[&str]); 4] = [
            (order("", "street", &[]), &["name"]),
            (order("a", "b", &[]), &["address.street"]),
            (order("a", "street", &[1, 0, 10]), &["amounts[1]", "amounts[2]"]),
            (order("", "", &[0]), &["address.street", "amounts[0]", "name"]),
        ];
        for (order, expected) in cases {
            let error = validate(order).unwrap_err();
            assert_eq!(error.errors().map(|(field, _)| field).collect::<Vec<_>>(), expected, "{error}");
            assert!(error.errors().all(|(_, message)| !message.is_empty()), "{error}");
        }
    }
}
