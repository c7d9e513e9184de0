//! Pictures are drawn on threads that may block, a few at a time, and no longer than somebody waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::draw::{Picture, draw};
use super::error::ImageError;
use super::limits::TIME;
use super::text::renderer;
use crate::panic;

/// Where pictures are drawn.
pub(super) struct Studio {
    /// One for each picture that is being drawn at the same time.
    places: Arc<Semaphore>,
    time: Duration,
}

/// The one of this process: as many at a time as there are processors, since drawing does nothing but compute. The other threads that
/// may block are left to files and databases, however many pictures are asked for.
pub(super) static STUDIO: LazyLock<Studio> =
    LazyLock::new(|| Studio::new(available_parallelism().map_or(1, usize::from), TIME));

/// Tells the thread that draws that nobody waits any more.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Studio {
    pub(super) fn new(places: usize, time: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), time }
    }

    /// Draws a picture that was checked. Without a tokio runtime, as on WebAssembly, it is drawn here and now.
    pub(super) async fn render(&self, picture: Picture) -> Result<Bytes, ImageError> {
        self.run(move |cancelled| draw(&picture, cancelled)).await
    }

    async fn run(
        &self,
        work: impl FnOnce(&AtomicBool) -> Result<Vec<u8>, ImageError> + Send + 'static,
    ) -> Result<Bytes, ImageError> {
        let waiting = Waiting(Arc::default());
        let cancelled = Arc::clone(&waiting.0);
        let work = move || panic::catch(|| work(&cancelled));
        let Ok(runtime) = Handle::try_current() else { return finish(work()) };
        let drawn = async {
            let place = Arc::clone(&self.places).acquire_owned().await.map_err(renderer)?;
            // The place is free when the thread is, and not already when nobody waits for it.
            let drawing = runtime.spawn_blocking(move || (work(), place));
            let (drawn, _) = drawing.await.map_err(renderer)?;
            finish(drawn)
        };
        timeout(self.time, drawn).await.unwrap_or(Err(ImageError::TimedOut(self.time)))
    }
}

pub(super) fn finish(drawn: Result<Result<Vec<u8>, ImageError>, String>) -> Result<Bytes, ImageError> {
    match drawn {
        Ok(drawn) => drawn.map(Bytes::from),
        Err(panic) => Err(renderer(format_args!("it panicked: {panic}"))),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_finds_no_place_in_time_is_told_so_and_draws_nothing() {
        let studio = Studio::new(0, Duration::from_secs(5));
        let drawn = studio.run(|_| panic!("there is no place to draw in")).await;
        assert_eq!(drawn, Err(ImageError::TimedOut(Duration::from_secs(5))));
    }

    #[tokio::test]
    async fn a_panic_of_the_renderer_is_an_error_and_frees_its_place() {
        let studio = Studio::new(1, TIME);
        let drawn = studio.run(|_| panic!("a bug")).await;
        assert_eq!(drawn, Err(ImageError::Renderer { reason: "it panicked: a bug".to_owned() }));
        assert_eq!(studio.run(|_| Ok(vec![1])).await, Ok(Bytes::from_static(&[1])));
    }

    #[tokio::test]
    async fn who_stops_waiting_stops_the_work_and_the_place_is_free_only_then() {
        let studio = Studio::new(1, TIME);
        let (started, has_started) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel();
        let (saw, has_seen) = tokio::sync::oneshot::channel();
        let work = studio.run(move |cancelled| {
            started.send(()).unwrap();
            may_go_on.recv().unwrap();
            saw.send(cancelled.load(Ordering::Relaxed)).unwrap();
            Err(ImageError::Cancelled)
        });
        let mut work = Box::pin(work);
        // Polled until the thread has begun.
        tokio::select! {
            _ = &mut work => panic!("it cannot be ready"),
            started = has_started => started.unwrap(),
        }
        drop(work);
        assert_eq!(studio.places.available_permits(), 0, "the thread still works");
        go_on.send(()).unwrap();
        assert!(has_seen.await.unwrap(), "the thread is told");
        assert_eq!(studio.run(|_| Ok(vec![2])).await, Ok(Bytes::from_static(&[2])), "the place comes back");
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_too_long_is_not_waited_for_and_is_told_to_stop() {
        let studio = Studio::new(1, TIME);
        let (started, has_started) = tokio::sync::oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel();
        let (saw, has_seen) = tokio::sync::oneshot::channel();
        let mut work = Box::pin(studio.run(move |cancelled| {
            started.send(()).unwrap();
            may_go_on.recv().unwrap();
            saw.send(cancelled.load(Ordering::Relaxed)).unwrap();
            Ok(Vec::new())
        }));
        tokio::select! {
            _ = &mut work => panic!("it cannot be ready"),
            started = has_started => started.unwrap(),
        }
        tokio::time::advance(TIME).await;
        assert_eq!(work.await, Err(ImageError::TimedOut(TIME)));
        go_on.send(()).unwrap();
        assert!(has_seen.await.unwrap());
    }

    #[tokio::test]
    async fn no_more_are_drawn_at_a_time_than_there_are_places() {
        use std::sync::atomic::AtomicUsize;

        let studio = Arc::new(Studio::new(2, TIME));
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let all = (0..40).map(|_| {
            let (studio, now, most) = (Arc::clone(&studio), Arc::clone(&now), Arc::clone(&most));
            tokio::spawn(async move {
                let work = move |_: &AtomicBool| {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::yield_now();
                    now.fetch_sub(1, Ordering::SeqCst);
                    Ok(Vec::new())
                };
                studio.run(work).await
            })
        });
        for one in all.collect::<Vec<_>>() {
            one.await.unwrap().unwrap();
        }
        assert!((1..=2).contains(&most.load(Ordering::SeqCst)));
    }

    #[test]
    fn without_a_runtime_it_is_drawn_at_once() {
        let studio = Studio::new(1, TIME);
        let drawn = futures_util::FutureExt::now_or_never(studio.run(|_| Ok(vec![3])));
        assert_eq!(drawn, Some(Ok(Bytes::from_static(&[3]))));
    }
}
