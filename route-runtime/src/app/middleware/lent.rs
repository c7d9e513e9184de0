//! A request that is lent to a middleware, and goes on when the middleware has done with it.

use std::mem;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use http::request::Parts;

use super::lent_body::{Lender, lend};
use crate::context;
use crate::handler::{Incoming, Reads};
use crate::request::{Head, NextRequest};

/// A request that the app has, whoever has borrowed it. It is copied only where a borrower has kept it.
pub(in crate::app) struct Lent {
    head: Arc<Head>,
    body: Body,
    /// Who has the body, if it is lent.
    lender: Option<Lender>,
}

impl Lent {
    pub(in crate::app) fn new(parts: Parts, body: Body) -> Self {
        Self { head: Head::whole(parts), body, lender: None }
    }

    pub(in crate::app) fn head(&self) -> &Parts {
        self.head.parts()
    }

    /// Shares the head with the functions below the middleware, unless an extractor has done so.
    pub(super) fn keep(&self) {
        context::lend(&self.head);
    }

    fn lend_body(&mut self) -> Body {
        self.lender = lend(&mut self.body);
        mem::take(&mut self.body)
    }

    /// Takes back what was lent.
    pub(super) fn take_back(&mut self) {
        if let Some(lender) = self.lender.take() {
            self.body = lender.take_back();
        }
    }

    pub(in crate::app) fn into_request(self) -> Request {
        Request::from_parts(Head::into_parts(self.head), self.body)
    }
}

impl Incoming for Lent {
    fn parts(&mut self) -> &mut Parts {
        Head::parts_mut(&mut self.head)
    }

    fn take(&mut self, _: Reads) -> Request {
        context::lend(&self.head);
        Request::from_parts(self.head().clone(), self.lend_body())
    }

    fn share(&mut self) -> NextRequest {
        NextRequest::new(Arc::clone(&self.head).into(), self.lend_body())
    }
}
