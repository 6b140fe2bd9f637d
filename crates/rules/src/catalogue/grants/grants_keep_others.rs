//! See `grants-keep-others.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_findings::words::series;
use bricklint_findings::{Sorting, static_address};
use bricklint_model::databricks::grants::{Grants, normalize};
use bricklint_model::graph::EdgeKind;
use bricklint_model::instance::{Action, Change};
use bricklint_model::place::Place;
use bricklint_model::securable::{NameKey, Securable, SecurableType};
use bricklint_model::takeover::{self, Name};
use bricklint_model::tri::Tri;
use bricklint_model::view::{Block, Field, Link, Node};

use super::is_unclear;
use crate::engine::{Check, Context, Of, Rule};
use crate::outcome::Outcome;

/// Most resources that a message names.
const MAX_NAMED: usize = 20;

/// Taking over grants keeps them.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "grants-keep-others",
        area: "grants",
        severity: Severity::Error,
        summary: "Neither a new `databricks_grants` nor the end of one or of a `databricks_grant` revokes what another \
                  resource grants.",
        level: Level::Default,
        scope: Scope::Root,
        since: None,
    },
    check: Check { of: Of::Changes(Grants::TYPES), run: check, near: false },
};

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    let Some(change) = node.change() else { return };
    if node.type_name() == Grants::SINGLE {
        single(ctx, node, change);
        return;
    }
    match change.action() {
        Action::Delete => {
            destroyed(ctx, node, "destroys");
            return;
        }
        Action::Replace { create_first } => {
            let before = Securable::granted_before(node);
            let stays = before.is_some() && before == takeover::granted_after(node);
            if stays && create_first {
                made_first(ctx, node, "every grant");
                return;
            }
            destroyed(ctx, node, "replaces");
            if stays {
                return;
            }
        }
        _ => {}
    }
    let comes = matches!(change.action(), Action::Create | Action::Replace { .. } | Action::ForgetAndCreate);
    if change.importing || !comes {
        return;
    }
    let Some(grants) = Grants::of(node) else { return };
    let Some((securable, field)) = grants.securable() else { return };
    if is_unclear(ctx, grants) {
        return;
    }
    if is_new(&securable, &field) {
        return;
    }
    let Some(NameKey::Text(name)) = securable.key() else {
        undecided(ctx, node, &securable, &field);
        return;
    };
    let here = (securable.kind, name.to_lowercase());
    let (mut sure, mut told) = (false, Vec::new());
    for other in granted_before(node, &here) {
        let replaced = moves_away(other, &here);
        // What the plan defers may stay.
        let deferred = other.instance().is_some_and(|instance| instance.uncertain.is_some());
        let forgotten = is_forgotten(other);
        let ends = replaced || other.change().is_some_and(Change::is_removal) && !forgotten;
        let gone = !deferred && ends;
        let Some(lost) = lost(grants, other).or_else(|| gone.then(Vec::new)) else { continue };
        // One that granted to a single principal says nothing of what else was granted.
        sure |= other.type_name() == Grants::TYPE;
        let end = if replaced { "replaced by one elsewhere" } else { "destroyed" };
        let message = match (gone, other.type_name() == Grants::TYPE) {
            (true, true) => format!(
                "`{}` takes over the grants on {} while `{}` is {end}, which revokes all of them",
                node.address(),
                securable.shown(),
                other.address()
            ),
            // All privileges of its principal go with it, also those that are listed. Where none is, the plan
            // shows what it takes away.
            (true, false) => match lists_principal_of(grants, other) {
                Tri::False => continue,
                Tri::True => format!(
                    "`{}` takes over the grants on {} while `{}` is {end}, which revokes them again",
                    node.address(),
                    securable.shown(),
                    other.address()
                ),
                Tri::Unknown => {
                    let (listed, more) = grants.entries().into_parts();
                    let cause =
                        more.or_else(|| listed.iter().find_map(|grant| grant.0.field("principal").cause()));
                    let cause = cause.unwrap_or_else(|| field.cause_or("grant"));
                    let message = format!(
                        "it is not known whether `{}` grants to the principal of `{}`, whose end revokes that",
                        node.address(),
                        other.address()
                    );
                    ctx.undecided(field.place(), cause, message)
                        .related_node("grants on the same securable", other);
                    continue;
                }
            },
            (false, _) if lost.is_empty() => continue,
            (false, _) => format!(
                "`{}` does not list what `{}` {} on {} and revokes it: {}",
                node.address(),
                other.address(),
                if forgotten { "granted" } else { "grants" },
                securable.shown(),
                lost.join(", ")
            ),
        };
        sure = true;
        let also = if gone { String::new() } else { format!(": {}", lost.join(", ")) };
        tell(&mut told, [gone, other.type_name() == Grants::TYPE, replaced], other, message, &also);
    }
    for one in told {
        let [gone, of_all, replaced] = one.kind;
        let help = match one.others.first() {
            Some(other) if replaced => keep_here(*other, &securable.shown()),
            _ if gone => keep(&one.others, of_all),
            _ => "list these grants too, or import the grants before they are managed".to_owned(),
        };
        let how = if gone { "with the end of" } else { "granted by" };
        one.report(ctx, field.place(), None)
            .template(format!(
                "a new databricks_grants revokes what is {how} another resource {of_all} {replaced}"
            ))
            .label("granted on already")
            .help(help);
    }
    if !sure {
        undecided(ctx, node, &securable, &field);
    }
}

