//! Typed views of AWS resources: one file a type.
