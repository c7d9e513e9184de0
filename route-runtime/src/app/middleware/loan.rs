//! A request that is lent to a middleware: it gets it whole, and it is made again of what is kept here.

use std::sync::Arc;

use axum::body::Body;
use http::request::Parts;

use super::lent_body::{Lender, lend};
use crate::context;
use crate::handler::{Incoming, Keep, Reads};
use crate::request::{Head, NextRequest};

/// What is kept of a request, if an argument has taken it.
#[derive(Default)]
pub(in crate::app) struct Loan(Option<Kept>);

struct Kept {
    head: Arc<Head>,
    body: Option<Lender>,
}

impl Keep for Loan {
    /// The extractor gets a copy of the head.
    fn extract(&mut self, parts: &mut Parts, body: &mut Body, _: Reads) {
        let head = Head::lent(parts.clone());
        context::lend(&head);
        self.0 = Some(Kept { head, body: lend(body) });
    }

    fn share(&mut self, parts: Parts, mut body: Body) -> NextRequest {
        let head = Head::lent(parts);
        self.0 = Some(Kept { head: Arc::clone(&head), body: lend(&mut body) });
        NextRequest::new(head.into(), body)
    }
}

impl Incoming<Loan> {
    /// Shares the head with the functions below the middleware, unless an argument does.
    pub(super) fn keep(&mut self) {
        if let Some(parts) = self.parts.take() {
            let head = Head::lent(parts);
            context::lend(&head);
            self.kept = Loan(Some(Kept { head, body: None }));
        }
    }

    /// Takes back what was lent. Who still has some of it has a copy from now on.
    #[inline]
    pub(super) fn take_back(&mut self) -> &mut Parts {
        if let Some(Kept { head, body }) = self.kept.0.take() {
            self.parts = Some(head.take_back());
            if let Some(body) = body {
                self.body = body.take_back();
            }
        }
        self.parts()
    }
}
