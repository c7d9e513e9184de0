use std::borrow::Cow;

use axum::body::Body;
use bytes::Bytes;
use http::HeaderValue;

use crate::search_params::SearchParams;

/// The body of a [`NextResponse`](super::NextResponse) with the content type it implies: Fetch's `BodyInit` (NEXT-SPEC N2).
///
/// Whatever [`NextResponse::new`](super::NextResponse::new) takes turns into it; for a type of your own, implement `From` in terms of one that does.
///
/// # Example
///
/// ```
/// use route_runtime::{NextResponse, ResponseBody};
///
/// struct Csv(Vec<[u32; 2]>);
///
/// impl From<Csv> for ResponseBody {
///     fn from(csv: Csv) -> Self {
///         let lines = csv.0.iter().map(|[a, b]| format!("{a},{b}\n"));
///         lines.collect::<String>().into()
///     }
/// }
///
/// let response = NextResponse::new(Csv(vec![[1, 2]]));
/// assert_eq!(response.headers()["content-type"], "text/plain;charset=UTF-8");
/// ```
#[doc(alias = "BodyInit")]
#[derive(Debug)]
pub struct ResponseBody {
    pub(crate) body: Body,
    pub(crate) content_type: Option<HeaderValue>,
}

const TEXT: HeaderValue = HeaderValue::from_static("text/plain;charset=UTF-8");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded;charset=UTF-8");

macro_rules! response_body_from {
    ($($source:ty => $content_type:expr),+ $(,)?) => {
        $(
            impl From<$source> for ResponseBody {
                fn from(body: $source) -> Self {
                    Self { body: body.into(), content_type: $content_type }
                }
            }
        )+
    };
}

response_body_from! {
    &'static str => Some(TEXT),
    String => Some(TEXT),
    Cow<'static, str> => Some(TEXT),
    &'static [u8] => None,
    Vec<u8> => None,
    Cow<'static, [u8]> => None,
    Bytes => None,
    Body => None,
    () => None,
}

impl<const N: usize> From<&'static [u8; N]> for ResponseBody {
    fn from(bytes: &'static [u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl From<&SearchParams> for ResponseBody {
    fn from(params: &SearchParams) -> Self {
        Self { body: params.to_string().into(), content_type: Some(FORM) }
    }
}

impl From<SearchParams> for ResponseBody {
    fn from(params: SearchParams) -> Self {
        Self::from(&params)
    }
}
