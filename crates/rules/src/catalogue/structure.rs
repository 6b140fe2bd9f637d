//! How a configuration is put together: providers, modules, state.

pub mod resource_on_right_provider;
