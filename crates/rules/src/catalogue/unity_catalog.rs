//! Metastores, catalogs and what lies below them.

pub mod one_metastore_per_region;
pub mod regions_agree;
pub mod workspace_metastore_assigned;
