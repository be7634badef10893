//! Integration tests in one program.
mod raster;
