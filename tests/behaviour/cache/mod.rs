//! NEXT-SPEC sections 14 and 15, DESIGN 2.6 and 2.7: caching.

mod functions;
mod nesting;
mod tags;
