//! The parser against Terraform, hcl-edit, broken text and itself.

mod edit;
mod files;
mod fuzz;
mod generate;
mod heredocs;
mod json;

mod neutral;
mod recovery;
mod spans;
mod terraform;
mod text;
mod tree;
mod verdicts;
