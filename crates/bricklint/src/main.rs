//! The `bricklint` binary: disk, environment, threads, allocator.

mod cli;
mod commands;
mod input;

use std::process::ExitCode;

use clap::Parser as _;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The job could not be done.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { FAILED } else { 0 };
            // A closed pipe is nobody's fault.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    // What panics is caught and named; the default message would be a stack trace for nobody.
    std::panic::set_hook(Box::new(|_| {}));
    commands::log(&cli);
    match commands::run(&cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            commands::fail(&error);
            ExitCode::from(FAILED)
        }
    }
}
