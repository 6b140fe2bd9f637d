//! Every format of one fixed list of findings, and the schemas they promise.

mod diagram;
#[cfg(test)]
mod fixture;
mod formats;
mod rules;
mod schemas;
mod text;
