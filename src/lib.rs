//! Throughline: the internal-customer map of an organisation and its live indicators.
pub mod file;
pub mod layout;
pub mod org;
