//! What handlers share.

use crate::db::Db;
use axum::extract::FromRef;
use std::sync::Arc;

/// The state of the app. A handler takes the part it needs: `State<Db>`.
#[derive(Clone)]
pub struct AppState {
    db: Db,
    webhook_secret: WebhookSecret,
}

impl AppState {
    /// A store with a few items, and the secret that webhooks are signed with.
    pub fn new(webhook_secret: WebhookSecret) -> Self {
        Self { db: Db::with_samples(), webhook_secret }
    }
}

impl FromRef<AppState> for Db {
    fn from_ref(state: &AppState) -> Self {
        state.db.clone()
    }
}

impl FromRef<AppState> for WebhookSecret {
    fn from_ref(state: &AppState) -> Self {
        state.webhook_secret.clone()
    }
}

/// The secret shared with the sender of webhooks. It has no `Debug`, so that it reaches no log.
#[derive(Clone)]
pub struct WebhookSecret(Arc<[u8]>);

impl WebhookSecret {
    /// The secret of the example in GitHub's documentation: good for trying things out, known to everyone.
    pub const EXAMPLE: &str = "It's a Secret to Everybody";

    /// A secret of your own.
    pub fn new(secret: &str) -> Self {
        Self(secret.as_bytes().into())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
