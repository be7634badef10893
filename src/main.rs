//! Arguments to window or command line, and an exit code. No logic.

use std::{
    io::{stderr, stdout},
    process::ExitCode,
};

use clap::Parser as _;
use jiff::Zoned;
use throughline::{
    cli::{
        self, Exit, Output,
        args::{Arguments, Task},
    },
    ui::{show, window},
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let today = Zoned::now().date();
    let output = match &arguments.command {
        None => match window::run(arguments.file.as_deref()) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => Output::cannot(&error.to_string()),
        },
        Some(Task::Show(wanted)) => show::show(wanted, today),
        Some(task) => cli::run(task, today),
    };
    let exit = output.deliver(&mut stdout(), &mut stderr()).unwrap_or(Exit::Cannot);
    ExitCode::from(exit.code())
}
