use std::sync::Arc;

/// The prefix below which the app is served, `/docs`: an extension of its requests, from which their `next_url` has it.
#[derive(Clone)]
pub(crate) struct BasePath(pub(crate) Arc<str>);
