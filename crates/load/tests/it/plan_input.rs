//! Plans on disk, for the tests.

use std::path::PathBuf;

use bricklint_load::plan::{PlanInput, plan_stack, read_plans};
use bricklint_model::stack::Stack;

pub fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

pub fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names in a directory, sorted.
pub fn names(path: &str) -> Vec<String> {
    let entries = std::fs::read_dir(repository(path)).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The only plan in a file.
pub fn plan(path: &str) -> PlanInput {
    let mut file = read_plans(bytes(path), path);
    assert_eq!((file.plans.len(), file.problems.as_slice()), (1, &[][..]), "{path}");
    file.plans.remove(0)
}

/// The stack of `testdata/plans/<name>`.
pub fn stack(name: &str) -> Stack {
    plan_stack(&plan(&format!("testdata/plans/{name}/plan.json")), 0, name, None)
}

/// The stack of a plan given as text.
pub fn stack_of(text: &str) -> Stack {
    let mut file = read_plans(text.as_bytes().to_vec(), "plan.json");
    assert_eq!(file.problems, []);
    plan_stack(&file.plans.remove(0), 0, "root", None)
}
