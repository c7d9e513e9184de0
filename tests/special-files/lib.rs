//! An app directory of special files, which the tests ask for.

use axum::Router;
use route_runtime::{MemoryStore, Routes, app_dir};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The folder `app`.
#[app_dir("app", state = crate::Runs)]
pub mod app {}

/// How often handlers have run, and how many sitemaps of products there are.
#[derive(Clone, Default)]
pub struct Runs(Arc<AtomicUsize>);

impl Runs {
    /// Counts one more, and says how many there were before.
    pub fn count(&self) -> usize {
        self.0.fetch_add(1, Ordering::Relaxed)
    }

    /// How many there were.
    pub fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// The routes, with a cache of their own.
pub fn routes() -> Routes<Runs> {
    app::routes().cache(MemoryStore::new())
}

/// The app.
pub fn router(runs: Runs) -> Router {
    routes().into_router().with_state(runs)
}
