//! Which environment something belongs to: production, or one where things are tried.
//!
//! Evidence, the strongest first: what the configuration of the tool says, the `environment` tag of the
//! resource, also one that its provider configuration gives it, the variable set, the workspace and the
//! directory of the root, the name of the resource. Weaker evidence counts only where stronger is silent,
//! evidence of one strength that contradicts itself says nothing, and without any the answer is unknown.

use std::sync::Arc;

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_lang::value::{Segment, Value};

use crate::attr::Attr;
use crate::instance::Body;
use crate::stack::Stack;
use crate::view::{Block, Node, guard_cause};

/// Kinds of environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// What the business depends on.
    Production,
    /// Development, test, staging and the like.
    Other,
}

/// What the configuration of the tool says about environments: names of variable sets, workspaces or
/// directories that roots lie in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared<'s> {
    /// Those that are production.
    pub production: Vec<&'s str>,
    /// Those that are not.
    pub other: Vec<&'s str>,
}

/// Words that stand for production, wherever they stand.
const PRODUCTION: &[&str] = &["prod", "production", "prd"];

/// Words that stand for another environment, wherever they stand.
const OTHER: &[&str] = &[
    "dev",
    "develop",
    "development",
    "nonprod",
    "nonproduction",
    "nonprd",
    "preprod",
    "preproduction",
    "qa",
    "sandbox",
    "sbx",
    "staging",
    "stg",
    "tst",
    "uat",
];

/// Words that name an environment where they stand alone or at an end, and something else in a sentence.
const OTHER_AT_AN_END: &[&str] = &["acc", "acceptance", "playground", "poc", "stage", "test", "testing"];

/// Words that turn the next one into its opposite.
const BEFORE: &[&str] = &["non", "not", "no", "pre"];

/// Names of tags that say the environment.
const TAGS: &[&str] = &["environment", "env", "stage", "environment_name", "env_name"];

/// The environment of a node; unknown where nothing says it.
pub fn of(node: Node<'_>, declared: &Declared<'_>) -> Attr<Environment> {
    // What a plan removes has its values before only.
    if node.exists().is_false() {
        return before(node, declared);
    }
    of_block(node, node.block_with("name"), declared)
}

/// The environment that an object was in before apply; of one that was not there, that of the node.
pub fn before(node: Node<'_>, declared: &Declared<'_>) -> Attr<Environment> {
    // All that is read here is one of those that tell what a resource is.
    let block = node.before_with("name").unwrap_or_else(|| node.block_with("name"));
    of_block(node, block, declared)
}

fn of_block(node: Node<'_>, block: Block<'_>, declared: &Declared<'_>) -> Attr<Environment> {
    let stack = node.world().estate().stack(node.graph().stack);
    if let Some(stack) = stack {
        let names = [Some(&*stack.root), stack.environment.as_deref(), Some(&*stack.workspace)];
        let is_named = |list: &[&str]| names.iter().flatten().any(|name| list.contains(name));
        // What names it tells more than a directory that it lies in, and that more than one around it.
        let told = match (is_named(&declared.production), is_named(&declared.other)) {
            (false, false) => {
                let (production, other) =
                    (around(stack, &declared.production), around(stack, &declared.other));
                (is_nearer(&production, &other), is_nearer(&other, &production))
            }
            exact => exact,
        };
        match told {
            (true, false) => return Attr::Known(Environment::Production),
            (false, true) => return Attr::Known(Environment::Other),
            _ => {}
        }
    }
    let (tagged, cause) = match tags(block) {
        (None, None) => default_tags(node, stack, block),
        own => own,
    };
    let root = || {
        let stack = stack?;
        let set = stack.environment.as_deref().and_then(of_name);
        let workspace = || Some(&*stack.workspace).filter(|name| *name != "default").and_then(of_name);
        let directory = || agreed(stack.root.split('/').map(of_name)).filter(|_| !is_file(stack));
        set.or_else(workspace).or_else(directory)
    };
    let name = || {
        // `staging` in the catalog `prod` is a layer: what contradicts itself says nothing.
        let names = [
            "name",
            "display_name",
            "cluster_name",
            "workspace_name",
            "bucket",
            "catalog_name",
            "schema_name",
        ];
        agreed(names.into_iter().map(|name| of_value(block.field(name).value()?)))
    };
    match (tagged, cause) {
        (Some(environment), _) => Attr::Known(environment),
        // A tag that is not known may say the opposite of what follows.
        (None, Some(cause)) => Attr::Unknown(cause),
        (None, None) => root().or_else(name).map_or_else(
            || {
                let text = "no tag, directory or name says whether this is production";
                Attr::Unknown(Cause::new(CauseKind::NotVisibleHere, "the environment", text))
            },
            Attr::Known,
        ),
    }
}

