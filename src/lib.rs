//! Throughline: the internal-customer map of an organisation and its live indicators.
pub mod org;
pub mod file;
