//! The waist of the tool: loaders write a [`stack::Stack`], rules read the graph over it.
//!
//! No files, clock or threads here.

pub mod attr;
pub mod instance;
pub mod partial;
pub mod place;
pub mod stack;

pub use attr::Attr;
pub use bricklint_lang::tri::Tri;
pub use partial::Partial;
pub use place::{Path, Place, Step};