/// Whether nothing but its file says what the root of a plan is. Where that lies says nothing about what it changes.
fn is_file(stack: &Stack) -> bool {
    stack.plan_path.as_ref().is_some_and(|path| stack.root.starts_with(&**path))
}

/// Those of these directories that the root of a stack is or lies in.
fn around<'s>(stack: &Stack, names: &[&'s str]) -> Vec<&'s str> {
    let is_around = |name: &&str| !is_file(stack) && lies_in(&stack.root, name);
    names.iter().copied().filter(is_around).collect()
}

/// Whether one of these directories lies in one of the others, if there are others.
fn is_nearer(names: &[&str], others: &[&str]) -> bool {
    let is_below =
        |name: &str, other: &str| name.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'));
    names.iter().any(|name| others.is_empty() || others.iter().any(|other| is_below(name, other)))
}

/// Whether a root is a directory with this name or path, or lies in one.
fn lies_in(root: &str, name: &str) -> bool {
    format!("/{root}/").contains(&format!("/{}/", name.trim_matches('/')))
}

/// What the tags say, and why one of them is not known.
fn tags(block: Block<'_>) -> (Option<Environment>, Option<Cause>) {
    let mut found = Vec::new();
    let mut cause = None;
    for name in ["tags", "custom_tags", "properties"] {
        let field = block.field(name);
        let before = found.len();
        if let Some(map) = field.value().and_then(Value::sure_entries) {
            add_tags(&map.entries, &mut found, &mut cause);
        }
        if found.len() == before && field.value().is_some_and(Value::is_unknown) {
            cause = cause.or_else(|| field.cause());
        }
    }
    // A SQL warehouse writes each tag as a block.
    if let Attr::Known(tags) = block.single("tags") {
        let (known, _) = tags.blocks("custom_tags").partial().into_parts();
        for tag in known {
            let Attr::Known(key) = tag.field("key").str() else { continue };
            if is_tag(key) {
                let value = tag.field("value");
                found.push(value.value().and_then(of_value));
                cause = cause.or_else(|| value.cause());
            }
        }
    }
    (agreed(found.into_iter()), cause)
}

/// What the tags say that a configuration of the AWS provider gives to all its resources, and why one of them is not known
/// (provider `hashicorp/aws`, `docs/index.html.markdown`, `default_tags`). A plan has them among all tags of the resource.
fn default_tags(
    node: Node<'_>,
    stack: Option<&Stack>,
    block: Block<'_>,
) -> (Option<Environment>, Option<Cause>) {
    let mut found = Vec::new();
    let mut cause = None;
    if let Some(Value::Map { value: all, .. }) = block.effective("tags_all").value() {
        add_tags(&all.entries, &mut found, &mut cause);
        return (agreed(found.into_iter()), cause);
    }
    let index = node.instance().and_then(|instance| instance.provider);
    let Some(provider) = index.and_then(|index| stack?.providers.get(index as usize)) else {
        return (None, None);
    };
    let own = block.field("tags").value().and_then(Value::sure_entries);
    let is_own = |key: &str| own.is_some_and(|own| own.get(key).is_some());
    for tags in given_tags(&provider.source, &provider.body, &mut cause) {
        let before = found.len();
        if let Some(map) = tags.sure_entries() {
            add_tags(map.entries.iter().filter(|(key, _)| !is_own(key)), &mut found, &mut cause);
        }
        if found.len() == before && tags.is_unknown() {
            cause = cause.or_else(|| tags.cause().cloned());
        }
    }
    (agreed(found.into_iter()), cause)
}

/// The tags that a provider configuration gives to its resources, in a block or, as JSON has it, in an object.
fn given_tags<'b>(source: &str, body: &'b Body, cause: &mut Option<Cause>) -> Vec<&'b Value> {
    const BLOCK: &str = "default_tags";
    if !source.ends_with("/aws") {
        return Vec::new();
    }
    if let Some(slot) = body.attribute(BLOCK) {
        let objects = slot.value.as_items().unwrap_or(std::slice::from_ref(&slot.value));
        *cause = slot.value.is_unknown().then(|| slot.value.cause().cloned()).flatten();
        return objects.iter().filter_map(|object| object.as_map()?.get("tags")).collect();
    }
    let Some(group) = body.group(BLOCK) else { return Vec::new() };
    let guard = group.items.iter().find(|block| !block.when.is_empty());
    *cause = group.more.clone().or_else(|| guard.map(|block| guard_cause(&block.when)));
    let always = group.items.iter().filter(|block| block.when.is_empty());
    always.filter_map(|block| Some(&block.body.attribute("tags")?.value)).collect()
}

fn add_tags<'v>(
    tags: impl IntoIterator<Item = &'v (Arc<str>, Value)>,
    found: &mut Vec<Option<Environment>>,
    cause: &mut Option<Cause>,
) {
    for (key, value) in tags {
        if is_tag(key) {
            found.push(of_value(value));
            *cause = cause.take().or_else(|| value.cause().cloned());
        }
    }
}

