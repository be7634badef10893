//! All integration tests, as one program: it links once.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

mod estimates;
mod hostile;
mod indicators;
mod layout;
mod paths;
mod raster;
mod readme;
mod refresh;
mod roundtrip;
mod samples;
mod screens;
mod storage;
