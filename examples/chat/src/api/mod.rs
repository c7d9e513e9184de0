//! `app/api`: the same answer as plain text and as Server-Sent Events, and what became of the answers so far.

pub(crate) mod chat;
pub(crate) mod events;
pub(crate) mod stats;
