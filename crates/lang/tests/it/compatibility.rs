//! What `docs/compatibility.md` says of functions and of nesting is so. The page itself is compared in the crate `bricklint`.

use bricklint_findings::cause::{CauseKind, DecidedBy};
use bricklint_lang::functions::{self, Answered, Entry, Parameter};
use bricklint_lang::syntax::parse;
use bricklint_lang::types::Type;

use crate::eval_scope::Names;

/// Arguments of these names and types, for functions of files and paths.
fn arguments(entry: &Entry, path: &str) -> String {
    let argument = |p: &Parameter| if p.name == "path" { format!("{path:?}") } else { "\"*\"".to_owned() };
    entry.params.iter().map(argument).collect::<Vec<_>>().join(", ")
}

/// What is said never to be known, or not for some arguments, is unknown; what is computed otherwise is not.
#[test]
fn functions_are_as_the_page_says() {
    let mut names = Names::new();
    names.files.insert("a.txt".into(), "text".into());
    for entry in functions::catalogue() {
        let call = |path: &str| match entry.name {
            "templatefile" => format!("templatefile({path:?}, {{}})"),
            name => format!("{name}({})", arguments(&entry, path)),
        };
        match (entry.answer, entry.except) {
            (Answered::Machine, _) => {
                let value = names.eval(&call("."));
                let cause = value.cause().unwrap_or_else(|| panic!("`{}` is known", entry.name));
                assert_eq!((cause.kind, cause.decided_by), (CauseKind::OutsideTree, DecidedBy::Plan));
                assert!(cause.text.contains("the machine that runs Terraform"), "{}", cause.text);
            }
            (Answered::Never(_), _) => {
                let arguments: Vec<&str> = entry
                    .params
                    .iter()
                    .map(|p| if p.ty == Type::Number { "1" } else { "\"aGk=\"" })
                    .collect();
                let text = format!("{}({})", entry.name, arguments.join(", "));
                let value = names.eval(&text);
                let cause = value.cause().unwrap_or_else(|| panic!("`{text}` is known"));
                // What Terraform itself does not know when it plans, no plan holds.
                let apply = matches!(entry.name, "bcrypt" | "timestamp" | "uuid");
                let by = if apply { DecidedBy::Apply } else { DecidedBy::Plan };
                assert_eq!((cause.kind, cause.decided_by), (CauseKind::Function, by), "{text}");
            }
            (Answered::Rejected, _) => {
                for argument in ["1", "u.s"] {
                    let text = format!("{}({argument})", entry.name);
                    assert!(names.show(&text).contains("there is no such function"), "{text}");
                }
            }
            (_, Some(except)) => {
                let path = if except.contains('~') { "~/a" } else { "/a.txt" };
                assert!(names.eval(&call(path)).is_unknown(), "{}", call(path));
                let within = if entry.name == "fileset" { "." } else { "a.txt" };
                assert!(!names.eval(&call(within)).is_unknown(), "{}", call(within));
            }
            _ => {}
        }
    }
}

/// One problem, and all that is not inside of what is too deep.
#[test]
fn what_nests_too_deep_is_as_the_page_says() {
    let after = "resource \"databricks_user\" \"x\" {\n  user_name = \"a@b.c\"\n}\n";
    for (before, end) in [
        ("a {\n".repeat(300), "}\n".repeat(300)),
        (format!("a = {}", "[".repeat(300)), format!("{}\n", "]".repeat(300))),
        (format!("a = {}1", "(".repeat(300)), format!("{}\n", ")".repeat(300))),
    ] {
        let tree = parse(format!("{before}{end}{after}").as_bytes());
        let messages: Vec<&str> = tree.errors.iter().map(|error| &*error.message).collect();
        assert_eq!(messages, ["nested more than 256 levels deep"]);
        let last = tree.blocks(tree.root).last().unwrap();
        assert_eq!((tree.slice(last.name), last.broken), ("resource", false));
    }
}
