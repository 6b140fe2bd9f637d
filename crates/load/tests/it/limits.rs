//! Everything ends, and what was left out is said: instances without number, long rows of values.

use std::fmt::Write;
use std::sync::atomic::Ordering;

use bricklint_findings::cause::CauseKind;
use bricklint_findings::problem::ProblemKind;
use bricklint_load::{discover, facts};
use bricklint_model::stack::Stack;

use crate::support::{Counted, files, memory, options, show, stack};

fn output(stack: &Stack, name: &str) -> String {
    let found = stack.outputs.iter().find(|(n, _)| &**n == name);
    found.map_or_else(|| "missing".into(), |(_, value)| show(value))
}

#[test]
fn modules_inside_modules_end_with_one_problem() {
    let nested = |inner: &str, outer: &str, count: &str| {
        format!(
            "--- main.tf\nmodule \"a\" {{\n  source = \"./a\"\n  {count}\n}}\n{outer}\
             --- a/main.tf\nmodule \"b\" {{\n  source = \"../b\"\n  {count}\n}}\noutput \"x\" {{\n  value = module.b\n}}\n\
             --- b/main.tf\nmodule \"c\" {{\n  source = \"../c\"\n  {count}\n}}\noutput \"x\" {{\n  value = module.c\n}}\n\
             --- c/main.tf\n{inner}output \"x\" {{\n  value = 1\n}}\n"
        )
    };
    let job = "resource \"databricks_job\" \"j\" {\n  name = \"x\"\n}\n";
    let each = "for_each = { for i in range(1000) : \"k${i}\" => i }";
    let cases = [
        // Few enough that without a limit there would be all of them.
        nested("", "", "count = 50"),
        nested(job, "", "count = 1000"),
        nested("", "", "count = 1000"),
        nested(job, "", each),
        nested(job, "output \"all\" {\n  value = module.a\n}\n", "count = 1000"),
        nested(job, "", "count = 1000000000"),
    ];
    for text in cases {
        let stack = stack(&text);
        let limits: Vec<&str> = stack
            .problems
            .iter()
            .filter(|problem| problem.kind == ProblemKind::Limit)
            .map(|problem| &*problem.message)
            .collect();
        assert_eq!(limits.len(), 1, "{limits:?}");
        assert!(limits[0].contains("more than 100000 module instances"), "{limits:?}");
        assert_eq!(stack.problems.len(), 1, "{:?}", stack.problems);
        assert_eq!(stack.incomplete.as_ref().map(|cause| cause.kind), Some(CauseKind::Limit), "{text}");
        assert!(stack.modules.len() <= 100_000, "{}", stack.modules.len());
    }
}

#[test]
fn resources_without_number_end_with_one_problem() {
    let stack = stack(
        "resource \"databricks_job\" \"a\" {\n  count = 900000000\n}\n\
         resource \"databricks_job\" \"b\" {\n  count = 900000000\n}\n\
         resource \"databricks_job\" \"c\" {\n  count = 2\n}\n",
    );
    let limits = stack.problems.iter().filter(|problem| problem.kind == ProblemKind::Limit).count();
    assert_eq!((limits, stack.problems.len()), (1, 1));
    let addresses: Vec<&str> = stack.instances.iter().map(|instance| &*instance.address).collect();
    assert_eq!(
        addresses,
        ["databricks_job.a[*]", "databricks_job.b[*]", "databricks_job.c[0]", "databricks_job.c[1]"]
    );
    assert_eq!(stack.incomplete.as_ref().map(|cause| cause.kind), Some(CauseKind::Limit));
}

#[test]
fn blocks_without_number_end() {
    let ten = "range(1000)";
    let stack = stack(&format!(
        "resource \"databricks_job\" \"a\" {{\n\
         dynamic \"task\" {{\n for_each = {ten}\n content {{\n\
         dynamic \"library\" {{\n for_each = {ten}\n content {{\n\
         dynamic \"pypi\" {{\n for_each = {ten}\n content {{}}\n }}\n }}\n }}\n }}\n }}\n }}\n"
    ));
    let body = stack.instances[0].body.get().to_owned();
    let task = body.blocks.iter().find(|group| &*group.name == "task").unwrap();
    assert_eq!(task.more.as_ref().map(|cause| cause.kind), Some(CauseKind::Limit));
    let problems: Vec<_> = stack.problems.iter().map(|problem| (problem.kind, &*problem.message)).collect();
    let message = "`databricks_job.a` brings the root to more than 1000000 `dynamic` blocks; the rest of the root is not \
                   expanded";
    assert_eq!(problems, [(ProblemKind::Limit, message)]);
}

/// Blocks in blocks double with each level: also those of which there may be any number, and what is looked at before there
/// are inputs.
#[test]
fn blocks_in_blocks_end() {
    for collection in ["[1, 2]", "toset([var.a, var.b])", "var.a == 1 ? var.b : var.c"] {
        let (open, close) = (
            format!("dynamic \"task\" {{\nfor_each = {collection}\ncontent {{\n").repeat(40),
            "}\n}\n".repeat(40),
        );
        let text = format!(
            "variable \"a\" {{}}\nvariable \"b\" {{}}\nvariable \"c\" {{}}\n\
             resource \"databricks_job\" \"a\" {{\n{open}task_key = task.value\n{close}}}\n"
        );
        let (disk, options) = (memory(&files(&text)), options());
        assert_eq!(facts(&disk, &discover(&disk, &options), &options).len(), 1, "{collection}");
        let limits = stack(&text).problems.into_iter().map(|problem| problem.kind).collect::<Vec<_>>();
        assert_eq!(limits, [ProblemKind::Limit], "{collection}");
    }
}

