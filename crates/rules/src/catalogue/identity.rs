//! People, service principals and groups.

pub mod groups_from_idp;
pub mod users_from_idp;

use bricklint_model::databricks::user::User;
use bricklint_model::{Attr, Tri};

use crate::engine::Context;

/// Whether the user is one that the option `break_glass_users` names: an account for emergencies.
fn is_break_glass(ctx: &Context<'_>, user: User<'_>) -> Tri {
    let allowed = ctx.list_option("break_glass_users");
    if allowed.is_empty() {
        return Tri::False;
    }
    match user.user_name().str() {
        Attr::Known(name) => Tri::from(allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))),
        Attr::Unknown(_) => Tri::Unknown,
        Attr::Absent => Tri::False,
    }
}
