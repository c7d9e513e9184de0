//! Which build of the program this is: on a store that several share, one does not read what another has written.

use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};
use std::sync::{Arc, LazyLock};
use std::thread;

use tokio::sync::watch;

/// What stands in for the build where the program's file cannot be read.
const FALLBACK: &str = env!("CARGO_PKG_VERSION");

/// The build of this process: `ROUTE_BUILD_ID` of the environment, else a hash of the program's file, which another thread makes.
static OWN: LazyLock<watch::Receiver<Option<Arc<str>>>> = LazyLock::new(|| {
    let (sender, receiver) = watch::channel(None);
    if let Some(given) = std::env::var("ROUTE_BUILD_ID").ok().filter(|id| !id.is_empty()) {
        sender.send_replace(Some(given.into()));
        return receiver;
    }
    let hash = move || {
        let id = hash_of_program().unwrap_or_else(|error| {
            tracing::warn!(%error, "the program's file cannot be read, so all builds are taken for one: set `ROUTE_BUILD_ID`");
            FALLBACK.to_owned()
        });
        sender.send_replace(Some(id.into()));
    };
    if let Err(error) = thread::Builder::new().name("route-build-id".to_owned()).spawn(hash) {
        tracing::warn!(%error, "no thread could be started, so all builds are taken for one: set `ROUTE_BUILD_ID`");
    }
    receiver
});

/// The build of this process, once it has been found out.
pub(super) fn known() -> Option<Arc<str>> {
    OWN.borrow().clone()
}

/// The build of this process. The first to ask lets it be found out, and waits.
pub(super) async fn own() -> Arc<str> {
    let mut receiver = OWN.clone();
    match receiver.wait_for(Option::is_some).await {
        Ok(id) => id.clone().unwrap_or_else(|| FALLBACK.into()),
        Err(_) => FALLBACK.into(),
    }
}

fn hash_of_program() -> io::Result<String> {
    hash_of(File::open(std::env::current_exe()?)?)
}

/// Only runs of the same file compare their hashes, so they have the same hasher.
fn hash_of(mut file: impl Read) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(format!("{:016x}", hasher.finish())),
            Ok(read) => hasher.write(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_of_the_same_bytes_are_one_build() {
        let program = vec![7; 200_000];
        let mut other = program.clone();
        other[150_000] = 8;
        let hash = |bytes: &[u8]| hash_of(bytes).unwrap();
        assert_eq!(hash(&program), hash(&program));
        assert_ne!(hash(&program), hash(&other));
        assert_ne!(hash(&program), hash(&program[1..]));
    }

    #[tokio::test]
    async fn a_process_is_of_one_build() {
        let (first, second) = tokio::join!(own(), own());
        assert_eq!(first, second);
        assert!(!first.is_empty());
    }
}
