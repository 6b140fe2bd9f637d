//! The same bytes from every run, on any number of threads.

use bricklint::disk::Disk;
use bricklint::{diagram, inspect, session};
use bricklint_report::{Format, GraphFormat};
use bricklint_rules::RULES;

use crate::harness::{report, repository, request};

fn everything(threads: usize) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let root = repository();
        let run = session::run(&Disk, request(&root, &["testdata/monorepo", "examples"]));
        let mut out: String = Format::ALL.iter().map(|format| report(&run, *format)).collect();
        out.push_str(&bricklint_report::graph(&diagram::of(&run.estate), GraphFormat::Json));
        out.push_str(&inspect::of(&run));
        out
    })
}

#[test]
fn threads_do_not_show() {
    let one = everything(1);
    assert!(one.contains("serverless-task-environment"));
    for threads in [1, 2, 8] {
        let other = everything(threads);
        let first = one.lines().zip(other.lines()).find(|(a, b)| a != b);
        assert!(one == other, "{threads} threads: {first:?}");
    }
}

#[test]
fn measuring_does_not_show() {
    let measured = |timings: bool| {
        let root = repository();
        let mut request = request(&root, &["testdata/monorepo", "examples"]);
        request.timings = timings;
        let run = session::run(&Disk, request);
        let report: String = Format::ALL.iter().map(|format| report(&run, *format)).collect();
        (report, run.timings.len(), run.rule_timings.len())
    };
    let ((plain, none, nothing), (report, phases, rules)) = (measured(false), measured(true));
    assert_eq!((none, nothing, phases, rules), (0, 0, 4, RULES.len()));
    assert!(plain == report, "rules that run one by one say something else");
}
