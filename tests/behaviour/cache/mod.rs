//! DESIGN 2.7 and NEXT-SPEC sections 14 and 15, by request.

mod invalidation;
mod places;
mod recorder;
