//! The program without a window: each subcommand is a function from its input to what is printed.

use std::{
    io::{self, ErrorKind, Write},
    path::Path,
};

use jiff::civil::Date;

pub mod args;
pub mod check;
pub mod health;
pub mod json;
pub mod sample;

/// How a subcommand ended, as its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Fine, and nothing found.
    Fine = 0,
    /// Fine, and something found.
    Findings = 1,
    /// It could not be done.
    Cannot = 2,
}

impl Exit {
    /// The exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// What a subcommand has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// How it ended.
    pub exit: Exit,
}

impl Output {
    /// Something that could not be done: one line, and a hint where there is one.
    #[must_use]
    pub fn cannot(message: &str) -> Self {
        Self {
            out: String::new(),
            err: format!("throughline: {message}\n"),
            exit: Exit::Cannot,
        }
    }

    /// Writes both. A reader that has gone away, as in `| head`, is not an error.
    ///
    /// # Errors
    /// Where standard output cannot be written for another reason, such as a full disk.
    pub fn deliver(&self, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
        let gone = |result: io::Result<()>| match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            other => other,
        };
        gone(err.write_all(self.err.as_bytes()).and_then(|()| err.flush()))?;
        gone(out.write_all(self.out.as_bytes()).and_then(|()| out.flush()))?;
        Ok(self.exit)
    }
}

/// Runs a subcommand that draws nothing. `today` is the day as of which indicators are seen unless the
/// user names another.
#[must_use]
pub fn run(task: &args::Task, today: Date) -> Output {
    let load = |file: &Path| crate::file::load(file).map(|(loaded, _)| loaded);
    let name = |file: &Path| file.display().to_string();
    match task {
        args::Task::Check { file, as_of, json } => {
            check::check(&name(file), &load(file), as_of.unwrap_or(today), *json)
        }
        args::Task::Json { file } => json::json(&name(file), &load(file)),
        args::Task::Health {
            file,
            as_of,
            window,
            json,
        } => health::health(&name(file), &load(file), as_of.unwrap_or(today), *window, *json),
        args::Task::Sample {
            parties,
            seed,
            as_of,
            output,
        } => sample::sample(*parties, *seed, as_of.unwrap_or(today), output),
        args::Task::Show(_) => Output::cannot("show draws a picture; it has no text to print"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Refusing(ErrorKind);

    impl Write for Refusing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_error_and_a_full_disk_is() {
        let output = Output {
            out: "text".to_owned(),
            err: String::new(),
            exit: Exit::Findings,
        };
        let mut err = Vec::new();
        let closed = output.deliver(&mut Refusing(ErrorKind::BrokenPipe), &mut err);
        assert_eq!(closed.unwrap().code(), 1);
        assert!(output.deliver(&mut Refusing(ErrorKind::StorageFull), &mut err).is_err());
    }
}
