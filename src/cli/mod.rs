//! The command line.

pub mod health;
