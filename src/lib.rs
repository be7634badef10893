#![doc = include_str!("ARCHITECTURE.md")]

pub mod cli;
pub mod export;
pub mod file;
pub mod health;
pub mod import;
pub mod layout;
pub mod network;
mod numbers;
pub mod org;
pub mod roles;
pub mod sample;
pub mod session;
pub mod ui;
