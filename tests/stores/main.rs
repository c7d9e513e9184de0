//! The stores of cached answers: the suite that all pass, and Redis as it is when it stands still, goes away and comes back.

mod memory;
mod redis;
