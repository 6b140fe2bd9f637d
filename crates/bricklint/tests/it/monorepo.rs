//! What `testdata/monorepo/EXPECTED.md` says.

use bricklint_load::DirectoryKind;

use crate::harness::{on_disk, problems, read, repository, violated};

#[test]
fn every_directory_is_what_it_is_expected_to_be() {
    let run = on_disk("testdata/monorepo");
    let mut expected = Vec::new();
    let page = read(repository().join("testdata/monorepo/EXPECTED.md"));
    let table = page.lines().skip_while(|line| !line.starts_with("| directory")).skip(2);
    for row in table.take_while(|line| line.starts_with('|')) {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (directories, kind) = (cells.next().unwrap(), cells.next().unwrap());
        expected
            .extend(directories.split(',').map(|d| (d.trim().trim_matches('`').to_owned(), kind.to_owned())));
    }
    expected.sort();
    assert!(expected.len() > 20, "{expected:?}");
    let name = |kind: DirectoryKind| match kind {
        DirectoryKind::Root => "root",
        DirectoryKind::Module => "module",
        DirectoryKind::UncalledModule => "uncalled module",
        DirectoryKind::Neither => "neither",
        DirectoryKind::NotEntered => "not entered",
    };
    let found: Vec<(String, String)> = run
        .discovery
        .directories
        .iter()
        .map(|directory| (directory.path.to_string(), name(directory.kind).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn forty_callers_of_one_line_are_one_finding() {
    let run = on_disk("testdata/monorepo");
    let expected = [
        ("serverless-task-environment", "modules/python-job/main.tf:13"),
        ("users-from-idp", "broken-syntax/main.tf:24"),
    ];
    let line = |place: &str| {
        let (path, line) = place.split_once(':').unwrap();
        let text = read(repository().join("testdata/monorepo").join(path));
        text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap().to_owned()
    };
    let registered = |id: &str| bricklint_rules::RULES.iter().any(|rule| rule.info.id == id);
    let wanted: Vec<String> = expected
        .iter()
        .filter(|(id, _)| registered(id))
        .map(|(id, place)| format!("violated {id} {place}"))
        .collect();
    for (id, place) in expected {
        assert!(line(place).contains(&format!("# expect: {id}")), "{place}: {}", line(place));
    }
    assert_eq!(violated(&run), wanted);
    let job = run.findings.iter().find(|f| f.rule.id == "serverless-task-environment").unwrap();
    assert_eq!((job.count, job.instances.len()), (40, 20));
    let syntax: Vec<String> = problems(&run).into_iter().filter(|p| p.starts_with("syntax")).collect();
    assert_eq!(syntax.len(), 1, "{syntax:?}");
    let place = run.problems.iter().find_map(|p| p.location.clone()).unwrap();
    let text = line(&format!("{}:{}", place.path, place.start.unwrap().line));
    assert!(text.contains("= = \"faulty\""), "{text}");
}

#[test]
fn an_override_that_git_ignores_counts() {
    let run = on_disk("testdata/monorepo/roots/sales");
    let stacks: Vec<_> = run.estate.graphs.iter().map(|graph| &graph.stack).collect();
    let endpoint = stacks
        .iter()
        .flat_map(|stack| &stack.instances)
        .find(|instance| &*instance.address == "databricks_sql_endpoint.bi")
        .unwrap();
    let minutes = endpoint.body.get().attribute("auto_stop_mins").unwrap().value.as_number();
    assert_eq!(minutes.map(|n| n.to_string()).as_deref(), Some("10"));
}
