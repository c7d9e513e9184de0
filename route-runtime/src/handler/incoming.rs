use std::mem;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use http::request::Parts;

use super::argument::Reads;
use crate::body::{Lender, lend};
use crate::context;
use crate::request::{Head, NextRequest};

/// A request on its way to the arguments: extractors of the head borrow it, and the one that takes the body takes it whole.
pub struct Incoming {
    /// `None` when it was taken.
    pub(super) parts: Option<Parts>,
    body: Body,
    /// Whether it is wanted back.
    loan: Option<Loan>,
}

/// What the lender of a request keeps.
enum Loan {
    /// Nothing: no argument has taken it.
    Open,
    /// What the request is made of again. The body is `None` if the request has it.
    Given { head: Arc<Head>, body: Option<Lender> },
}

impl Incoming {
    /// A request that is wanted back when the arguments are done with.
    pub(crate) fn lent(parts: Parts, body: Body) -> Self {
        Self { parts: Some(parts), body, loan: Some(Loan::Open) }
    }

    /// The head; that of an empty request, if it was taken.
    #[inline]
    pub(crate) fn parts(&mut self) -> &mut Parts {
        self.parts.get_or_insert_with(empty)
    }

    /// The whole request, for an extractor that reads this of its headers.
    #[inline]
    pub(super) fn take(&mut self, reads: Reads) -> Request {
        let mut parts = self.parts.take().unwrap_or_else(empty);
        let mut body = mem::take(&mut self.body);
        // For the functions below the handler: an extractor may drop the headers.
        match (&mut self.loan, reads) {
            (Some(loan), _) => {
                let head = Head::lent(parts.clone());
                context::lend(&head);
                *loan = Loan::Given { head, body: lend(&mut body) };
            }
            (None, Reads::ContentType) => context::keep_all_but_the_content_type(&mut parts.headers),
            (None, Reads::Headers) => context::keep_copy(&parts.headers),
        }
        Request::from_parts(parts, body)
    }

    /// The whole request, which shares its head with the functions below the handler.
    #[inline]
    pub(super) fn share(&mut self) -> NextRequest {
        let parts = self.parts.take().unwrap_or_else(empty);
        let mut body = mem::take(&mut self.body);
        let head = match &mut self.loan {
            None => parts.into(),
            Some(loan) => {
                let head = Head::lent(parts);
                *loan = Loan::Given { head: Arc::clone(&head), body: lend(&mut body) };
                head.into()
            }
        };
        let request = NextRequest::new(head, body);
        request.lend();
        request
    }

    /// Leaves the headers of a request that is lent to the functions below, unless an argument has done so.
    pub(crate) fn keep(&mut self) {
        if let Some(parts) = self.parts.take() {
            let head = Head::lent(parts);
            context::lend(&head);
            self.loan = Some(Loan::Given { head, body: None });
        }
    }

    /// Takes a request back that was lent. What somebody still has of it is copied.
    pub(crate) fn take_back(&mut self) -> &mut Parts {
        if let Some(Loan::Given { head, body }) = self.loan.replace(Loan::Open) {
            self.parts = Some(head.take_back());
            if let Some(body) = body {
                self.body = body.take_back();
            }
        }
        self.parts()
    }

    pub(crate) fn into_request(self) -> Request {
        Request::from_parts(self.parts.unwrap_or_else(empty), self.body)
    }
}

#[cold]
fn empty() -> Parts {
    Request::new(()).into_parts().0
}

impl From<Request> for Incoming {
    #[inline]
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self { parts: Some(parts), body, loan: None }
    }
}
