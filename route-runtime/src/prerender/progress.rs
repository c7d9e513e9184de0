//! What a terminal shows while paths are made.

#[cfg(feature = "progress")]
use indicatif::{ProgressBar, ProgressStyle};

/// A bar on the standard error stream, if that is a terminal. It is gone when the work is done, or given up.
pub(super) struct Progress {
    #[cfg(feature = "progress")]
    bar: Option<ProgressBar>,
}

impl Progress {
    #[cfg(feature = "progress")]
    pub(super) fn new(paths: usize) -> Self {
        use std::io::IsTerminal;

        let is_shown = paths > 0 && std::io::stderr().is_terminal();
        let bar = is_shown.then(|| {
            let bar = ProgressBar::new(paths as u64);
            // The template is right: a bar without it is as good.
            if let Ok(style) = ProgressStyle::with_template("Prerendering  {pos}/{len}  [{bar:30}]  {wide_msg}") {
                bar.set_style(style.progress_chars("=> "));
            }
            bar
        });
        Self { bar }
    }

    #[cfg(not(feature = "progress"))]
    pub(super) fn new(_: usize) -> Self {
        Self {}
    }

    /// One more path is done.
    pub(super) fn done(&self, _path: &str) {
        #[cfg(feature = "progress")]
        if let Some(bar) = &self.bar {
            bar.set_message(_path.to_owned());
            bar.inc(1);
        }
    }
}

#[cfg(feature = "progress")]
impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
