//! Caching: DESIGN 2.6 and 2.7, and the rows of NEXT-SPEC sections 14 and 15.

mod drafts;
mod failing;
mod fetch;
mod flights;
mod functions;
mod hand_clock;
mod headers;
mod invalidation;
mod keys;
mod moody;
mod nesting;
mod outages;
mod places;
mod prerender;
mod recorder;
mod routes;
mod static_requests;
mod tags;
