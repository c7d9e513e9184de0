use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{self, Poll};

use axum::body::{Body, HttpBody};
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body::{Frame, SizeHint};

use super::{Context, ContextError, report_refused};
use crate::failure::Failure;
use crate::observe;
use crate::panic;

impl Context {
    /// What becomes of a handler's answer: the cookies that were set below the handler are added, and a body that is still to be made
    /// is made within the context.
    pub(crate) fn answer(self, mut response: Response) -> Response {
        if let Some(span) = self.shared().and_then(|shared| shared.span.get()) {
            observe::answered(span, response.status());
        }
        if let Err(instead) = self.add_cookies(response.headers_mut()) {
            response = instead;
        }
        self.follow(response)
    }

    /// Adds the cookies that were set below the handler. Where that cannot be, the error is the answer.
    pub(crate) fn add_cookies(&self, headers: &mut HeaderMap) -> Result<(), Response> {
        let Some(shared) = self.shared() else { return Ok(()) };
        if let Some(refused) = shared.refused.get() {
            report_refused(self.route().map(tracing::field::display), refused);
            return Err(Failure::answer(Box::new(ContextError::CachedHandler), self.route()));
        }
        if shared.cookies.send(shared.headers(), headers) { Ok(()) } else { Err(Failure::unsendable(self.route())) }
    }

    /// Sees the handler's answer to its end, with which the request ends, too.
    fn follow(self, response: Response) -> Response {
        let is_followed = is_stream(&response) || self.waits_for(&response);
        self.until_sent(response, is_followed, true)
    }

    /// Sees another's answer to its end: that of the route behind a middleware.
    pub(crate) fn hold(self, response: Response) -> Response {
        let is_followed = self.waits_for(&response);
        self.until_sent(response, is_followed, false)
    }

    /// Whether something waits for the end of the answer.
    fn waits_for(&self, response: &Response) -> bool {
        self.shared().is_some_and(|shared| {
            !shared.after.is_empty() || shared.client.is_watched() && !response.body().is_end_stream()
        })
    }

    fn until_sent(self, response: Response, is_followed: bool, is_own: bool) -> Response {
        if response.body().is_end_stream()
            || self.is_head
            || matches!(response.status().as_u16(), 101 | 204 | 205 | 304)
        {
            // The server sends no body, and does not ask for one.
            self.set_sent();
        }
        if is_followed {
            let left = response.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
            response.map(|body| Body::new(AnswerBody { body, context: self, left, is_own }))
        } else {
            self.set_sent();
            response
        }
    }

    fn set_sent(&self) {
        if let Some(shared) = self.shared() {
            shared.sent.store(true, Ordering::Release);
        }
    }
}

/// Whether the body is still to be made: one that is there knows its length.
#[inline]
pub(crate) fn is_stream(response: &Response) -> bool {
    response.body().size_hint().exact().is_none()
}

/// The body of an answer. It is made within the handler's context, which ends with it.
struct AnswerBody {
    body: Body,
    context: Context,
    /// The bytes that are still to come, where the headers say how many: then the server asks for no more.
    left: Option<u64>,
    /// Whether the handler of this context has made it.
    is_own: bool,
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut task::Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Self { body, context, left, is_own } = self.get_mut();
        // With HTTP/2 a panic would end the connection's other answers.
        let frame = context.within(|| panic::catch(|| Pin::new(&mut *body).poll_frame(task)));
        let frame = match frame {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(frame)) => frame,
            Err(message) => {
                *body = Body::empty();
                Some(Err(axum::Error::new(format!("the stream panicked: {message}"))))
            }
        };
        if let (Some(left), Some(Ok(frame))) = (&mut *left, &frame) {
            *left = left.saturating_sub(frame.data_ref().map_or(0, |data| data.len() as u64));
        }
        match &frame {
            None => context.set_sent(),
            Some(Ok(_)) if *left == Some(0) => context.set_sent(),
            Some(Ok(_)) if body.is_end_stream() => context.set_sent(),
            Some(Ok(_)) => {}
            // The server breaks the answer off and says nothing of it.
            Some(Err(_)) if !*is_own => {}
            Some(Err(error)) => {
                let route = context.route().map(tracing::field::display);
                tracing::error!(route, %error, "the stream of an answer failed");
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