/// A resource that is destroyed revokes every grant on its securable (provider `docs/resources/grants.md`), also what
/// comes in the same apply: nothing orders the two.
fn destroyed<'w>(ctx: &mut Context<'w>, node: Node<'w>, verb: &str) {
    let Some(here) = Securable::granted_before(node) else { return };
    let address = node.address();
    // Reported there.
    let comes = |other: &Node<'w>| {
        *other != node
            && other.type_name() == Grants::TYPE
            && !other.exists().is_false()
            && other.change().is_some_and(|c| matches!(c.action(), Action::Create | Action::Replace { .. }))
            && takeover::in_one_metastore(node, *other, here.0).is_true()
    };
    if takeover::is_ended(node, &here) || takeover::who_grants(node, &here).iter().any(comes) {
        return;
    }
    let Some(what) = Securable::shown_before(node) else { return };
    let help = |renamed: bool| match verb {
        "replaces" if takeover::granted_after(node).as_ref() == Some(&here) => {
            "take back what makes the plan replace it".to_owned()
        }
        "replaces" => format!("if the grants are to stay, {}", keep_here(node, &what)),
        _ => format!("if the grants are to stay, {}", keep(&[node], renamed)),
    };
    let mut told = Vec::new();
    for (other, same) in granted_after(node, &here) {
        let granted = granted_by(other);
        if granted.is_empty() || !same.is_true() {
            continue;
        }
        let granted = granted.join(", ");
        let message = format!(
            "the plan {verb} `{address}`, which revokes every grant on {what}, also what `{}` grants: {granted}",
            other.address()
        );
        tell(&mut told, [true; 3], other, message, &format!(": {granted}"));
    }
    let alone = told.is_empty();
    for one in told {
        one.report(ctx, node.place(), None)
            .template("a databricks_grants that is destroyed revokes what another resource grants")
            .label(format!("the plan {verb} it"))
            .help(help(false));
    }
    if alone {
        ctx.violated(
            node.place(),
            format!("the plan {verb} `{address}`, which revokes every grant on {what}, also those that it does not list"),
        )
        .severity(Severity::Warning)
        .template(format!("the plan {verb} a databricks_grants"))
        .label(format!("the plan {verb} it"))
        .help(help(true));
    }
}

