//! Time and memory of child processes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run took, in seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    /// From start to end.
    pub(crate) wall: f64,
    /// On all processors.
    pub(crate) cpu: f64,
}

impl Time {
    /// The longest there is: the start of a search for the shortest.
    pub(crate) const MAX: Self = Self { wall: f64::INFINITY, cpu: f64::INFINITY };

    /// The shorter of each.
    pub(crate) fn min(self, other: Self) -> Self {
        Self { wall: self.wall.min(other.wall), cpu: self.cpu.min(other.cpu) }
    }
}

/// A command line of the binary.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    arguments: Vec<String>,
    threads: usize,
}

impl Run {
    /// `bricklint check PATH --project-root ROOT …` on two threads.
    pub(crate) fn check(path: &Path, root: &Path, more: &[&str]) -> Self {
        let mut arguments = vec![
            "check".to_owned(),
            path.display().to_string(),
            "--project-root".to_owned(),
            root.display().to_string(),
            "--fail-on=never".to_owned(),
        ];
        arguments.extend(more.iter().map(|text| (*text).to_owned()));
        Self { arguments, threads: 2 }
    }

    /// The same on so many threads.
    pub(crate) fn threads(&self, threads: usize) -> Self {
        Self { threads, ..self.clone() }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("RAYON_NUM_THREADS", self.threads.to_string()).stdin(Stdio::null());
        command
    }

    /// Runs it once. The shell's `time` knows the processor time of a child, which the standard library does not.
    pub(crate) fn time(&self) -> Time {
        const SCRIPT: &str = "TIMEFORMAT='%3R %3U %3S'; { time \"$0\" \"$@\" >/dev/null 2>/dev/null; } 2>&1";
        let mut command = self.command("bash");
        command.env("LC_ALL", "C").args(["-c", SCRIPT, &crate::BINARY]).args(&self.arguments);
        let Ok(output) = command.output() else { return Time::MAX };
        let text = String::from_utf8_lossy(&output.stdout);
        let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        match numbers.as_slice() {
            [wall, user, system] => Time { wall: *wall, cpu: user + system },
            _ => Time::MAX,
        }
    }

    /// What it prints on standard output.
    pub(crate) fn output(&self) -> String {
        let output = self.command(&crate::BINARY).args(&self.arguments).output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
    }

    /// The most memory that it holds at once, in bytes, as the kernel of Linux counts it.
    pub(crate) fn peak(&self) -> Option<u64> {
        let mut command = self.command(&crate::BINARY);
        command.args(&self.arguments).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let status = format!("/proc/{}/status", child.id());
        let mut peak = None;
        while matches!(child.try_wait(), Ok(None)) {
            if let Some(found) = crate::read(Path::new(&status)).as_deref().and_then(high_water) {
                peak = Some(found);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        peak
    }
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// The shortest times of several commands, whose runs alternate.
pub(crate) fn alternate(runs: &[Run], times: usize) -> Vec<Time> {
    let mut best = vec![Time::MAX; runs.len()];
    for _ in 0..times {
        for (best, run) in best.iter_mut().zip(runs) {
            *best = best.min(run.time());
        }
    }
    best
}

/// The shortest time that a program takes from start to end, in seconds.
pub(crate) fn start(program: &str, arguments: &[&str], times: usize) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..times {
        let clock = Instant::now();
        let _ = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        best = best.min(clock.elapsed().as_secs_f64());
    }
    best
}
