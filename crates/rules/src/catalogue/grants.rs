//! Privileges in Unity Catalog.

use bricklint_lang::value::Value;
use bricklint_model::databricks::grants::Grants;
use bricklint_model::databricks::group::Group;
use bricklint_model::databricks::principal::Principal;
use bricklint_model::databricks::service_principal::ServicePrincipal;
use bricklint_model::databricks::user::User;
use bricklint_model::securable::Securable;
use bricklint_model::view::{Field, Node};

use crate::engine::Context;

pub mod grant_chain_complete;
pub mod grants_keep_others;
pub mod grants_not_drifted;
pub mod grants_single_authority;
pub mod grants_to_groups;

/// Whether it is not known on which securable a resource grants, which is reported as undecided.
fn is_unclear<'w>(ctx: &mut Context<'w>, grants: Grants<'w>) -> bool {
    let Some((field, cause)) = grants.unclear() else { return false };
    let message = format!("it is not known on which securable `{}` grants", grants.0.address());
    ctx.undecided(field.place(), cause, message)
        .help("name one securable, and others in resources of their own");
    true
}

/// What a finding about what a principal holds on a securable is about, for the fingerprint; nothing of what is not
/// known or must not be shown.
fn held_by(principal: &Principal<'_>, securable: &Securable<'_>, by: &Field<'_>) -> String {
    format!("{} on {}", identified(principal), named(securable, by))
}

/// A principal. The id that one made here gets is known after apply only; its name is known before, too.
fn identified(principal: &Principal<'_>) -> String {
    let declared = principal.node.and_then(name_of);
    let named = || public_text(&principal.field);
    let who = if principal.is_managed() { declared.or_else(named) } else { named().or(declared) };
    who.unwrap_or_default()
}

fn name_of(node: Node<'_>) -> Option<String> {
    let field = if Group::of(node).is_some() {
        Group(node).display_name()
    } else if User::of(node).is_some() {
        User(node).user_name()
    } else {
        ServicePrincipal::of(node)?.display_name()
    };
    public_text(&field)
}

/// A securable that an argument names.
fn named(securable: &Securable<'_>, by: &Field<'_>) -> String {
    let name = Some(&securable.name).filter(|name| !name.holds_secret()).and_then(Value::as_str);
    format!("{} {}", securable.kind.word(), by.without_keys(name.unwrap_or_default()))
}

/// Text without regard to case, as principals are compared.
fn public_text(field: &Field<'_>) -> Option<String> {
    field.public().map(|text| text.to_lowercase())
}
