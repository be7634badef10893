//! Integration tests in one program.

mod layout;
