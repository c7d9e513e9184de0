//! NEXT-SPEC V12: what is made of cached values.
