//! Caching: the rows of NEXT-SPEC sections 14 and 15.

mod fetch;
