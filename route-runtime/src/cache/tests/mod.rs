//! The cache by generation.
