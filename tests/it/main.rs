//! Integration tests in one program.

mod samples;
