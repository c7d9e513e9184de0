//! Caching: DESIGN 2.6 and 2.7, and the rows of NEXT-SPEC sections 14 and 15.

mod drafts;
mod failing;
mod functions;
mod flights;
mod fetch;
mod hand_clock;
mod headers;
mod invalidation;
mod keys;
mod nesting;
mod moody;
mod outages;
mod places;
mod prerender;
mod recorder;
mod routes;
mod static_requests;
mod tags;
