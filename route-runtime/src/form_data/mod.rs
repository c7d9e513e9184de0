//! Forms: the two encodings of a request body, in memory or part by part, and a form as the body of a response.

mod base_name;
mod content_type;
mod deserialize;
mod disposition;
mod encode;
mod file;
mod multipart;
mod parts;
#[cfg(test)]
mod tests;
mod value;

use std::slice;
use std::vec;

pub use self::deserialize::FormError;
pub use self::file::File;
pub use self::parts::{FormPart, FormParts};
pub use self::value::FormValue;

use self::content_type::FormType;
use crate::body::{BodyError, RequestBody};
use crate::readable::Readable;
use crate::request::SharedHead;

/// The fields, or parts, that are read of a form.
const MAX_ENTRIES: usize = 1_000;

/// The fields of a form, in order: Fetch's `FormData` (NEXT-SPEC B5, B6).
///
/// [`NextRequest::form_data`](crate::NextRequest::form_data) reads one, and a [`NextResponse`](crate::NextResponse) takes one
/// as its body. Names are case-sensitive and may repeat; a value is a text or a [`File`].
///
/// # Example
///
/// ```
/// use axum::{body::Body, http::Request};
/// use route_runtime::{NextRequest, NextResponse, Result};
///
/// #[derive(serde::Deserialize)]
/// struct Signup {
///     email: String,
///     #[serde(default)]
///     topics: Vec<String>,
/// }
///
/// async fn POST(mut req: NextRequest) -> Result {
///     let form = req.form_data().await?;
///     let signup: Signup = form.deserialize()?;
///     Ok(NextResponse::new(format!("{}: {}", signup.email, signup.topics.join(", "))))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let send = |body| {
///     let sent = Request::post("/signup").header("content-type", "application/x-www-form-urlencoded");
///     NextRequest::from(sent.body(Body::from(body)).unwrap())
/// };
/// assert_eq!(POST(send("email=a%40b.c&topics=x&topics=y")).await.unwrap().status(), 200);
/// assert_eq!(POST(send("topics=x")).await.unwrap_err().status(), 400);
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormData {
    entries: Vec<(String, FormValue)>,
}

impl FormData {
    /// A form without fields: `new FormData()`.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// assert!(FormData::new().is_empty());
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses `application/x-www-form-urlencoded`, which is never malformed.
    fn from_urlencoded(body: &[u8]) -> Result<Self, BodyError> {
        let mut form = Self::new();
        for (name, text) in form_urlencoded::parse(body) {
            if form.len() == MAX_ENTRIES {
                return Err(BodyError::TooManyParts { limit: MAX_ENTRIES });
            }
            form.append(name, text.into_owned());
        }
        Ok(form)
    }

    /// The first value of `name`, if any: `formData.get(name)`.
    ///
    /// ```
    /// # use route_runtime::{FormData, FormValue};
    /// let form = FormData::from_iter([("tag", "a"), ("tag", "b")]);
    /// assert_eq!(form.get("tag"), Some(&FormValue::from("a")));
    /// ```
    pub fn get(&self, name: &str) -> Option<&FormValue> {
        self.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The first value of `name`, if it is a text.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// let form = FormData::from_iter([("email", "a@b.c")]);
    /// assert_eq!(form.text("email"), Some("a@b.c"));
    /// assert_eq!(form.text("name"), None);
    /// ```
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(FormValue::as_text)
    }

    /// The first value of `name`, if it is a file.
    ///
    /// A browser sends an empty file without a name for an input in which none was chosen.
    ///
    /// ```
    /// # use route_runtime::{File, FormData};
    /// let form = FormData::from_iter([("avatar", File::new("me.png", vec![0x89]))]);
    /// assert_eq!(form.file("avatar").map(File::name), Some("me.png"));
    /// assert_eq!(form.file("name"), None);
    /// ```
    pub fn file(&self, name: &str) -> Option<&File> {
        self.get(name).and_then(FormValue::as_file)
    }

