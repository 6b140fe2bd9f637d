//! Privileges in Unity Catalog.

pub mod grant_chain_complete;
pub mod grants_keep_others;
pub mod grants_not_drifted;
pub mod grants_single_authority;
pub mod grants_to_groups;
