//! The screens.

pub mod map;
pub mod start;
