//! How an answer that is to be stored is fetched.

use reqwest::{Request, StatusCode, Url};

use super::client::client;
use super::error::{FetchError, shown};
use super::response::{FetchResponse, Whole, WholeResponse};
use crate::cache::{CachedValue, Generated, Generation, Lifetimes, Made, Tag};

/// A call whose answer is to be stored.
pub(super) struct FetchGeneration {
    pub(super) request: Request,
    pub(super) life: Lifetimes,
    pub(super) tags: Vec<Tag>,
    /// The longest body that is stored, in bytes.
    pub(super) max_body: usize,
}

/// Why nothing is stored, for all who wait: the other server is not asked again by each of them.
#[derive(Clone)]
pub(super) enum NotStored {
    /// An answer with another status than 200.
    Answer(Box<WholeResponse>),
    Error(FetchError),
}

impl Generation for FetchGeneration {
    /// An answer that is too long to be kept in memory.
    type Own = FetchResponse;
    type Failure = NotStored;

    async fn run(self) -> Generated<FetchResponse, NotStored> {
        let url = shown(self.request.url());
        let response = match send(self.request).await {
            Ok(response) => response,
            Err(error) => return Generated::Failed(NotStored::Error(error)),
        };
        match response.whole(self.max_body).await {
            Ok(Whole::Read(whole)) if whole.status == StatusCode::OK => Generated::Keep(Made {
                value: CachedValue::Response(whole.into_stored()),
                life: self.life,
                tags: self.tags,
                stale: None,
            }),
            Ok(Whole::Read(whole)) => Generated::Failed(NotStored::Answer(Box::new(whole))),
            Ok(Whole::TooLong(response)) => {
                tracing::warn!(url, limit = self.max_body, "an answer of another server is too long to be stored");
                Generated::Withdrawn(response)
            }
            Err(error) => Generated::Failed(NotStored::Error(error)),
        }
    }
}

/// Makes a call.
pub(super) async fn send(request: Request) -> Result<FetchResponse, FetchError> {
    let url: Url = request.url().clone();
    tracing::debug!(method = %request.method(), url = shown(&url), "fetching");
    let response = client()?.execute(request).await.map_err(|error| FetchError::on_the_way(&url, error))?;
    Ok(FetchResponse::new(response))
}
