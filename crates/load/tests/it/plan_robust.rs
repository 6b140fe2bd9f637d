//! Broken plans: whatever is cut off or changed, there is a problem or a result, never a panic.

use bricklint_findings::problem::ProblemKind;
use bricklint_load::plan::{PlanFile, merge, plan_stack, read_plans, skip};
use proptest::prelude::*;

use crate::plan_input::bytes;
use crate::plan_stack::dump;

const PLANS: [&str; 4] = ["sets-and-nulls", "data-deferred", "modules-aliases", "sensitive"];

fn text(name: &str) -> Vec<u8> {
    bytes(&format!("testdata/plans/{name}/plan.json"))
}

/// Reads everything that there is.
fn read_all(file: &PlanFile) -> Vec<String> {
    file.plans
        .iter()
        .map(|plan| {
            let stack = plan_stack(plan, 0, "root", None);
            let merged = merge(plan_stack(plan, 0, "root", None), plan_stack(plan, 0, "root", None));
            dump(&merged);
            dump(&stack)
        })
        .collect()
}

fn is_explained(file: &PlanFile) -> bool {
    file.problems.iter().any(|p| p.kind == ProblemKind::Unreadable && !p.message.is_empty())
}

#[test]
fn a_plan_cut_anywhere_is_explained() {
    let whole = text("sets-and-nulls");
    for end in (0..whole.len()).step_by(37).chain([whole.len() - 1]) {
        let file = read_plans(whole[..end].to_vec(), "plan.json");
        // Without its last newline a plan is whole.
        let complete = whole[end..].iter().all(u8::is_ascii_whitespace);
        assert_eq!(file.plans.len(), usize::from(complete), "{end}");
        assert!(complete || is_explained(&file), "{end}: {:?}", file.problems);
    }
}

#[test]
fn deep_nesting_ends_with_a_sentence_or_an_unknown() {
    let open = "[".repeat(100_000);
    let close = "]".repeat(100_000);
    let inside = format!(
        r#"{{"format_version":"1.2","resource_changes":[{{"address":"a.b","mode":"managed","type":"a","name":"b",
        "change":{{"actions":["create"],"after":{{"deep":{open}1{close}}},"after_unknown":{{}}}}}}]}}"#
    );
    let file = read_plans(inside.into_bytes(), "plan.json");
    assert_eq!(file.plans.len(), 1);
    assert_eq!(read_all(&file).len(), 1);
    for key in ["resource_changes", "configuration", "variables", "prior_state", "other"] {
        let text = format!(r#"{{"format_version":"1.2","{key}":{open}{close},"planned_values":{{}}}}"#);
        let file = read_plans(text.into_bytes(), "plan.json");
        assert_eq!(file.plans.is_empty(), key != "other", "{key}");
        assert!(!file.plans.is_empty() || is_explained(&file), "{key}");
    }
    let modules = r#"{"child_modules":["#.repeat(10_000);
    let text = format!(r#"{{"format_version":"1.2","prior_state":{{"values":{{"root_module":{modules}"#);
    assert!(is_explained(&read_plans(text.into_bytes(), "plan.json")));
}

#[test]
fn skipping_needs_json() {
    assert!(skip(&text("moved")));
    assert!(!skip(b"{\"format_version\":"));
    assert!(!skip(b"\xff"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_byte_is_explained_or_changes_little(
        which in 0..PLANS.len(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = text(PLANS[which]);
        let at = place.index(bytes.len());
        bytes[at] = byte;
        let file = read_plans(bytes, "plan.json");
        prop_assert!(is_explained(&file) || file.plans.len() == 1);
        read_all(&file);
    }

    #[test]
    fn shuffled_pieces_are_explained_or_read(
        which in 0..PLANS.len(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 4),
    ) {
        let bytes = text(PLANS[which]);
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len())).collect();
        at.sort_unstable();
        let mut mixed = bytes[..at[0]].to_vec();
        mixed.extend_from_slice(&bytes[at[2]..at[3]]);
        mixed.extend_from_slice(&bytes[at[1]..at[2]]);
        mixed.extend_from_slice(&bytes[at[3]..]);
        let file = read_plans(mixed, "plan.json");
        prop_assert!(is_explained(&file) || !file.plans.is_empty());
        read_all(&file);
    }
}
