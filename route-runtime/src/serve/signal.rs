use std::future::{Future, pending};
use std::io;
use std::pin::Pin;

/// What tells a server to stop.
pub(super) enum ShutdownSignal {
    System(SystemSignals),
    /// A future, until it has ended.
    Given(Option<Pin<Box<dyn Future<Output = ()> + Send>>>),
}

impl ShutdownSignal {
    /// Ctrl-C and SIGTERM, which are kept from now on.
    pub(super) fn system() -> io::Result<Self> {
        SystemSignals::new().map(Self::System)
    }

    pub(super) fn given(signal: impl Future<Output = ()> + Send + 'static) -> Self {
        Self::Given(Some(Box::pin(signal)))
    }

    /// Waits for the next signal. May be dropped and called again.
    pub(super) async fn recv(&mut self) {
        match self {
            Self::System(signals) => signals.recv().await,
            Self::Given(Some(signal)) => {
                signal.await;
                *self = Self::Given(None);
            }
            Self::Given(None) => pending().await,
        }
    }
}

#[cfg(unix)]
pub(super) struct SystemSignals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl SystemSignals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn recv(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
pub(super) struct SystemSignals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl SystemSignals {
    fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn recv(&mut self) {
        self.0.recv().await;
    }
}
