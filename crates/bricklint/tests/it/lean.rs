//! Large plans are read without what nobody looks into, and nothing that is found in them changes by that.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use bricklint::session::{self, PlanFile, Run};
use bricklint_load::files::{Entry, FileSystem, Kind, MemoryFiles, ReadError};
use bricklint_load::plan::lean;
use proptest::prelude::*;

use crate::harness::{ROOT, lines, problems, repository, request};
use crate::plan_files::bytes;

const PLACE: &str = "/p/plan.json";

/// Files that are read so many bytes at a time.
struct Blocks<'f>(&'f MemoryFiles, usize);

impl FileSystem for Blocks<'_> {
    fn read_dir(&self, path: &Path) -> Result<Vec<Entry>, ReadError> {
        self.0.read_dir(path)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.0.read(path, limit)
    }

    fn read_by_blocks(
        &self,
        path: &Path,
        limit: u64,
        take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        let content = self.0.read(path, limit)?;
        let _ = content.chunks(self.1).try_for_each(take);
        Ok(())
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        self.0.kind(path)
    }

    fn canonicalize(&self, path: &Path) -> Result<PathBuf, ReadError> {
        self.0.canonicalize(path)
    }
}

fn said(run: &Run) -> (Vec<String>, Vec<String>) {
    (lines(run), problems(run))
}

fn run(fs: &MemoryFiles, file: PlanFile) -> (Vec<String>, Vec<String>) {
    let mut request = request(Path::new(ROOT), &[]);
    request.plans = vec![file];
    said(&session::run(fs, request))
}

/// What is said of a plan that is read by blocks of this size, and whether anything was left out.
fn by_blocks(content: &[u8], block: usize) -> ((Vec<String>, Vec<String>), bool) {
    let files = MemoryFiles::from_iter([(PLACE, content)]);
    let lean = lean::read(&Blocks(&files, block), Path::new(PLACE), content.len() as u64).unwrap();
    let is_lean = lean.is_some();
    let file = match lean {
        Some(lean) => PlanFile { lean: Some((lean, PLACE.into())), ..PlanFile::new("plan.json", []) },
        None => PlanFile::new("plan.json", content),
    };
    (run(&files, file), is_lean)
}

fn whole(content: &[u8]) -> (Vec<String>, Vec<String>) {
    run(&MemoryFiles::default(), PlanFile::new("plan.json", content))
}

fn example(path: &str) -> Vec<u8> {
    bytes(&repository().join(path))
}

#[test]
fn what_is_said_is_the_same() {
    for path in [
        "examples/enterprise-platform/broken/plan.json",
        "examples/serverless-jobs/broken/plan.json",
        "testdata/plans/data-sources/plan.json",
        "testdata/plans/modules-aliases/plan.json",
        "testdata/plans/drift/plan.json",
    ] {
        let content = example(path);
        for block in [64, 1000, 1 << 20] {
            let (said, is_lean) = by_blocks(&content, block);
            assert!(is_lean, "{path}");
            assert_eq!(said, whole(&content), "{path}");
        }
    }
}

#[test]
fn what_is_told_by_the_bytes_around_it_can_stand_elsewhere_too() {
    let content = String::from_utf8(example("testdata/plans/modules-aliases/plan.json")).unwrap();
    let planned = ",\"planned_values\":{";
    for (from, to) in [
        // Below a variable, before what is planned.
        (
            planned,
            ",\"variables\":{\"a\":{\"value\":{\"b\":{},\"planned_values\":{\"c\":1},\"resource_changes\":[]}}},\"planned_values\":{",
        ),
        // In what is planned.
        (planned, ",\"planned_values\":{\"outputs\":{\"a\":{\"value\":{\"b\":{},\"resource_changes\":[]}}},"),
        // Twice.
        (planned, ",\"planned_values\":{},\"planned_values\":{"),
        // Two objects more than there are changes.
        (planned, ",\"planned_values\":{\"a\":{\"mode\":\"managed\",\"b\":{\"mode\":\"managed\"}},"),
        // A plan behind it.
        ("}\n", "}{\"format_version\":\"1.2\"}\n"),
    ] {
        let changed = content.replacen(from, to, 1);
        assert_ne!(changed, content);
        assert_eq!(by_blocks(changed.as_bytes(), 4096).0, whole(changed.as_bytes()), "{to}");
    }
}

#[test]
fn a_plan_that_is_cut_off_is_refused_as_ever() {
    let content = example("testdata/plans/modules-aliases/plan.json");
    for length in (0..content.len()).step_by(content.len() / 150) {
        let part = &content[..length];
        assert_eq!(by_blocks(part, 4096).0, whole(part), "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_byte_changes_nothing_or_what_it_always_changes(
        at: prop::sample::Index, byte in 32..127_u8, block in 16..5000_usize
    ) {
        let content = example("testdata/plans/modules-aliases/plan.json");
        let mut changed = content.clone();
        let at = at.index(changed.len());
        changed[at] = byte;
        let (lean, _) = by_blocks(&changed, block);
        prop_assert!(lean == whole(&changed) || lean == whole(&content), "{at} {byte}");
    }
}
