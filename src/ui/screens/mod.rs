//! The screens.

pub mod health;
pub mod map;
pub mod roles;
pub mod start;