/// A `databricks_grant` that is destroyed revokes all that its principal holds on the securable (provider
/// `docs/resources/grant.md`), whatever gives it.
fn single<'w>(ctx: &mut Context<'w>, node: Node<'w>, change: &Change) {
    let verb = match change.action() {
        Action::Delete => "destroys",
        Action::Replace { .. } => "replaces",
        _ => return,
    };
    let (Some(here), Some(what)) = (Securable::granted_before(node), Securable::shown_before(node)) else {
        return;
    };
    if takeover::is_ended(node, &here) {
        return;
    }
    if matches!(change.action(), Action::Replace { create_first: true })
        && takeover::granted_after(node).as_ref() == Some(&here)
        && lists_principal_of(Grants(node), node).is_true()
    {
        made_first(ctx, node, "all that its principal holds");
        return;
    }
    let (mut told, mut open) = (Vec::new(), None);
    for (other, in_one) in granted_after(node, &here) {
        let grants = Grants(other);
        let comes =
            matches!(other.change().map(Change::action), Some(Action::Create | Action::Replace { .. }));
        if grants.is_authoritative() && comes {
            // Reported there.
            continue;
        }
        let same = lists_principal_of(grants, node);
        if same.is_false() {
            continue;
        }
        let (if_same, cause) = match (same, in_one) {
            (Tri::True, Tri::True) => ("", None),
            (Tri::True, _) => (", if both are in one metastore", Some(unsaid(node))),
            _ => (", if that is the same principal", Some(other.field("principal").cause_or("principal"))),
        };
        let same = same.and(in_one);
        open = open.or(cause);
        let message = format!(
            "the plan {verb} `{}`, which revokes all that its principal holds on {what}, also what `{}` grants \
             it{if_same}",
            node.address(),
            other.address()
        );
        tell(&mut told, [same.is_true(), grants.is_authoritative(), true], other, message, if_same);
    }
    for one in told {
        let [sure, of_all, _] = one.kind;
        let help = match one.others.first() {
            Some(other) if verb == "replaces" => keep_single(node, *other),
            _ => keep(&[node], !of_all),
        };
        one.report(ctx, node.place(), open.clone().filter(|_| !sure))
            .template(format!(
                "a databricks_grant that is destroyed revokes what another resource grants {of_all}"
            ))
            .label(format!("the plan {verb} it"))
            .help(format!("if the grants are to stay, {help}"));
    }
}

/// The cause that a plan does not say where something was granted that has no block any more.
fn unsaid(node: Node<'_>) -> Cause {
    let address = node.address();
    let text = format!("the plan does not say through which provider configuration it destroys `{address}`");
    Cause::new(CauseKind::IncompletePlan, address, text)
}

/// Resources of one kind whose grants are revoked in one way, and the sentence that says it.
struct Told<'w> {
    kind: [bool; 3],
    message: String,
    others: Vec<Node<'w>>,
    more: usize,
}

/// Says it of one more: in full of the first of its kind, and of the others what is theirs.
fn tell<'w>(told: &mut Vec<Told<'w>>, kind: [bool; 3], other: Node<'w>, message: String, also: &str) {
    match told.iter_mut().find(|one| one.kind == kind) {
        None => told.push(Told { kind, message, others: vec![other], more: 0 }),
        Some(one) if one.others.len() < MAX_NAMED => {
            one.message.extend(["; likewise `", other.address(), "`", also]);
            one.others.push(other);
        }
        Some(one) => one.more += 1,
    }
}

impl<'w> Told<'w> {
    fn report<'c>(self, ctx: &'c mut Context<'w>, place: Place, open: Option<Cause>) -> &'c mut Outcome {
        let mut message = self.message;
        if self.more > 0 {
            message.extend(["; and ", &self.more.to_string(), " more"]);
        }
        let outcome = match open {
            Some(cause) => ctx.undecided(place, cause, message),
            None => ctx.violated(place, message),
        };
        for other in self.others {
            outcome.related_node("grants on the same securable", other);
        }
        outcome
    }
}

/// The old one goes after the new one has come, and takes its grants with it.
fn made_first<'w>(ctx: &mut Context<'w>, node: Node<'w>, revoked: &str) {
    let Some(what) = Securable::shown_before(node) else { return };
    let message = format!(
        "the plan makes `{}` anew before it destroys the old one, which revokes {revoked} on {what}",
        node.address()
    );
    ctx.violated(node.place(), message)
        .template(format!("a {} is replaced, the new one first", node.type_name()))
        .label("`create_before_destroy`")
        .help("take the change back, or let it be destroyed first and apply when nobody needs the grants");
}

/// How the grants of a resource that is replaced by one on another securable are kept.
fn keep_here(node: Node<'_>, what: &str) -> String {
    format!("keep `{}` on {what}, and give what is granted elsewhere an address of its own", node.address())
}

