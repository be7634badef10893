//! Integration tests in one program.

mod indicators;
mod paths;
mod refresh;
