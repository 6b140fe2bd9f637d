//! Which arguments and blocks the Databricks provider wants alone, together or one of, beside what its schema says. The text
//! of a definition and the values of an instance are asked the same.

use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_findings::words::nearest;
use bricklint_model::facts::FactKind;
use bricklint_model::schema::ConstraintKind;

/// Whether an argument or block is set, and at which place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting<P> {
    /// Not, or to null.
    Absent,
    /// Here.
    Set(P),
    /// Here, to a value that is not known and not null. It excludes nothing, and needs what it would need.
    Filled(P),
    /// That hangs on what is not known.
    Open,
}

/// What a body is against.
pub(crate) struct Broken<P> {
    pub(crate) kind: FactKind,
    /// Where; the body itself where none is.
    pub(crate) at: Option<P>,
    /// The first of those that exclude each other.
    pub(crate) first: Option<P>,
}

/// What is against a constraint about which arguments are set. `of` names the body, and places stand in the text in the order
/// of their `rank`.
pub(crate) fn broken<P: Copy + PartialEq, R: Ord>(
    constraint: &ConstraintKind,
    of: &dyn Fn() -> Arc<str>,
    setting: &dyn Fn(&str) -> Setting<P>,
    rank: &dyn Fn(P) -> R,
) -> Vec<Broken<P>> {
    match constraint {
        ConstraintKind::Set { names, any, several } => {
            let settings = names.iter().map(|name| (*name, setting(name)));
            let present: Vec<_> = settings.filter(|(_, setting)| *setting != Setting::Absent).collect();
            if *any && present.is_empty() {
                let names = names.iter().map(|name| (*name).into()).collect();
                let kind = FactKind::NoneOf { names, of: of(), misspelt: None };
                return vec![Broken { kind, at: None, first: None }];
            }
            if *several { Vec::new() } else { exclusive(&present, of, rank) }
        }
        ConstraintKind::Needs { name, other } => {
            let at = match setting(name) {
                Setting::Set(at) | Setting::Filled(at) if setting(other) == Setting::Absent => at,
                _ => return Vec::new(),
            };
            let kind = FactKind::Needs { name: (*name).into(), other: (*other).into(), of: of() };
            vec![Broken { kind, at: Some(at), first: None }]
        }
        ConstraintKind::Most { .. } | ConstraintKind::Value { .. } => Vec::new(),
    }
}

/// Says in what is against a constraint which of the names that are written, and that the schema does not have, is close to
/// one that is needed. In an attribute that is described like blocks Terraform drops such names.
pub(crate) fn with_misspelt(kind: &mut FactKind, written: &[&str]) {
    if let FactKind::NoneOf { names, misspelt, .. } = kind {
        *misspelt = written.iter().find_map(|name| {
            let near = nearest(name, names.iter().map(|name| &**name))?;
            Some(((*name).into(), near.into()))
        });
    }
}

/// Of those that are set each one after the first is one too many.
fn exclusive<P: Copy, R: Ord>(
    settings: &[(&str, Setting<P>)],
    of: &dyn Fn() -> Arc<str>,
    rank: &dyn Fn(P) -> R,
) -> Vec<Broken<P>> {
    let of_set = |(name, setting): &(_, Setting<P>)| match setting {
        Setting::Set(at) => Some((*name, *at)),
        _ => None,
    };
    let mut set: Vec<(&str, P)> = settings.iter().filter_map(of_set).collect();
    set.put_in_order_by_key(|(_, at)| rank(*at));
    let Some(((first, first_at), rest)) = set.split_first() else { return Vec::new() };
    let surplus = rest.iter().map(|(name, at)| Broken {
        kind: FactKind::Exclusive { name: (*name).into(), first: (*first).into(), of: of() },
        at: Some(*at),
        first: Some(*first_at),
    });
    surplus.collect()
}
