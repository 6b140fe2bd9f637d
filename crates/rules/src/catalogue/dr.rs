//! What must survive a change and a disaster.

pub mod lifecycle_protects_state;
pub mod state_not_destroyed;
pub mod workspace_not_replaced;
