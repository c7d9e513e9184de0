//! The value of one field of a form.

use serde::{Serialize, Serializer};

use super::file::File;

/// The value of one field of a [`FormData`](super::FormData): TypeScript's `FormDataEntryValue` (NEXT-SPEC B5).
///
/// It serialises as JavaScript would print it, but for a file, which says what it is: a text as a string, a file as
/// `{"name":"a.png","type":"image/png","size":7}`, without its content.
///
/// # Example
///
/// ```
/// use route_runtime::{File, FormValue};
///
/// let text = FormValue::from("hello");
/// assert_eq!((text.as_text(), text.as_file()), (Some("hello"), None));
/// assert_eq!(serde_json::to_string(&text).unwrap(), r#""hello""#);
///
/// let file = FormValue::from(File::new("a.png", vec![0x89]).with_content_type("image/png"));
/// assert_eq!(file.as_file().map(File::len), Some(1));
/// assert_eq!(serde_json::to_string(&file).unwrap(), r#"{"name":"a.png","type":"image/png","size":1}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormValue {
    /// A part without a file name, or any field of an URL-encoded form.
    Text(String),
    /// A part with a file name.
    File(File),
}

impl FormValue {
    /// The text, unless it is a file.
    ///
    /// ```
    /// # use route_runtime::FormValue;
    /// assert_eq!(FormValue::from("hello").as_text(), Some("hello"));
    /// ```
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::File(_) => None,
        }
    }

    /// The file, unless it is a text.
    ///
    /// ```
    /// # use route_runtime::{File, FormValue};
    /// let value = FormValue::from(File::new("a.txt", "hello"));
    /// assert_eq!(value.as_file().map(File::name), Some("a.txt"));
    /// ```
    pub fn as_file(&self) -> Option<&File> {
        match self {
            Self::Text(_) => None,
            Self::File(file) => Some(file),
        }
    }
}

impl From<String> for FormValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for FormValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<File> for FormValue {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}

impl Serialize for FormValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename = "File")]
        struct Summary<'a> {
            name: &'a str,
            r#type: &'a str,
            size: usize,
        }
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::File(file) => {
                Summary { name: file.name(), r#type: file.content_type(), size: file.len() }.serialize(serializer)
            }
        }
    }
}
