//! The request, lent to one middleware after the other.

use std::mem;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use http::request::Parts;

use super::lent_body::{Lender, lend};
use crate::context;
use crate::handler::{Incoming, Reads};
use crate::request::{Head, NextRequest};

/// A request that stays the app's. It is copied only where a middleware has kept some of it, in a task for example.
pub(in crate::app) struct Lent {
    head: Arc<Head>,
    body: Body,
    /// Who has the body, if it is lent.
    lender: Option<Lender>,
}

impl Lent {
    #[inline]
    pub(in crate::app) fn new(parts: Parts, body: Body) -> Self {
        Self { head: Arc::new(Head(parts)), body, lender: None }
    }

    /// To look at; [`parts`](Incoming::parts) is to change.
    pub(in crate::app) fn head(&self) -> &Parts {
        &self.head.0
    }

    /// Shares the head with the functions below the middleware, unless an extractor has done so.
    pub(super) fn keep(&self) {
        context::lend(&self.head);
    }

    fn lend_body(&mut self) -> Body {
        self.lender = lend(&mut self.body);
        mem::take(&mut self.body)
    }

    /// Takes the body back, if it was lent.
    pub(super) fn take_back(&mut self) {
        if let Some(lender) = self.lender.take() {
            self.body = lender.take_back();
        }
    }

    /// The request, for a route.
    pub(in crate::app) fn into_request(self) -> Request {
        Request::from_parts(Arc::unwrap_or_clone(self.head).0, self.body)
    }
}

impl Incoming for Lent {
    fn parts(&mut self) -> &mut Parts {
        &mut Arc::make_mut(&mut self.head).0
    }

    /// A copy of the head, and the body.
    fn take(&mut self, _: Reads) -> Request {
        context::lend(&self.head);
        Request::from_parts(self.head().clone(), self.lend_body())
    }

    fn share(&mut self) -> NextRequest {
        NextRequest::new(Arc::clone(&self.head).into(), self.lend_body())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{Method, Version};
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Counts how often it is copied.
    struct Counted(Arc<AtomicUsize>);

    impl Clone for Counted {
        fn clone(&self) -> Self {
            self.0.fetch_add(1, Ordering::Relaxed);
            Self(Arc::clone(&self.0))
        }
    }

    fn lent(copies: &Arc<AtomicUsize>) -> Lent {
        let request =
            Request::post("/a?b").version(Version::HTTP_10).header("x-a", "1").extension(Counted(copies.clone()));
        let (parts, body) = request.body(Body::from("text")).unwrap().into_parts();
        Lent::new(parts, body)
    }

    async fn assert_whole(request: Request) {
        let (parts, body) = request.into_parts();
        assert_eq!((parts.method, parts.uri, parts.version), (Method::POST, "/a?b".parse().unwrap(), Version::HTTP_10));
        assert_eq!(parts.headers["x-a"], "1");
        assert!(parts.extensions.get::<Counted>().is_some());
        assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "text");
    }

    #[tokio::test]
    async fn what_is_given_back_was_not_copied_and_what_is_kept_was_once() {
        for (keeps, expected) in [(false, 0), (true, 1)] {
            let copies = Arc::default();
            let mut lent = lent(&copies);
            // Two middlewares, of which the last may keep it.
            drop(lent.share());
            lent.take_back();
            let kept = Some(lent.share()).filter(|_| keeps);
            lent.take_back();
            assert_whole(lent.into_request()).await;
            assert_eq!(copies.load(Ordering::Relaxed), expected, "{keeps}");
            assert_eq!(kept.is_some_and(|kept| kept.extensions().get::<Counted>().is_some()), keeps);
        }
    }

    #[tokio::test]
    async fn what_a_borrower_does_with_its_request_is_its_own() {
        let mut lent = lent(&Arc::default());
        let mut borrowed = lent.share();
        borrowed.cookies_mut().set("a", "1");
        borrowed.next_url_mut().set_pathname("/elsewhere");
        assert_eq!(borrowed.text().await.unwrap(), "text");
        lent.take_back();
        assert!(!lent.head().headers.contains_key("cookie"));

        let mut taken = lent.take(Reads::Headers);
        taken.headers_mut().clear();
        taken.extensions_mut().clear();
        lent.take_back();
        drop(taken);
        assert_whole(lent.into_request()).await;
    }
}
