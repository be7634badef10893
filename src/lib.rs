//! Throughline: the internal-customer map of an organisation and its live indicators.

pub mod cli;
pub mod file;
pub mod health;
pub mod layout;
pub mod network;
pub mod org;
pub mod session;
pub mod ui;
