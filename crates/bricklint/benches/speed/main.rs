//! The table of speed and size. It prints and never fails: on a busy machine a time proves nothing, so each
//! line is a ratio of two things measured in one run, or a slope.
//!
//! `BENCH_RUNS` says how often each is run (the shortest counts; 9), `BENCH_PLAN_MB` how large the plan is
//! (200), `BENCH_BINARY` the binary, `BENCH_FIELD` names a directory of real configurations to be checked too. `-- corpus DIR` writes
//! the corpus and ends, `-- later-plan FILE MB` and `-- first-plan FILE MB` a plan.

#![allow(
    clippy::cast_precision_loss,
    clippy::needless_raw_string_hashes,
    reason = "figures are printed with two digits; the corpus is text full of quotes"
)]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

mod corpus;
mod first_plan;
mod later_plan;
mod measure;
mod random;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use measure::{Run, Time, alternate, start};

/// The allocator of the binary, so that both parsers have it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The program that is measured. What cargo builds beside a bench has features that only tests ask for, so
/// `make bench` names the one that is handed out.
static BINARY: LazyLock<String> =
    LazyLock::new(|| variable("BENCH_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_bricklint").to_owned()));

/// How many times as fast as hcl-edit the parser must be.
const PARSER: f64 = 5.0;

/// How often sizes double.
const DOUBLINGS: u32 = 4;

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["corpus", at] => return corpus::write_corpus(Path::new(at)),
        ["first-plan", at, megabytes] => {
            return first_plan::write_first_plan(Path::new(at), megabytes.parse().unwrap_or(200) * 1_000_000);
        }
        ["later-plan", at, megabytes] => {
            return later_plan::write_later_plan(Path::new(at), megabytes.parse().unwrap_or(200) * 1_000_000);
        }
        _ => {}
    }
    let base = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench"));
    let runs = number("BENCH_RUNS", 9);
    Table { base, runs }.print()
}