/// How what a `databricks_grant` that is replaced granted is kept, which another one grants now.
fn keep_single(node: Node<'_>, other: Node<'_>) -> String {
    let (from, to) = (node.address(), other.address());
    if static_address(from) == static_address(to) {
        format!(
            "say which instance became which with `moved` blocks, as in `moved {{ from = {from}, to = {to} }}`"
        )
    } else {
        format!("keep `{from}` as it was, and give what is granted instead an address of its own")
    }
}

/// How the grants of resources that end are kept. Terraform moves nothing to another type, and a `removed` block
/// names a resource with all its instances, which has to be gone.
fn keep(nodes: &[Node<'_>], renamed: bool) -> String {
    let stays = |node: &Node<'_>| {
        let reason = node.change().and_then(|change| change.reason.as_deref());
        matches!(
            reason,
            Some(
                "delete_because_each_key" | "delete_because_count_index" | "delete_because_wrong_repetition"
            )
        )
    };
    let by_instance = nodes.iter().any(stays);
    let name = |node: &Node<'_>| {
        let address = node.address();
        if by_instance { address.to_owned() } else { static_address(address).into_owned() }
    };
    let mut names: Vec<String> = nodes.iter().map(name).collect();
    names.put_in_order();
    names.dedup();
    let quoted =
        |quote: char| names.iter().map(move |name| format!("{quote}{name}{quote}")).collect::<Vec<_>>();
    let let_go = if by_instance {
        format!("`terraform state rm {}`", quoted('\'').join(" "))
    } else {
        "`removed { lifecycle { destroy = false } }`".to_owned()
    };
    let rename = if renamed { "rename it with a `moved` block, or " } else { "" };
    format!("{rename}take {} out of the state with {let_go}", series(&quoted('`')))
}

/// What a resource grants, in words.
fn granted_by(node: Node<'_>) -> Vec<String> {
    let blocks = if node.type_name() == Grants::TYPE {
        node.blocks("grant").partial().into_parts().0
    } else {
        vec![node.block()]
    };
    let all = blocks.iter().flat_map(privileges);
    all.map(|(principal, secret, privilege)| worded(&principal, secret, &privilege)).collect()
}

/// The other resources that grant on the securable, or may do so, after apply.
fn granted_after<'w>(node: Node<'w>, securable: &Name) -> Vec<(Node<'w>, Tri)> {
    let mut all = takeover::who_grants(node, securable);
    all.retain(|other| {
        *other != node
            && other.exists().is_true()
            && other.change().is_some_and(|change| change.action() != Action::Other)
    });
    let all = all.into_iter();
    let all = all.map(|other| (other, takeover::in_one_metastore(node, other, securable.0)));
    all.filter(|(_, same)| !same.is_false()).collect()
}

/// Whether the new resource lists a grant of the one principal that another granted to.
fn lists_principal_of(grants: Grants<'_>, other: Node<'_>) -> Tri {
    let before = other.before();
    let principal = before.as_ref().and_then(|before| before.effective("principal").value()?.as_str());
    let Some(principal) = principal.map(str::to_lowercase) else { return Tri::Unknown };
    grants.entries().any(|grant| {
        match grant.0.effective("principal").value().and_then(|value| value.as_str()) {
            Some(text) => Tri::from(text.to_lowercase() == principal),
            None => Tri::Unknown,
        }
    })
}

fn undecided<'w>(ctx: &mut Context<'w>, node: Node<'w>, securable: &Securable<'w>, field: &Field<'w>) {
    let what = securable.shown();
    let cause = ctx.not_visible(&format!("what is granted on {what} outside this plan"));
    let exists =
        if matches!(securable.key(), Some(NameKey::Text(_))) { "which exists" } else { "which may exist" };
    let message = format!(
        "`{}` is new on {what}, {exists}: it revokes every grant that it does not list",
        node.address()
    );
    ctx.undecided(field.place(), cause, message)
        .template("a new databricks_grants on a securable that exists")
        .help("compare it with `SHOW GRANTS`, or import it with an `import` block");
}

