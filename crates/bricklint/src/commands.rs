//! The commands: one file each.

mod check;
mod explain;
mod graph;
mod inspect;
mod rules;

use std::io::{IsTerminal as _, Write as _};

use anyhow::Result;
use tracing_subscriber::filter::LevelFilter;

use crate::cli::{Cli, Command};
use crate::input;

/// Runs the command; the exit code.
pub(crate) fn run(cli: &Cli) -> Result<u8> {
    match &cli.command {
        Command::Check(args) => check::run(args, cli.quiet),
        Command::Graph(args) => graph::run(args, cli.quiet),
        Command::Inspect(args) => inspect::run(args, cli.quiet),
        Command::Explain { name } => explain::run(name),
        Command::Rules { format, profile } => rules::run(*format, profile),
    }
}

/// Says on stderr why the job could not be done.
pub(crate) fn fail(error: &anyhow::Error) {
    let mut text = String::from("error");
    for cause in error.chain() {
        text.push_str(": ");
        text.push_str(&bricklint_report::escape::line(&cause.to_string()));
    }
    say(&text);
}

/// Prints help, or what is wrong with the command line, in the colours that reports have.
pub(crate) fn usage(error: &clap::Error) {
    let to_stderr = error.use_stderr();
    let terminal = if to_stderr { std::io::stderr().is_terminal() } else { std::io::stdout().is_terminal() };
    let text = error.render();
    let text = if colour(terminal) { text.ansi().to_string() } else { text.to_string() };
    // A closed pipe is nobody's fault.
    let _ = if to_stderr {
        std::io::stderr().lock().write_all(text.as_bytes())
    } else {
        std::io::stdout().lock().write_all(text.as_bytes())
    };
}

/// A line on stderr.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Text on stdout; a closed pipe is nobody's fault.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Sends what is read and decided to stderr.
pub(crate) fn log(cli: &Cli) {
    let level = match (cli.quiet, cli.verbose) {
        (true, _) => LevelFilter::OFF,
        (false, 0) => LevelFilter::WARN,
        (false, 1) => LevelFilter::INFO,
        (false, 2) => LevelFilter::DEBUG,
        (false, _) => LevelFilter::TRACE,
    };
    let level = match input::env("BRICKLINT_LOG").filter(|_| !cli.quiet).map(|name| (name.parse(), name)) {
        Some((Ok(level), _)) => level,
        Some((Err(_), name)) => {
            say(&format!("`BRICKLINT_LOG={name}` is not one of off, error, warn, info, debug, trace"));
            level
        }
        None => level,
    };
    let _ = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .try_init();
}

/// Whether to write colours (<https://no-color.org>, <https://bixense.com/clicolors>).
pub(crate) fn colour(terminal: bool) -> bool {
    if input::env("NO_COLOR").is_some() {
        return false;
    }
    if input::env("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    terminal && input::env("TERM").as_deref() != Some("dumb")
}

/// Says on stderr what is wrong with the input; the exit code that follows.
pub(crate) fn problems(problems: &[bricklint_findings::Problem], quiet: bool) -> u8 {
    for problem in problems.iter().filter(|_| !quiet) {
        let place = problem.location.as_ref().map_or_else(String::new, |location| match location.start {
            Some(start) => format!(" ({}:{}:{})", location.path, start.line, start.column),
            None => format!(" ({})", location.path),
        });
        let text = format!("{}: {}{place}", problem.kind.name(), problem.message);
        say(&bricklint_report::escape::line(&text));
    }
    if problems.iter().any(|problem| problem.kind.is_fatal()) { 2 } else { 0 }
}
