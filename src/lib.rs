//! Throughline: the internal-customer map of an organisation and its live indicators.

pub mod cli;
pub mod file;
pub mod org;
pub mod ui;
pub mod cli;
pub mod file;
pub mod health;
pub mod network;
pub mod file;
pub mod layout;
pub mod org;