/// A number from the environment.
fn number(name: &str, otherwise: usize) -> usize {
    variable(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[expect(clippy::disallowed_methods, reason = "a bench is set by its environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[expect(clippy::disallowed_methods, reason = "a bench reads what it wrote")]
fn read(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

struct Table {
    base: PathBuf,
    runs: usize,
}

impl Table {
    fn print(&self) -> std::io::Result<()> {
        let corpus = self.fresh("corpus", corpus::write_corpus)?;
        let texts = texts(&corpus);
        let bytes: usize = texts.iter().map(String::len).sum();
        let summary = Run::check(&corpus, &corpus, &["--format=json"]).output();
        println!(
            "corpus: {} files, {:.1} MB, {} roots, {} instances, {} errors; {} runs, the shortest counts\n",
            texts.len(),
            bytes as f64 / 1e6,
            count(&summary, "roots"),
            count(&summary, "instances"),
            count(&summary, "errors"),
            self.runs
        );
        println!("{:<50} {:>8} {:>8}  {:<5} measured", "what", "is", "limit", "");
        let parsers = self.parser(&texts);
        self.phases(&corpus, parsers);
        self.growth()?;
        self.environments()?;
        self.plans()?;
        self.binary();
        self.field();
        Ok(())
    }

    /// A directory that `write` fills, emptied before.
    fn fresh(
        &self,
        name: &str,
        write: impl FnOnce(&Path) -> std::io::Result<()>,
    ) -> std::io::Result<PathBuf> {
        let at = self.base.join(name);
        if at.exists() {
            std::fs::remove_dir_all(&at)?;
        }
        std::fs::create_dir_all(&at)?;
        let at = at.canonicalize()?;
        write(&at)?;
        Ok(at)
    }

    /// Our parser and hcl-edit on the same texts, on one thread. Returns how long each takes, in seconds.
    fn parser(&self, texts: &[String]) -> (f64, f64) {
        let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..self.runs {
            let clock = Instant::now();
            for text in texts {
                black_box(bricklint_lang::syntax::parse(text.as_bytes()));
            }
            ours = ours.min(clock.elapsed().as_secs_f64());
            let clock = Instant::now();
            for text in texts {
                let _ = black_box(text.parse::<hcl_edit::structure::Body>());
            }
            theirs = theirs.min(clock.elapsed().as_secs_f64());
        }
        let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
        let note = format!(
            "{:.0} ms, hcl-edit {:.0} ms; {:.0} MB/s on one thread",
            ours * 1e3,
            theirs * 1e3,
            megabytes / ours
        );
        at_least("parsing against hcl-edit", theirs / ours, PARSER, &note);
        (ours, theirs)
    }

    fn phases(&self, corpus: &Path, (ours, theirs): (f64, f64)) {
        let to = |phase: &str| Run::check(corpus, corpus, &["--stop-after", phase]);
        let (parse, graph) = (to("parse"), to("graph"));
        let check = Run::check(corpus, corpus, &[]);
        let best = alternate(
            &[
                parse.clone(),
                to("expand"),
                graph,
                check.clone(),
                parse.threads(1),
                check.threads(1),
                to("read"),
            ],
            self.runs,
        );
        let [parse, expand, graph, check, parse_one, check_one, read] = best.as_slice() else { return };
        ratio("whole check against --stop-after parse", *check, *parse, 3.0);
        // Each gain in the parser makes the line above worse; this one says what the check costs beside it.
        let slower = theirs / PARSER - ours;
        println!(
            "  with a parser that is {PARSER} times as fast as hcl-edit it would be {:.2}: {:.0} ms CPU to {:.0}",
            (check.cpu + slower) / (parse.cpu + slower),
            (check.cpu + slower) * 1e3,
            (parse.cpu + slower) * 1e3
        );
        ratio("rules against --stop-after graph", *check, *graph, 1.3);
        let (speed_up, of_parse) = (check_one.wall / check.wall, parse_one.wall / parse.wall);
        let note = format!("check {speed_up:.2}, parse {of_parse:.2}");
        at_least("speed-up on two threads against parse's", speed_up / of_parse, 0.85, &note);
        println!(
            "  phases: read {}, parse {}, expand {}, graph {}, check {}",
            shown(*read),
            shown(*parse),
            shown(*expand),
            shown(*graph),
            shown(*check)
        );
    }

    fn growth(&self) -> std::io::Result<()> {
        type Write = fn(&Path, usize) -> std::io::Result<()>;
        let series: [(&str, Write, usize); 4] = [
            ("files", corpus::write_files, 250),
            ("resources", corpus::write_resources, 4_000),
            ("instances", corpus::write_instances, 2_000),
            ("calls", corpus::write_calls, 125),
        ];
        for (name, write, first) in series {
            let mut runs = Vec::new();
            let sizes: Vec<usize> = (0..=DOUBLINGS).map(|at| first << at).collect();
            for size in &sizes {
                let at = self.fresh(&format!("{name}-{size}"), |at| write(at, *size))?;
                runs.push(Run::check(&at, &at, &["--var", "account_id=1"]));
            }
            let times = alternate(&runs, self.runs.min(5));
            let points: Vec<(f64, f64)> =
                sizes.iter().zip(&times).map(|(size, time)| ((*size as f64).ln(), time.cpu.ln())).collect();
            let shown: Vec<String> = times.iter().map(|time| format!("{:.0}", time.cpu * 1e3)).collect();
            let (least, most) = (sizes.first().unwrap_or(&0), sizes.last().unwrap_or(&0));
            let note = format!("{least} to {most}: {} ms CPU", shown.join(", "));
            at_most(&format!("growth with {name}, slope"), slope(&points), 1.1, &note);
        }
        Ok(())
    }

    fn environments(&self) -> std::io::Result<()> {
        let at = self.fresh("environments", |at| corpus::write_environments(at, 5))?;
        let all = Run::check(&at, &at, &[]);
        let one = Run::check(&at, &at, &["--env", "e0"]);
        let best = alternate(&[all.threads(1), one.threads(1)], self.runs);
        if let [all, one] = best.as_slice() {
            ratio("five variable sets of one root against one", *all, *one, 4.0);
        }
        Ok(())
    }

    fn plans(&self) -> std::io::Result<()> {
        self.plan("plan", later_plan::write_later_plan)?;
        self.plan("first plan (small objects)", first_plan::write_first_plan)
    }

    fn plan(
        &self,
        name: &str,
        write: impl FnOnce(&Path, usize) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let bytes = number("BENCH_PLAN_MB", 200) * 1_000_000;
        let directory = self.fresh("plan", |at| write(&at.join("plan.json"), bytes))?;
        let file = directory.join("plan.json");
        let size = std::fs::metadata(&file)?.len() as f64;
        let check = Run::check(&file, &directory, &[]);
        let skip = Run::check(&file, &directory, &["--stop-after", "skip"]);
        let objects = count(&Run::check(&file, &directory, &["--format=json"]).output(), "instances");
        let best = alternate(&[check.clone(), skip], self.runs.min(5));
        if let [check, skip] = best.as_slice() {
            ratio(&format!("{name} of {:.0} MB, check against skip", size / 1e6), *check, *skip, 2.0);
        }
        if let Some(peak) = check.peak() {
            let note = format!("{:.0} MB, {objects} objects", peak as f64 / 1e6);
            at_most(&format!("{name}, peak memory against the file"), peak as f64 / size, 1.25, &note);
        }
        Ok(())
    }

    fn binary(&self) {
        let times = self.runs * 30;
        let ours = start(&BINARY, &["--version"], times);
        let nothing = start("true", &[], times);
        let note = format!("{:.2} ms, `true` {:.2} ms", ours * 1e3, nothing * 1e3);
        at_most("start-up against `true`", ours / nothing, 4.0, &note);
        if let Ok(found) = std::fs::metadata(&*BINARY) {
            at_most("size of the binary, MB", found.len() as f64 / 1e6, 8.0, "");
        }
    }

    fn field(&self) {
        let Some(field) = variable("BENCH_FIELD").map(PathBuf::from) else { return };
        let run = Run::check(&field, &field, &[]);
        let best = alternate(&[run], self.runs);
        if let [time] = best.as_slice() {
            let name = field.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            at_most(&format!("{name}, ms"), time.wall * 1e3, 50.0, &shown(*time));
        }
    }
}

/// The texts of all configuration files below a directory.
fn texts(at: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let mut waiting = vec![at.to_path_buf()];
    while let Some(directory) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(directory) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "tf") {
                out.extend(read(&path));
            }
        }
    }
    out
}

/// A number of the report's summary.
fn count(report: &str, name: &str) -> String {
    let Ok(report) = serde_json::from_str::<serde_json::Value>(report) else { return "no".to_owned() };
    report
        .get("summary")
        .and_then(|summary| summary.get(name))
        .map_or_else(|| "no".to_owned(), ToString::to_string)
}

/// The slope of the line through the points, by least squares.
fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let (mean_x, mean_y) =
        (points.iter().map(|p| p.0).sum::<f64>() / count, points.iter().map(|p| p.1).sum::<f64>() / count);
    let above: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let below: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    above / below
}

fn shown(time: Time) -> String {
    format!("{:.0} ms ({:.0} CPU)", time.wall * 1e3, time.cpu * 1e3)
}

fn ratio(what: &str, above: Time, below: Time, limit: f64) {
    let note = format!("{} to {}; CPU {:.2}", shown(above), shown(below), above.cpu / below.cpu);
    at_most(what, above.wall / below.wall, limit, &note);
}

fn at_most(what: &str, is: f64, limit: f64, note: &str) {
    line(what, is, &format!("<= {limit}"), is <= limit, note);
}

fn at_least(what: &str, is: f64, limit: f64, note: &str) {
    line(what, is, &format!(">= {limit}"), is >= limit, note);
}

fn line(what: &str, is: f64, limit: &str, holds: bool, note: &str) {
    println!("{what:<50} {is:>8.2} {limit:>8}  {:<5} {note}", if holds { "ok" } else { "over" });
}
