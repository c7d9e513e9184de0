//! Caching: DESIGN 2.7, and the rows of NEXT-SPEC sections 14 and 15.

mod drafts;
mod failing;
mod fetch;
mod hand_clock;
mod headers;
mod keys;
mod routes;
mod static_requests;
