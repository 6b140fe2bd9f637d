//! Blocks, duplicates and overrides.
