//! People, service principals and groups.

pub mod groups_from_idp;
pub mod users_from_idp;

use bricklint_model::databricks::user::User;
use bricklint_model::{Attr, Tri};

use crate::engine::Context;

/// Whether the user is one that the option `break_glass_users` names: an account for emergencies.
fn is_break_glass(ctx: &Context<'_>, user: User<'_>) -> Tri {
    const OPTION: &str = "break_glass_users";
    if ctx.list_option(OPTION).is_empty() {
        return Tri::False;
    }
    match user.user_name().str() {
        Attr::Known(name) => Tri::from(is_listed(ctx, OPTION, name)),
        Attr::Unknown(_) => Tri::Unknown,
        Attr::Absent => Tri::False,
    }
}

/// Whether an option lists the name of a principal, which folds case.
fn is_listed(ctx: &Context<'_>, option: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    ctx.list_option(option).iter().any(|listed| listed.to_lowercase() == name)
}
