//! Names and values as a type of the user's: what a query and a form have in common.

use serde::de::DeserializeOwned;

/// Which field is wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub(crate) struct WrongField {
    /// With the place among its values if it is a list, `tag[1]`; `None` where the type does not say.
    pub(crate) field: Option<String>,
    detail: String,
}

/// Reads `application/x-www-form-urlencoded` text as a type. `whole` and `one` are what an error calls the text and a field of it.
pub(crate) fn deserialize<T: DeserializeOwned>(encoded: &str, whole: &str, one: &str) -> Result<T, WrongField> {
    let fields = serde_html_form::Deserializer::from_bytes(encoded.as_bytes());
    serde_path_to_error::deserialize(fields).map_err(|error| {
        let inner = error.inner().to_string();
        // A field that is missing is on no path, only in serde's words.
        if let Some(field) = inner.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            return WrongField { field: Some(field.to_owned()), detail: format!("the {one} `{field}` is missing") };
        }
        if error.path().iter().next().is_none() {
            return WrongField { field: None, detail: format!("the {whole} is not valid: {inner}") };
        }
        let field = error.path().to_string();
        let detail = match inner.as_str() {
            // What `serde_html_form` says when a name that is sent twice meets a field of one value.
            "unsupported value" => format!("the {one} `{field}` is given more than once"),
            _ => format!("the {one} `{field}` is not valid: {inner}"),
        };
        WrongField { field: Some(field), detail }
    })
}
