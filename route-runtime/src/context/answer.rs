use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context as Task, Poll};

use axum::body::{Body, HttpBody};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use http_body::{Frame, SizeHint};

use super::{Context, within};
use crate::panic;

impl Context {
    /// What becomes of a handler's answer: the cookies that were set below the handler are added, and a body that is not there yet
    /// is made within the context.
    #[inline]
    pub(crate) fn answer(self, response: Response) -> Response {
        let is_stream = response.body().size_hint().exact().is_none();
        if self.shared.is_none() && !is_stream { response } else { self.answer_shared(response, is_stream) }
    }

    fn answer_shared(self, mut response: Response, is_stream: bool) -> Response {
        let mut is_followed = is_stream;
        if let Some(shared) = &self.shared {
            if let Some(refused) = shared.refused.get() {
                tracing::error!(
                    route = %self.route,
                    location = %refused.location,
                    "`{}` was called below a handler whose answer may be stored",
                    refused.function,
                );
                response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
            } else if !shared.cookies.send(&shared.headers(), response.headers_mut()) {
                response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
            is_followed |= !shared.after.is_empty();
            is_followed |= shared.client.is_watched() && !response.body().is_end_stream();
        }
        if is_followed {
            response.map(|body| Body::new(AnswerBody { body, context: Some(self) }))
        } else {
            self.set_sent();
            response
        }
    }

    fn set_sent(&self) {
        if let Some(shared) = &self.shared {
            shared.sent.store(true, Ordering::Release);
        }
    }
}

/// The body of an answer. It is made within the handler's context, which ends with it.
struct AnswerBody {
    body: Body,
    context: Option<Context>,
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Self { body, context } = self.get_mut();
        // With HTTP/2 a panic would end the connection's other answers.
        let frame = within(context, || panic::catch(|| Pin::new(&mut *body).poll_frame(task)));
        let frame = match frame {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(frame)) => frame,
            Err(message) => {
                *body = Body::empty();
                Some(Err(axum::Error::new(format!("the stream panicked: {message}"))))
            }
        };
        if let Some(context) = context {
            match &frame {
                None => context.set_sent(),
                Some(Ok(_)) if body.is_end_stream() => context.set_sent(),
                Some(Ok(_)) => {}
                // The server breaks the answer off and says nothing of it.
                Some(Err(error)) => tracing::error!(route = %context.route, %error, "the stream of an answer failed"),
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
