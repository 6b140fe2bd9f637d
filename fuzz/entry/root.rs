//! What holds for any bytes that are handed over as the only file of a root.

use std::path::Path;

use bricklint::inspect;
use bricklint::session::{self, Request};
use bricklint_load::LoadOptions;
use bricklint_load::files::MemoryFiles;
use bricklint_rules::RULES;

/// Evaluates and checks them, as JSON where they begin like that. Returns what is wrong with them and the evaluated
/// instances.
pub(crate) fn check(bytes: &[u8]) -> (Vec<String>, String) {
    let name = if bytes.first() == Some(&b'{') { "main.tf.json" } else { "main.tf" };
    let files: MemoryFiles = [
        (format!("/p/{name}"), bytes.to_vec()),
        (
            "/p/module/main.tf".to_owned(),
            b"variable \"in\" {}\noutput \"out\" {\n  value = var.in\n}\n".to_vec(),
        ),
        ("/p/template.tftpl".to_owned(), b"%{ for x in xs ~}${x},%{ endfor ~}".to_vec()),
    ]
    .into_iter()
    .collect();
    let root = Path::new("/p").to_owned();
    let request = Request {
        load: LoadOptions { project_root: root.clone(), paths: vec![root], ..LoadOptions::default() },
        rules: RULES.to_vec(),
        ..Request::default()
    };
    let run = session::run(&files, request);
    super::written::report(&run);
    let problems = run.problems.iter().map(|problem| format!("{}: {}", problem.kind.name(), problem.message));
    (problems.collect(), inspect::of(&run))
}
