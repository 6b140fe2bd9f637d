//! What is asked of any input.

pub(crate) mod plan;
pub(crate) mod root;
mod written;
