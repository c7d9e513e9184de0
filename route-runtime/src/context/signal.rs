use std::fmt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio_util::sync::CancellationToken;

use super::shared;

/// Tells whether the client has gone away: Fetch's `AbortSignal`, what
/// [`NextRequest::signal`](crate::NextRequest::signal) returns (NEXT-SPEC Q10).
///
/// It fires when the connection is closed before the answer has been sent to its end. A handler is dropped then, and so is the
/// stream that it returned (W2): the signal is for what runs beside them, such as a task of [`spawn`](crate::spawn) or a call that was
/// handed to another thread. After an answer that was sent whole it never fires.
///
/// ```
/// use route_runtime::{NextRequest, spawn};
///
/// async fn POST(req: NextRequest) -> &'static str {
///     let signal = req.signal();
///     spawn(async move {
///         for page in 1..=100 {
///             if signal.is_aborted() {
///                 return;
///             }
///             tokio::task::yield_now().await; // prints a page
///             let _ = page;
///         }
///     });
///     "printing"
/// }
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// assert_eq!(POST(NextRequest::builder().build().unwrap()).await, "printing");
/// # });
/// ```
#[derive(Clone)]
pub struct AbortSignal(Option<CancellationToken>);

impl AbortSignal {
    /// Whether the client has gone away: `signal.aborted`.
    ///
    /// ```
    /// # use route_runtime::NextRequest;
    /// let req = NextRequest::builder().build().unwrap();
    /// assert!(!req.signal().is_aborted());
    /// ```
    #[doc(alias = "aborted")]
    pub fn is_aborted(&self) -> bool {
        self.0.as_ref().is_some_and(CancellationToken::is_cancelled)
    }

    /// Waits until the client goes away: `signal.addEventListener('abort', ..)`. It never ends for a client that stays.
    ///
    /// ```
    /// use route_runtime::{NextRequest, NextResponse, spawn};
    /// # async fn step() {}
    ///
    /// async fn GET(req: NextRequest) -> NextResponse {
    ///     let signal = req.signal();
    ///     spawn(async move {
    ///         tokio::select! {
    ///             () = signal.aborted() => {} // nobody waits for it any more
    ///             () = step() => {}
    ///         }
    ///     });
    ///     NextResponse::new("started")
    /// }
    /// ```
    #[doc(alias = "addEventListener")]
    #[doc(alias = "onabort")]
    pub async fn aborted(&self) {
        match &self.0 {
            Some(token) => token.cancelled().await,
            None => std::future::pending().await,
        }
    }
}

impl fmt::Debug for AbortSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AbortSignal").field("is_aborted", &self.is_aborted()).finish()
    }
}

/// The signal of the request that is being answered; outside of a handler it never fires.
pub(crate) fn signal() -> AbortSignal {
    AbortSignal(shared().map(|shared| shared.client.token()))
}

/// The client's end of the connection. The token is made when somebody asks for it.
#[derive(Default)]
pub(super) struct Client {
    token: OnceLock<CancellationToken>,
    gone: AtomicBool,
}

impl Client {
    pub(super) fn is_watched(&self) -> bool {
        self.token.get().is_some()
    }

    /// The client has gone away.
    pub(super) fn gone(&self) {
        self.gone.store(true, Ordering::SeqCst);
        if let Some(token) = self.token.get() {
            token.cancel();
        }
    }

    fn token(&self) -> CancellationToken {
        let token = self.token.get_or_init(CancellationToken::new);
        // It may have gone before anybody asked.
        if self.gone.load(Ordering::SeqCst) {
            token.cancel();
        }
        token.clone()
    }
}