fn is_tag(key: &str) -> bool {
    let key = key.to_lowercase().replace('-', "_");
    TAGS.contains(&&*key)
}

/// What all that say something say.
fn agreed(mut said: impl Iterator<Item = Option<Environment>>) -> Option<Environment> {
    let first = said.by_ref().flatten().next()?;
    said.flatten().all(|other| other == first).then_some(first)
}

/// What a name says whose known parts may stand between unknown ones: `"${var.team}-prod-etl"`.
fn of_value(value: &Value) -> Option<Environment> {
    if let Some(text) = value.as_str() {
        return of_name(text);
    }
    // An unknown part can be joined to the word beside it, which is then no word.
    let text: String = value.as_segments()?.iter().fold(String::new(), |mut text, part| {
        match part {
            Segment::Known(known) => text.push_str(known),
            Segment::Hole(_) => text.push(HOLE),
        }
        text
    });
    of_words(&words(&text, |c| c == HOLE))
}

/// Stands for a part that is not known.
const HOLE: char = '\u{fffc}';

/// What a name says: `acme-prod-etl` → production, `pre-prod` → another environment, `etl` → nothing.
pub fn of_name(name: &str) -> Option<Environment> {
    of_words(&words(name, |_| false))
}

fn words(name: &str, also: impl Fn(char) -> bool) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric() && !also(c));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn of_words(words: &[String]) -> Option<Environment> {
    let said = words.iter().enumerate().map(|(at, word)| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        if PRODUCTION.contains(&word) {
            // What is not known can end in a word that turns this one.
            if before.is_some_and(|before| before.ends_with(HOLE)) {
                return None;
            }
            let turned = before.is_some_and(|before| BEFORE.contains(&&**before));
            return Some(if turned { Environment::Other } else { Environment::Production });
        }
        let at_an_end = at == 0 || at + 1 == words.len();
        let other = OTHER.contains(&word) || (at_an_end && OTHER_AT_AN_END.contains(&word));
        other.then_some(Environment::Other)
    });
    agreed(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_their_environment() {
        for (name, environment) in [
            ("prod", Some(Environment::Production)),
            ("Production", Some(Environment::Production)),
            ("acme_prd_etl", Some(Environment::Production)),
            ("live/prod-eu1/jobs", Some(Environment::Production)),
            ("prod2", Some(Environment::Production)),
            ("dev", Some(Environment::Other)),
            ("etl-staging", Some(Environment::Other)),
            ("non-prod", Some(Environment::Other)),
            ("Pre-Production", Some(Environment::Other)),
            ("nonprod", Some(Environment::Other)),
            ("test", Some(Environment::Other)),
            ("etl test", Some(Environment::Other)),
            ("a-test-report", None),
            ("product-catalog", None),
            ("productions", None),
            ("device-telemetry", None),
            ("reproduction", None),
            ("prod-to-dev-copy", None),
            ("etl", None),
            ("", None),
        ] {
            assert_eq!(of_name(name), environment, "{name}");
        }
    }

    #[test]
    fn a_root_lies_in_each_directory_of_its_path() {
        for (root, name, lies) in [
            ("harbour", "harbour", true),
            ("harbour/north", "harbour", true),
            ("estates/harbour", "harbour", true),
            ("estates/harbour/north", "harbour/north", true),
            ("estates/harbour/north", "estates/harbour/", true),
            ("estates/harbour/north", "estates/north", false),
            ("harbours", "harbour", false),
            ("old-harbour/north", "harbour", false),
            (".", "harbour", false),
            ("harbour", "", false),
        ] {
            assert_eq!(lies_in(root, name), lies, "{root} {name}");
        }
    }

    #[test]
    fn unknown_parts_are_not_words() {
        let cause = || Cause::new(CauseKind::Variable, "var.x", "`var.x` has no value");
        let hole = || Segment::Hole(Value::unknown(bricklint_lang::types::Type::String, cause()));
        let text = |parts: Vec<Segment>| Value::text(bricklint_lang::value::Text::Segmented(parts.into()));
        let known = |text: &str| Segment::Known(text.into());
        assert_eq!(of_value(&text(vec![hole(), known("-eu-prod-etl")])), Some(Environment::Production));
        assert_eq!(
            of_value(&text(vec![known("etl-"), hole(), known("x-prod")])),
            Some(Environment::Production)
        );
        assert_eq!(of_value(&text(vec![hole(), known("-prod-etl")])), None);
        assert_eq!(of_value(&text(vec![known("prod"), hole()])), None);
        assert_eq!(of_value(&text(vec![hole(), known("prod")])), None);
        assert_eq!(of_value(&text(vec![known("dev-"), hole()])), Some(Environment::Other));
    }
}