/// Whatever is asked for first, at the end or at the start of a row, is the same value.
#[test]
fn rows_of_values_have_no_end() {
    let count = 5_000;
    let local = |i: usize| match i {
        0 => "  v0 = 1\n".to_owned(),
        i => format!("  v{i} = local.v{} + 1\n", i - 1),
    };
    let forward: String = (0..count).map(local).collect();
    let backward: String = (0..count).rev().map(local).collect();
    let last = count - 1;
    for locals in [&forward, &backward] {
        let stack = stack(&format!(
            "locals {{\n{locals}}}\nmodule \"m\" {{\n  source = \"./m\"\n  count = local.v{last} - {last}\n}}\n\
             output \"last\" {{\n  value = local.v{last}\n}}\n--- m/main.tf\noutput \"x\" {{\n  value = 1\n}}\n"
        ));
        assert_eq!(stack.problems, [], "{locals}");
        assert_eq!(output(&stack, "last"), "5000");
        assert_eq!(stack.modules.len(), 2);
    }
    let mut modules = String::new();
    let mut resources = String::new();
    for i in (0..2_000).rev() {
        let (from, before) = match i {
            0 => ("1".into(), "1".into()),
            i => (format!("module.m{}.out", i - 1), format!("terraform_data.t{}.input + 1", i - 1)),
        };
        write!(modules, "module \"m{i}\" {{\n  source = \"./m\"\n  in = {from}\n}}\n").unwrap();
        write!(resources, "resource \"terraform_data\" \"t{i}\" {{\n  input = {before}\n}}\n").unwrap();
    }
    let through_modules = stack(&format!(
        "{modules}output \"last\" {{\n  value = module.m1999.out\n}}\n\
         --- m/main.tf\nvariable \"in\" {{}}\nlocals {{\n  x = var.in + 1\n}}\noutput \"out\" {{\n  value = local.x\n}}\n"
    ));
    assert_eq!(through_modules.problems, []);
    assert_eq!(output(&through_modules, "last"), "2001");
    let through_resources =
        stack(&format!("{resources}output \"last\" {{\n  value = terraform_data.t1999.input\n}}\n"));
    assert_eq!(through_resources.problems, []);
    assert_eq!(output(&through_resources, "last"), "2000");
}

#[test]
fn a_row_of_nested_expressions_does_not_overflow_the_stack() {
    let (open, close) = ("abs(".repeat(200), ")".repeat(200));
    let mut locals = String::new();
    for i in (0..2_000).rev() {
        let before = if i == 0 { "-1".to_owned() } else { format!("{open}local.v{}{close}", i - 1) };
        writeln!(locals, "  v{i} = {before}").unwrap();
    }
    let stack = stack(&format!("locals {{\n{locals}}}\noutput \"last\" {{\n  value = local.v1999\n}}\n"));
    assert_eq!(stack.problems, []);
    assert_eq!(output(&stack, "last"), "1");
}

/// Two references each, and nothing known: each local is looked at once all the same.
#[test]
fn facts_look_at_each_local_once() {
    let asked = |deep: usize| {
        let mut text = String::from("variable \"u\" {}\nlocals {\n  s0 = var.u\n");
        for i in 1..deep {
            writeln!(text, "  s{i} = [local.s{0}, local.s{0}, var.u, fileexists(\"main.tf\")]", i - 1)
                .unwrap();
        }
        writeln!(
            text,
            "}}\nresource \"databricks_job\" \"j\" {{\n  name = jsonencode(local.s{})\n}}",
            deep - 1
        )
        .unwrap();
        let counted = Counted::new(memory(&files(&text)));
        let options = options();
        let found = discover(&counted, &options);
        let before = counted.asked.load(Ordering::Relaxed);
        facts(&counted, &found, &options);
        counted.asked.load(Ordering::Relaxed) - before
    };
    // It takes a multiple of them, which is the same for each. The last would have no end.
    let each = asked(12) - asked(11);
    assert!((1..10).contains(&each), "{each}");
    for deep in [13, 16, 60] {
        assert_eq!(asked(deep), asked(12) + each * (deep - 12), "{deep}");
    }
}

/// Each refers twice to the one before, so that the last would have no end.
#[test]
fn what_leads_to_a_module_is_worked_out_once() {
    let mut locals = String::from("  s0 = \"near\"\n");
    for i in 1..30 {
        writeln!(locals, "  s{i} = substr(\"${{local.s{0}}}${{local.s{0}}}\", 0, 4)", i - 1).unwrap();
    }
    let main = format!("locals {{\n{locals}}}\nmodule \"m\" {{\n  source = \"./${{local.s29}}\"\n}}\n");
    let found = stack(&format!("{main}--- near/main.tf\noutput \"x\" {{\n  value = 1\n}}\n"));
    assert_eq!(found.problems, []);
    assert_eq!(found.modules.len(), 2);
}
