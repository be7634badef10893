//! How long a frame of the map takes.

fn main() {
    divan::main();
}
