//! Integration tests in one program.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

mod estimates;
mod indicators;
mod paths;
mod refresh;
