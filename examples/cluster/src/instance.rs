//! The instance that answers: which one it is, and how often it has made something.

use crate::Shared;
use axum::Json;
use axum::extract::State;
use route_runtime::route;
use serde::Serialize;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// This process.
#[derive(Clone, Debug)]
pub struct Instance(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    takes: Duration,
    port: AtomicU16,
    made: AtomicU64,
}

/// The instance of what has no state: a cached function has its arguments alone, which are its key.
static INSTANCE: OnceLock<Instance> = OnceLock::new();

impl Instance {
    /// An instance that takes so long to make an answer.
    pub fn new(takes: Duration) -> Self {
        let new = || Self(Arc::new(Inner { takes, port: AtomicU16::new(0), made: AtomicU64::new(0) }));
        INSTANCE.get_or_init(new).clone()
    }

    /// Names it after its port.
    pub fn listens_on(&self, port: u16) {
        self.0.port.store(port, Ordering::Relaxed);
    }

    /// Takes the time that making something takes, counts it, and says who has made it.
    pub(crate) async fn makes(&self) -> u16 {
        tokio::time::sleep(self.0.takes).await;
        self.0.made.fetch_add(1, Ordering::Relaxed);
        self.0.port.load(Ordering::Relaxed)
    }

    /// The instance of this process.
    pub(crate) fn of_this_process() -> Self {
        Self::new(Duration::ZERO)
    }
}

#[derive(Serialize)]
pub(crate) struct Made {
    instance: u16,
    made: u64,
}

/// How many answers and values this instance has made. It is kept nowhere.
#[route("/instance")]
pub(crate) async fn GET(State(Shared { instance, .. }): State<Shared>) -> Json<Made> {
    let Inner { port, made, .. } = &*instance.0;
    Json(Made { instance: port.load(Ordering::Relaxed), made: made.load(Ordering::Relaxed) })
}
