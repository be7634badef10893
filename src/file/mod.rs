//! Text and disk: how a document is written, read, checked and kept.
//!
//! [`read`] and [`write()`] turn text into an [`Org`](crate::org::Org) and back; [`load`] and [`save`] do
//! so with a file on disk; [`recovery`] keeps copies of documents that are not saved yet. Nothing here
//! knows the clock: the time comes in as an argument.

mod decode;
mod error;
mod explain;
mod faults;
mod format;
mod layout;
mod lines;
mod outline;
mod probe;
pub mod recovery;
mod store;
mod token;

pub use error::{Fault, Faults, LoadError};
pub use format::{Loaded, Located, WriteError, locate, read, write};
pub use store::{MAX_BYTES, Refusal, SaveError, Stamp, load, save, save_bytes, save_text};
