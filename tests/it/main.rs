//! Integration tests in one program.