    /// Every value of `name`, in order: `formData.getAll(name)`.
    ///
    /// ```
    /// # use route_runtime::{FormData, FormValue};
    /// let form = FormData::from_iter([("tag", "a"), ("page", "2"), ("tag", "b")]);
    /// let tags: Vec<_> = form.get_all("tag").filter_map(FormValue::as_text).collect();
    /// assert_eq!(tags, ["a", "b"]);
    /// ```
    #[doc(alias = "getAll")]
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a FormValue> + 'a {
        self.iter().filter(move |(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether `name` is there: `formData.has(name)`.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// assert!(FormData::from_iter([("draft", "")]).has("draft"));
    /// ```
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Adds a field at the end: `formData.append(name, value)`.
    ///
    /// ```
    /// # use route_runtime::{File, FormData};
    /// let mut form = FormData::new();
    /// form.append("title", "Holiday");
    /// form.append("photo", File::new("a.jpg", vec![0xff, 0xd8]));
    /// assert_eq!(form.len(), 2);
    /// ```
    pub fn append(&mut self, name: impl Into<String>, value: impl Into<FormValue>) {
        self.entries.push((name.into(), value.into()));
    }

    /// Puts a value in the place of the first of `name`, removes the others, and adds a field at the end if there is none:
    /// `formData.set(name, value)`.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// let mut form = FormData::from_iter([("a", "1"), ("b", "2"), ("a", "3")]);
    /// form.set("a", "4");
    /// assert_eq!(form, FormData::from_iter([("a", "4"), ("b", "2")]));
    /// ```
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<FormValue>) {
        let name = name.into();
        let mut value = Some(value.into());
        self.entries.retain_mut(|(key, old)| {
            if *key != name {
                return true;
            }
            // There is a new value for the first of them only.
            value.take().map(|new| *old = new).is_some()
        });
        if let Some(value) = value {
            self.append(name, value);
        }
    }

    /// Removes every value of `name`: `formData.delete(name)`.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// let mut form = FormData::from_iter([("a", "1"), ("b", "2"), ("a", "3")]);
    /// form.delete("a");
    /// assert_eq!(form, FormData::from_iter([("b", "2")]));
    /// ```
    pub fn delete(&mut self, name: &str) {
        self.entries.retain(|(key, _)| key != name);
    }

    /// The number of fields, repeats counted.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// assert_eq!(FormData::from_iter([("a", "1"), ("a", "2")]).len(), 2);
    /// ```
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no fields.
    ///
    /// ```
    /// # use route_runtime::FormData;
    /// assert!(FormData::new().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The fields in order: `formData.entries()`.
    ///
    /// ```
    /// # use route_runtime::{FormData, FormValue};
    /// let form = FormData::from_iter([("a", "1"), ("b", "2")]);
    /// let names: Vec<_> = form.iter().map(|(name, _)| name).collect();
    /// assert_eq!(names, ["a", "b"]);
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &FormValue)> + Clone {
        self.into_iter()
    }

    /// The texts as a type of yours. Files are left out.
    ///
    /// A name that repeats becomes a `Vec`, and so does a single one where the type says `Vec`; for a `Vec` that may be
    /// missing add `#[serde(default)]`. A field that is not a `String` is parsed from the text.
    ///
    /// # Errors
    ///
    /// [`FormError`], 400, which names the field, if one is missing, does not parse, or repeats where one value is expected.
    ///
    /// ```
    /// # use route_runtime::{FormData, FormError};
    /// #[derive(Debug, PartialEq, serde::Deserialize)]
    /// struct Order {
    ///     item: u64,
    ///     note: Option<String>,
    ///     tags: Vec<String>,
    /// }
    ///
    /// # fn main() -> Result<(), FormError> {
    /// let form = FormData::from_iter([("item", "7"), ("tags", "a"), ("tags", "b")]);
    /// let order: Order = form.deserialize()?;
    /// assert_eq!(order, Order { item: 7, note: None, tags: vec!["a".into(), "b".into()] });
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "zod")]
    #[doc(alias = "zfd.formData")]
    pub fn deserialize<T: Readable>(&self) -> Result<T, FormError> {
        deserialize::deserialize(self)
    }
}

/// Takes names and values in order.
impl<N: Into<String>, V: Into<FormValue>> FromIterator<(N, V)> for FormData {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let entry = |(name, value): (N, V)| (name.into(), value.into());
        Self { entries: entries.into_iter().map(entry).collect() }
    }
}

impl<'a> IntoIterator for &'a FormData {
    type Item = (&'a str, &'a FormValue);
    type IntoIter = std::iter::Map<slice::Iter<'a, (String, FormValue)>, fn(&'a (String, FormValue)) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter().map(|(name, value)| (name, value))
    }
}

impl IntoIterator for FormData {
    type Item = (String, FormValue);
    type IntoIter = vec::IntoIter<(String, FormValue)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

/// Reads a request's body as a form.
pub(crate) async fn read(body: &mut RequestBody, head: &mut SharedHead) -> Result<FormData, BodyError> {
    body.check_unused()?;
    match FormType::of(head.headers())? {
        FormType::UrlEncoded => FormData::from_urlencoded(&body.read(head).await?),
        FormType::Multipart { boundary } => FormParts::new(body.stream(head)?, boundary).collect().await,
    }
}

/// Reads a request's body as a form, part by part.
pub(crate) fn read_parts(body: &mut RequestBody, head: &mut SharedHead) -> Result<FormParts, BodyError> {
    body.check_unused()?;
    let boundary = content_type::multipart_boundary(head.headers())?;
    Ok(FormParts::new(body.stream(head)?, boundary))
}
