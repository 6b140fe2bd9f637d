//! The waist of the tool: loaders write a [`stack::Stack`], rules read the graph over it.
//!
//! No files, clock or threads here.

pub mod access;
pub mod assignment;
pub mod attr;
pub mod aws;
pub mod before;
pub mod databricks;
pub mod environment;
pub mod estate;
pub mod facts;
pub mod graph;
pub mod instance;
pub mod keys;
pub mod links;
pub mod locate;
pub mod lookup;
pub mod metastores;
pub mod packed;
pub mod partial;
pub mod place;
pub mod placeholder;
pub mod region;
mod remote_state;
pub mod repetition;
pub mod requirement;
pub mod schema;
pub mod securable;
pub mod stack;
pub mod stateful;
pub mod takeover;
pub mod view;

pub use attr::Attr;
pub use bricklint_lang::tri::{self, Tri};
pub use estate::Estate;
pub use graph::{Certainty, EdgeKind, Graph, NodeId};
pub use partial::Partial;
pub use place::{Path, Place, Step};
pub use view::{Block, Blocks, Field, GraphView, Link, Node, World};
