//! Typed views of AWS resources: one file a type.

pub mod account;
pub mod arn;
pub(crate) mod elsewhere;
pub mod iam_policy;
pub mod iam_role;
pub mod partition;
pub mod policy;
pub mod trust;
