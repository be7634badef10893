//! The screens.

pub mod health;
pub mod map;
pub mod start;
