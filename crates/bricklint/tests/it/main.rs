//! Tests of the whole tool, in one binary.

mod layering;
