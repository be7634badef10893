//! Arguments to window or command line, and an exit code.

fn main() {}
