//! The `bricklint` binary: disk, environment, threads, allocator.

mod cli;
mod commands;
mod input;

use std::panic::{AssertUnwindSafe, catch_unwind};
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
            commands::usage(&error);
            return ExitCode::from(code);
        }
    };
    // What panics is caught and named; the default message would be a stack trace for nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let ran = catch_unwind(AssertUnwindSafe(|| {
        commands::log(&cli);
        commands::run(&cli)
    }));
    match ran {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(error)) => {
            commands::fail(&error);
            ExitCode::from(FAILED)
        }
        Err(_) => {
            commands::fail(&anyhow::anyhow!(
                "the tool failed on this input; this is a fault of it, please report it"
            ));
            ExitCode::from(FAILED)
        }
    }
}
