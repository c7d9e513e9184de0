//! What requests leave running when they have been answered, for tests that wait until it has ended.
//!
//! While a test's client polls a request, its [`Pending`] lies in a thread-local cell. Tasks that are spawned below take it along; outside
//! of such a test there is none, and nothing is counted.

use std::cell::RefCell;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

thread_local! {
    static CURRENT: RefCell<Option<Pending>> = const { RefCell::new(None) };
}

/// The tasks of one client's requests.
#[derive(Clone, Debug)]
pub(crate) struct Pending(TaskTracker);

impl Pending {
    pub(crate) fn new() -> Self {
        let tracker = TaskTracker::new();
        // Closed, it takes tasks all the same, and `wait` ends when there are none.
        tracker.close();
        Self(tracker)
    }

    /// A future below which tasks are counted.
    pub(crate) fn watch<F>(&self, future: F) -> Watched<F> {
        Watched { future, pending: Some(self.clone()), token: None }
    }

    /// Waits until no task is left.
    pub(crate) async fn ended(&self) {
        self.0.wait().await;
    }
}

/// A task, which takes along what counts those below it.
pub(crate) fn carry<F>(task: F) -> Watched<F> {
    Watched { future: task, pending: current(), token: None }
}

/// A task that is counted itself, from now on and until it is dropped.
pub(crate) fn count<F>(task: F) -> Watched<F> {
    let pending = current();
    let token = pending.as_ref().map(|Pending(tracker)| tracker.token());
    Watched { future: task, pending, token }
}

fn current() -> Option<Pending> {
    CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
}

fn swap(pending: &mut Option<Pending>) {
    // A thread that ends has nothing more to count.
    let _ = CURRENT.try_with(|current| mem::swap(&mut *current.borrow_mut(), pending));
}

pin_project! {
    /// A future that is polled where its tasks are counted, if they are.
    pub(crate) struct Watched<F> {
        #[pin]
        future: F,
        pending: Option<Pending>,
        // Behind the future, which is dropped before it.
        token: Option<TaskTrackerToken>,
    }
}

impl<F: Future> Future for Watched<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<F::Output> {
        /// Also when the future panics.
        struct Leave<'a>(&'a mut Option<Pending>);

        impl Drop for Leave<'_> {
            fn drop(&mut self) {
                swap(self.0);
            }
        }

        let this = self.project();
        if this.pending.is_none() {
            return this.future.poll(task);
        }
        swap(this.pending);
        let _leave = Leave(this.pending);
        this.future.poll(task)
    }
}
