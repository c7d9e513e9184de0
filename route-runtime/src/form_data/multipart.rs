//! Splits a `multipart/form-data` body into parts while it arrives.
//!
//! multer does it. Left to itself it reads whatever has arrived into its buffer, and looks for the end of a part's head from
//! the buffer's start each time. So it is fed here: it gets a small piece of the body when it is out of data, and not
//! before. That bounds its memory, whatever is sent, and its time: a head that comes byte by byte is looked at once for each byte,
//! and is at most 8 KiB.

use std::convert::Infallible;
use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;
use http::HeaderMap;

use crate::body::{BodyError, BodyStream};

/// The largest piece of the body that multer gets at once.
const PIECE: usize = 8 * 1024;

/// The headers of one part may have this many bytes.
const MAX_HEADERS: usize = 8 * 1024;

/// What comes before the data of a part may have this many bytes: the rest of the boundary's line, the headers, and what a
/// client writes before the first boundary.
const MAX_HEAD: usize = 2 * MAX_HEADERS;

/// A body that is split into parts, each a head and then data.
pub(super) struct Multipart {
    parser: multer::Multipart<'static>,
    feed: Feed,
    /// The part whose data comes next, until it has been read to its end.
    part: Option<multer::Field<'static>>,
    body: BodyStream,
    /// Read from the body, and not yet fed.
    rest: Bytes,
    /// How much has been fed since the last data.
    head: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Reading,
    /// The body has ended, and multer knows.
    Ended,
    /// There has been an error, and nothing comes after it.
    Failed,
}

impl Multipart {
    pub(super) fn new(body: BodyStream, boundary: String) -> Self {
        let feed = Feed::default();
        Self {
            parser: multer::Multipart::new(feed.clone(), boundary),
            feed,
            part: None,
            body,
            rest: Bytes::new(),
            head: 0,
            state: State::Reading,
        }
    }

    /// The headers of the next part, whose data [`poll_data`](Self::poll_data) then reads; `None` after the last part, and
    /// after an error. The data of the part before must have been read to its end.
    pub(super) fn poll_headers(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<HeaderMap>, BodyError>> {
        let result = if self.state == State::Failed { Ok(None) } else { ready!(self.poll_head(cx)) };
        Poll::Ready(self.watch(result))
    }

    /// The next data of the part, never empty; `None` at its end, and after an error.
    pub(super) fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            let Some(part) = self.part.as_mut().filter(|_| self.state != State::Failed) else {
                return Poll::Ready(None);
            };
            let result = match Pin::new(part).poll_next(cx) {
                Poll::Ready(Some(Ok(data))) if data.is_empty() => continue,
                Poll::Ready(Some(data)) => data.map(Some).map_err(|error| malformed(&error)),
                Poll::Ready(None) => {
                    // multer hands out the next part only when this one is gone.
                    self.part = None;
                    Ok(None)
                }
                Poll::Pending => match ready!(self.poll_feed(cx)) {
                    Ok(()) => continue,
                    Err(error) => Err(error),
                },
            };
            self.head = 0;
            return Poll::Ready(self.watch(result).transpose());
        }
    }

    fn poll_head(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<HeaderMap>, BodyError>> {
        let part = loop {
            match self.parser.poll_next_field(cx) {
                Poll::Ready(part) => break part.map_err(|error| malformed(&error))?,
                Poll::Pending if self.head > MAX_HEAD => return Poll::Ready(Err(head_too_large())),
                Poll::Pending => ready!(self.poll_feed(cx))?,
            }
        };
        let Some(part) = part else {
            return Poll::Ready(Ok(None));
        };
        let headers = part.headers().clone();
        let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if size > MAX_HEADERS {
            return Poll::Ready(Err(head_too_large()));
        }
        self.part = Some(part);
        Poll::Ready(Ok(Some(headers)))
    }

    /// Gives multer the next piece of the body, or tells it that there is none.
    fn poll_feed(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BodyError>> {
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_next(cx)) {
                Some(chunk) => self.rest = chunk?,
                None if self.state == State::Reading => {
                    self.state = State::Ended;
                    self.feed.put(Food::End);
                    return Poll::Ready(Ok(()));
                }
                // multer waits for more although it has been told; a request must not wait with it.
                None => return Poll::Ready(Err(BodyError::malformed_form("it ends early"))),
            }
        }
        let piece = self.rest.split_to(self.rest.len().min(PIECE));
        self.head += piece.len();
        self.feed.put(Food::Piece(piece));
        Poll::Ready(Ok(()))
    }

    /// Ends the form where its reader found a mistake.
    pub(super) fn fail(&mut self) {
        self.state = State::Failed;
    }

    fn watch<T>(&mut self, result: Result<T, BodyError>) -> Result<T, BodyError> {
        if result.is_err() {
            self.fail();
        }
        result
    }
}

/// The stream that multer reads: what was last put in, once.
#[derive(Clone, Default)]
struct Feed(Arc<Mutex<Food>>);

#[derive(Default)]
enum Food {
    #[default]
    Nothing,
    Piece(Bytes),
    End,
}

impl Feed {
    fn put(&self, food: Food) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = food;
    }
}

impl Stream for Feed {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut food = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::take(&mut *food) {
            Food::Piece(piece) => Poll::Ready(Some(Ok(piece))),
            Food::End => Poll::Ready(None),
            // Nobody needs to be woken: whoever polled multer fills the feed and polls it again.
            Food::Nothing => Poll::Pending,
        }
    }
}

fn malformed(error: &multer::Error) -> BodyError {
    BodyError::malformed_form(match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    })
}

fn head_too_large() -> BodyError {
    BodyError::malformed_form(format!("the headers of a part are larger than {MAX_HEADERS} bytes"))
}
