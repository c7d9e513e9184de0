//! Logging that nobody waits for.

use axum::extract::State;
use route_runtime::{NextRequest, after, middleware};
use tokio::sync::mpsc::{self, Receiver, Sender};

/// Where visits are told. It may be slow.
#[derive(Clone)]
pub struct Visits(Sender<String>);

impl Visits {
    /// A place for visits, and its other end.
    pub fn channel() -> (Self, Receiver<String>) {
        let (sender, receiver) = mpsc::channel(1);
        (Self(sender), receiver)
    }

    async fn tell(&self, visit: String) {
        // When nobody listens any more, the program ends.
        let _ = self.0.send(visit).await;
    }
}

/// It returns nothing, and so goes on. `after` is `event.waitUntil`.
///
/// ```ts
/// export function middleware(request: NextRequest, event: NextFetchEvent) {
///   event.waitUntil(
///     fetch('https://my-analytics-platform.com', {
///       method: 'POST',
///       body: JSON.stringify({ pathname: request.nextUrl.pathname }),
///     })
///   )
///   return NextResponse.next()
/// }
/// ```
#[middleware]
pub(crate) async fn tell(request: NextRequest, State(visits): State<Visits>) {
    // Without the query, which may hold what is not for a log.
    let visit = format!("{} {}", request.method(), request.next_url().pathname());
    after(async move { visits.tell(visit).await });
}
