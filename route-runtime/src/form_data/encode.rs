//! A form as the body of a response.

use std::hash::{BuildHasher, RandomState};

use http::HeaderValue;
use memchr::memmem;

use super::{FormData, FormValue};
use crate::response::ResponseBody;

/// `multipart/form-data`, in the order of the entries (NEXT-SPEC N2).
///
/// Names are escaped as the HTML standard says: `"` is `%22`, CR `%0D`, LF `%0A`. Texts are sent as they are; browsers also
/// turn every line break in them into CR LF. A file without a type is `application/octet-stream`.
///
/// ```
/// # use route_runtime::{FormData, NextResponse};
/// let response = NextResponse::new(FormData::from_iter([("title", "Holiday")]));
/// let content_type = response.headers()["content-type"].to_str().unwrap();
/// assert!(content_type.starts_with("multipart/form-data; boundary="));
/// ```
impl From<FormData> for ResponseBody {
    fn from(form: FormData) -> Self {
        let boundary = boundary(&form);
        Self {
            content_type: HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}")).ok(),
            ..encode(&form, &boundary).into()
        }
    }
}

fn encode(form: &FormData, boundary: &str) -> Vec<u8> {
    const HEAD: usize = 160;

    let size: usize = form.iter().map(|(name, value)| HEAD + name.len() + content(value).len()).sum();
    let mut body = Vec::with_capacity(size + HEAD);
    for (name, value) in form {
        let mut head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", escape(name));
        if let FormValue::File(file) = value {
            let kind = match file.content_type() {
                "" => "application/octet-stream",
                some => some,
            };
            head += &format!("; filename=\"{}\"\r\nContent-Type: {kind}", escape(file.name()));
        }
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(content(value));
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

fn content(value: &FormValue) -> &[u8] {
    match value {
        FormValue::Text(text) => text.as_bytes(),
        FormValue::File(file) => file.bytes(),
    }
}

fn escape(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A boundary that nobody can foresee, and that no content has.
fn boundary(form: &FormData) -> String {
    first_unused(form, || {
        // The keys of std's hasher are random.
        let random = RandomState::new();
        format!("----form-data-{:016x}{:016x}", random.hash_one(0), random.hash_one(1))
    })
}

fn first_unused(form: &FormData, mut candidate: impl FnMut() -> String) -> String {
    loop {
        let boundary = candidate();
        let finder = memmem::Finder::new(&boundary);
        if form.iter().all(|(_, value)| finder.find(content(value)).is_none()) {
            return boundary;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form_data::File;

    #[test]
    fn a_boundary_that_occurs_in_a_content_is_not_used() {
        let mut form = FormData::from_iter([("a", "first"), ("b", "the second\r\n")]);
        form.append("c", File::new("", "\r\n--third"));
        let mut candidates = ["first", "second", "third", "fourth"].into_iter();
        assert_eq!(first_unused(&form, || candidates.next().unwrap().to_owned()), "fourth");
    }
}
