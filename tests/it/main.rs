//! Integration tests in one program.
mod raster;

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

mod hostile;
mod roundtrip;
mod storage;
