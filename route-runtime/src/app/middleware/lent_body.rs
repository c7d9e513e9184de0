//! A request's body, lent to a middleware: what it reads of it is read again behind it.

use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::HeaderMap;
use http_body::{Frame, SizeHint};
use http_body_util::{BodyStream, StreamBody};

use crate::problem::Chain;

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
    trailers: Option<HeaderMap>,
    rest: Body,
    /// Why the rest cannot be read.
    broken: Option<String>,
    /// The lender has it back.
    is_returned: bool,
    /// Who waits for more of it.
    waker: Option<Waker>,
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
    /// Takes the body back, from its first byte. A borrower that still reads gets an error.
    pub(super) fn take_back(self) -> Body {
        let returned = Lent { is_returned: true, ..Lent::default() };
        let lent = mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), returned);
        if let Some(waker) = lent.waker {
            waker.wake();
        }
        if lent.read.is_empty() && lent.trailers.is_none() && lent.broken.is_none() {
            return lent.rest;
        }
        let read = lent.read.into_iter().map(Frame::data).chain(lent.trailers.map(Frame::trailers)).map(Ok);
        let broken = lent.broken.map(|reason| Err(axum::Error::new(Broken(reason))));
        let again = stream::iter(read.chain(broken));
        Body::new(StreamBody::new(again.chain(BodyStream::new(lent.rest))))
    }
}

impl HttpBody for Borrowed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut lent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lent.is_returned {
            return Poll::Ready(Some(Err(axum::Error::new(Returned))));
        }
        if lent.len > LONGEST_READ {
            return Poll::Ready(Some(Err(axum::Error::new(TooLong))));
        }
        let Poll::Ready(frame) = Pin::new(&mut lent.rest).poll_frame(task) else {
            lent.waker = Some(task.waker().clone());
            return Poll::Pending;
        };
        match &frame {
            None => {}
            Some(Err(error)) => lent.broken = Some(Chain(error).to_string()),
            Some(Ok(frame)) => {
                if let Some(chunk) = frame.data_ref() {
                    lent.len += chunk.len();
                    lent.read.push(chunk.clone());
                }
                lent.trailers = frame.trailers_ref().cloned().or(lent.trailers.take());
            }
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        let lent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !lent.is_returned && lent.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).rest.size_hint()
    }
}

/// What the route is told of a body that broke off while a middleware read it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Broken(String);

/// What is told to who reads on when the request has gone on without him.
#[derive(Debug, thiserror::Error)]
#[error("the middleware that was lent this body has ended")]
struct Returned;

/// What a middleware is told that reads on.
#[derive(Debug, thiserror::Error)]
#[error("a middleware may read 10 MiB of a body, which are kept for the route")]
struct TooLong;
