//! See `environment-version-pinned.md`.

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_model::databricks::job::Job;
use bricklint_model::environment::Environment;
use bricklint_model::requirement::{Lines, Pinning, has_lines, package, pinning, upload_of};
use bricklint_model::{Attr, Block, Field, Node, Tri};

use super::public_text;
use crate::engine::{Check, Context, Of, Rule};

/// An environment of a job says which versions it has.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "environment-version-pinned",
        area: "jobs",
        severity: Severity::Warning,
        summary: "A serverless environment of a job pins `environment_version` or `base_environment`, and in production the versions of its dependencies.",
        level: Level::Default,
        scope: Scope::Instance,
        since: None,
    },
    check: Check { of: Of::Resources(&[Job::TYPE]), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    for environment in ctx.each(Job(node).environments()) {
        match environment.single("spec") {
            Attr::Known(spec) => {
                version(ctx, &environment, &spec);
                dependencies(ctx, &environment, &spec);
            }
            Attr::Absent => {
                let message = format!("{} has no `spec`, which would pin its version", named(&environment));
                ctx.violated(environment.place(), message)
                    .help(PIN)
                    .value(public_text(&environment.field("environment_key")));
            }
            Attr::Unknown(cause) => {
                let message = format!("it is not known whether {} has a `spec`", named(&environment));
                ctx.undecided(environment.place(), cause, message);
            }
        }
    }
}

const PIN: &str = "set `environment_version`, for example to `\"4\"`";

fn version<'w>(ctx: &mut Context<'w>, environment: &Block<'w>, spec: &Block<'w>) {
    let [version, base, client] =
        ["environment_version", "base_environment", "client"].map(|name| spec.field(name));
    let name = named(environment);
    if client.is_set().is_true() {
        let message = format!("{name} uses `client`, which `environment_version` has replaced");
        ctx.violated(client.key_place(), message)
            .label("superseded")
            .help("rename it to `environment_version`, which takes the same numbers")
            .value(public_text(&environment.field("environment_key")));
        return;
    }
    match (version.is_set(), base.is_set()) {
        (Tri::True, Tri::True) => {
            let message = format!("{name} has both `environment_version` and `base_environment`");
            ctx.violated(base.key_place(), message)
                .label("a second base")
                .help("keep one: a base environment has its own version")
                .value(public_text(&environment.field("environment_key")))
                .related("the version", version.key_place());
        }
        (Tri::True, Tri::Unknown) | (Tri::Unknown, Tri::True) => {
            let open = if base.is_set().is_unknown() { base } else { version };
            let message = format!("{name} can have both `environment_version` and `base_environment`");
            ctx.undecided(open.key_place(), open.cause_or("environment_version"), message);
        }
        (Tri::True, _) | (_, Tri::True) => {}
        (Tri::False, Tri::False) if client.is_set().is_false() => {
            let message = format!("{name} pins no version");
            ctx.violated(spec.place(), message)
                .label("no `environment_version`")
                .help(PIN)
                .value(public_text(&environment.field("environment_key")));
        }
        _ => {
            let open = [version, base, client].into_iter().find(|field| field.is_set().is_unknown());
            let cause = open.unwrap_or(version).cause_or("environment_version");
            ctx.undecided(spec.place(), cause, format!("it is not known whether {name} pins a version"));
        }
    }
}

fn dependencies<'w>(ctx: &mut Context<'w>, environment: &Block<'w>, spec: &Block<'w>) {
    let list = spec.field("dependencies");
    let production = ctx.environment(spec.node);
    if list.is_set().is_false() || production == Attr::Known(Environment::Other) {
        return;
    }
    let items = ctx.each_item(&list);
    let judged = |item: &Field<'w>| match item.value().map_or(Pinning::Exact, pinning) {
        // What is uploaded lies where its upload says.
        Pinning::Open if item.value().is_some_and(|value| value.as_unknown().is_some()) => {
            let path = upload_of(item).map(|upload| upload.field("path"));
            path.and_then(|path| path.value().map(pinning)).unwrap_or(Pinning::Open)
        }
        found => found,
    };
    // What a file pins is pinned here too, and what is in one that is not in the tree nobody knows. What is not known at
    // all may be such a file; the path of one that is uploaded is no option that names it.
    let of_file = |item: &Field<'w>| match judged(item) {
        Pinning::File => true,
        Pinning::Open => upload_of(item).is_none(),
        _ => false,
    };
    let mut lines = Lines::default();
    let mut open = Vec::new();
    let mut own = Vec::new();
    for item in &items {
        if item.value().is_some_and(has_lines) {
            open.extend((!lines.add(item)).then_some(item));
        } else if of_file(item) {
            open.extend((!lines.include(item)).then_some(item));
        } else if judged(item) == Pinning::Exact {
            lines.pinned.extend(item.str().known().and_then(package));
        } else {
            own.push(item);
        }
    }
    let is_closed = open.is_empty();
    let mut loose = Vec::new();
    for item in own {
        if item.str().known().and_then(package).is_some_and(|package| lines.pinned.contains(&package)) {
            continue;
        }
        if is_closed && judged(item) == Pinning::Loose { loose.push(item.shown()) } else { open.push(item) }
    }
    let cause =
        open.first().map(|item| item.cause().unwrap_or_else(|| ctx.not_visible("a requirements file")));
    let mut unsure: Vec<String> =
        open.iter().map(|item| item.shown().replace("\r\n", "\n").replace('\n', "\\n")).collect();
    // A file that is not known may pin what one in the tree does not.
    if is_closed { &mut loose } else { &mut unsure }.extend(lines.loose());
    let name = named(environment);
    if let Some(cause) = cause {
        let message = format!("it is not known whether {name} pins {}", unsure.join(", "));
        ctx.undecided(list.place(), cause, message).template(format!("{name} can be open"));
    }
    if loose.is_empty() {
        return;
    }
    let loose = loose.join(", ");
    if let Attr::Unknown(cause) = production {
        let message =
            format!("{name} does not pin {loose}, and it is not known whether it is for production");
        ctx.undecided(list.place(), cause, message).template(format!("{name} is loose"));
        return;
    }
    let message = format!("{name} does not pin {loose}");
    ctx.violated(list.place(), message)
        .template(format!("{name} is loose"))
        .label("loose versions")
        .value(public_text(&environment.field("environment_key")))
        .help("give each an exact version with `==`, or install a wheel");
}

fn named(environment: &Block<'_>) -> String {
    let key = environment.field("environment_key");
    let address = environment.node.address();
    match key.str() {
        Attr::Known(_) => format!("environment {} of `{address}`", key.shown()),
        Attr::Absent | Attr::Unknown(_) => format!("`{}` of `{address}`", environment.path()),
    }
}
