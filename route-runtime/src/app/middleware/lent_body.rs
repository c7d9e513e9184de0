//! A request's body, lent to a middleware: what it reads of it is read again behind it.

use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use http_body::{Frame, SizeHint};
use http_body_util::StreamBody;

/// How much a middleware may read of a body, in bytes: it is kept in memory for the route (NEXT-SPEC B12, P24).
const LONGEST_READ: usize = 10 << 20;

/// The end of the lender.
pub(super) struct Lender(Arc<Mutex<Lent>>);

/// The end of the borrower.
struct Borrowed(Arc<Mutex<Lent>>);

#[derive(Default)]
struct Lent {
    /// What has been read, to be read again.
    read: Vec<Bytes>,
    len: usize,
    rest: Body,
}

/// Lends a body: in its place is the borrower's end. One that is empty needs no lender.
pub(super) fn lend(body: &mut Body) -> Option<Lender> {
    if body.is_end_stream() {
        return None;
    }
    let lent = Arc::new(Mutex::new(Lent { rest: mem::take(body), ..Lent::default() }));
    *body = Body::new(Borrowed(Arc::clone(&lent)));
    Some(Lender(lent))
}

impl Lender {
    /// Takes the body back, from its first byte. A borrower that still reads finds it ended.
    pub(super) fn take_back(self) -> Body {
        let Lent { read, rest, .. } = mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if read.is_empty() {
            return rest;
        }
        let read = stream::iter(read.into_iter().map(|chunk| Ok(Frame::data(chunk))));
        let rest = rest.into_data_stream();
        Body::new(StreamBody::new(read.chain(rest.map_ok(Frame::data))))
    }
}

impl HttpBody for Borrowed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut lent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let frame = ready!(Pin::new(&mut lent.rest).poll_frame(task));
        if let Some(Ok(frame)) = &frame
            && let Some(chunk) = frame.data_ref()
        {
            lent.len += chunk.len();
            lent.read.push(chunk.clone());
            if lent.len > LONGEST_READ {
                return Poll::Ready(Some(Err(axum::Error::new(TooLong))));
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).rest.size_hint()
    }
}

/// What a middleware is told that reads on.
#[derive(Debug, thiserror::Error)]
#[error("a middleware may read 10 MiB of a body, which are kept for the route")]
struct TooLong;