/// Whether the plan makes the securable, or one that it is in: then nothing is granted on it yet.
fn is_new(securable: &Securable<'_>, field: &Field<'_>) -> bool {
    let above = [
        (SecurableType::Schema, securable.kind.levels() > 2, securable.schema()),
        (SecurableType::Catalog, securable.kind.levels() > 1, securable.catalog()),
    ];
    // A name that only apply knows and that comes from another one that the plan makes is a name of that.
    let is_made = |link: Link<'_>| {
        let comes_from = link.is_exact() || link.edge.kind == EdgeKind::Reference;
        let makes = link.node.is_managed() && link.node.change().is_some_and(Change::makes);
        let Some(new) = Securable::declared(link.node).filter(|_| comes_from && makes) else { return false };
        let may_be = |one: Option<&Securable<'_>>| one.is_none_or(|one| !one.equals(&new).is_false());
        new.kind == securable.kind && may_be(Some(securable))
            || above.iter().any(|(kind, is_in, one)| *is_in && *kind == new.kind && may_be(one.as_ref()))
    };
    field.links().any(is_made)
        || takeover::is_new(securable)
        || above.iter().any(|(.., one)| one.as_ref().is_some_and(takeover::is_new))
}

/// Whether a resource leaves the state while what it granted stays.
fn is_forgotten(node: Node<'_>) -> bool {
    node.change().is_some_and(|change| matches!(change.action(), Action::Forget | Action::ForgetAndCreate))
}

/// Whether the plan replaces a resource by one on another securable, or on one that is not known.
fn moves_away(other: Node<'_>, here: &Name) -> bool {
    let replaced = other.change().is_some_and(|change| matches!(change.action(), Action::Replace { .. }));
    replaced && takeover::granted_after(other).as_ref() != Some(here)
}

/// The resources that granted on the securable before.
fn granted_before<'w>(node: Node<'w>, securable: &Name) -> Vec<Node<'w>> {
    let mut all = takeover::who_granted(node, securable);
    all.retain(|other| {
        (*other != node || is_forgotten(node))
            && takeover::in_one_metastore(node, *other, securable.0).is_true()
    });
    all
}

/// What the other granted and the new resource does not list; `None` where it may list it.
fn lost(grants: Grants<'_>, other: Node<'_>) -> Option<Vec<String>> {
    let (listed, more) = grants.entries().into_parts();
    if more.is_some() {
        return None;
    }
    let mut kept: Vec<(String, String)> = Vec::new();
    for grant in &listed {
        let principal = grant.0.effective("principal").value()?.as_str()?;
        let (names, more) = grant.privilege_names().into_parts();
        if more.is_some() {
            return None;
        }
        kept.extend(names.into_iter().map(|(privilege, _)| (principal.to_lowercase(), privilege)));
    }
    let before = other.before()?;
    let before = if other.type_name() == Grants::TYPE {
        before.blocks("grant").partial().into_parts().0
    } else {
        vec![before]
    };
    let mut lost = Vec::new();
    for (principal, secret, privilege) in before.iter().flat_map(privileges) {
        let all = |name: &str| kept.contains(&(principal.to_lowercase(), name.to_owned()));
        if !all(&privilege) && !all("ALL_PRIVILEGES") {
            lost.push(worded(&principal, secret, &privilege));
        }
    }
    Some(lost)
}

/// The principal, whether it must not be shown, and each privilege of a block of values.
pub(super) fn privileges(block: &Block<'_>) -> Vec<(String, bool, String)> {
    let principal = block.effective("principal");
    let Some(value) = principal.value() else { return Vec::new() };
    let Some(principal) = value.as_str() else { return Vec::new() };
    let secret = value.holds_secret();
    let (items, _) = block.effective("privileges").items().into_parts();
    let names = items.iter().filter_map(|item| item.value()?.as_str());
    names.map(|name| (principal.to_owned(), secret, normalize(name))).collect()
}

/// A privilege of a principal in words.
pub(super) fn worded(principal: &str, secret: bool, privilege: &str) -> String {
    if secret {
        format!("`{privilege}` of a sensitive principal")
    } else {
        format!("`{privilege}` of `{principal}`")
    }
}
