//! Caching: DESIGN 2.7, and the rows of NEXT-SPEC sections 14 and 15.

mod drafts;
mod failing;
mod hand_clock;
mod headers;
mod invalidation;
mod keys;
mod places;
mod recorder;
mod routes;
mod static_requests;
