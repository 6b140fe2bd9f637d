//! `databricks_grants` and `databricks_grant`: privileges on a securable (provider `docs/resources/grants.md`,
//! `docs/resources/grant.md`).

use bricklint_findings::cause::Cause;
use bricklint_lang::tri::Tri;

use super::principal::Principal;
use crate::partial::Partial;
use crate::securable::Securable;
use crate::view::{Block, Field, Node};

/// All grants on a securable, or those of one principal on it.
#[derive(Clone, Copy, Debug)]
pub struct Grants<'w>(pub Node<'w>);

impl<'w> Grants<'w> {
    /// The type that manages all grants on a securable: whatever it does not list is removed.
    pub const TYPE: &'static str = "databricks_grants";

    /// The type that manages the grants of one principal on a securable.
    pub const SINGLE: &'static str = "databricks_grant";

    /// Both types.
    pub const TYPES: &'static [&'static str] = &[Self::TYPE, Self::SINGLE];

    /// The grants, if the node is one of both types.
    pub fn of(node: Node<'w>) -> Option<Self> {
        (node.is_managed() && Self::TYPES.contains(&node.type_name())).then_some(Self(node))
    }

    /// Whether it removes what it does not list.
    pub fn is_authoritative(self) -> bool {
        self.0.type_name() == Self::TYPE
    }

    /// What is granted on, and the argument that names it.
    pub fn securable(self) -> Option<(Securable<'w>, Field<'w>)> {
        Securable::of_grant(self.0)
    }

    /// Why it is not known which securable that is, and the argument that names another.
    pub fn unclear(self) -> Option<(Field<'w>, Cause)> {
        Securable::unclear_of_grant(self.0)
    }

    /// The grants, one a principal, and why there can be more.
    pub fn entries(self) -> Partial<Grant<'w>> {
        if self.is_authoritative() {
            self.0.blocks("grant").partial().map(Grant)
        } else {
            Partial::closed(vec![Grant(self.0.block())])
        }
    }

    /// Blocks that stand for all that a `dynamic` over an unknown collection makes.
    pub fn patterns(self) -> Vec<Grant<'w>> {
        if !self.is_authoritative() {
            return Vec::new();
        }
        self.0.block_with("grant").patterns("grant").into_iter().map(Grant).collect()
    }
}

/// The privileges of one principal.
#[derive(Clone, Copy, Debug)]
pub struct Grant<'w>(pub Block<'w>);

impl<'w> Grant<'w> {
    /// `principal`
    pub fn principal(&self) -> Principal<'w> {
        Principal::named(self.0.field("principal"))
    }

    /// `privileges`
    pub fn privileges(&self) -> Field<'w> {
        self.0.field("privileges")
    }

    /// Whether it names no privilege.
    pub fn gives_nothing(&self) -> Tri {
        !self.privileges().items().any(|_| Tri::True)
    }

    /// Whether another gives the same privileges: the provider takes two blocks for one by the principal,
    /// whose case does not count, and by these (`catalog/resource_grants.go`).
    pub fn gives_the_same(&self, other: &Self) -> Tri {
        let (mine, theirs) = (self.privilege_names(), other.privilege_names());
        let open = mine.more().is_some() || theirs.more().is_some();
        let has =
            |all: &Partial<(String, Field<'w>)>, name: &str| all.any(|(other, _)| Tri::from(other == name));
        let each = |all: &Partial<(String, Field<'w>)>, within: &Partial<(String, Field<'w>)>| {
            let (items, _) = all.clone().into_parts();
            items.iter().fold(Tri::True, |same, (name, _)| same.and(has(within, name)))
        };
        let same = each(&mine, &theirs).and(each(&theirs, &mine));
        if open { same.and(Tri::Unknown) } else { same }
    }

    /// The privileges as the provider sends them, and why there can be more.
    pub fn privilege_names(&self) -> Partial<(String, Field<'w>)> {
        let (items, mut more) = self.privileges().items().into_parts();
        let mut known = Vec::with_capacity(items.len());
        for item in items {
            match item.value().and_then(|value| value.as_str()) {
                Some(text) => known.push((normalize(text), item)),
                None => more = more.or_else(|| Some(unknown_item(&item))),
            }
        }
        Partial::new(known, more)
    }
}

fn unknown_item(item: &Field<'_>) -> Cause {
    item.cause_or("privileges")
}

/// Upper case with underscores (provider `catalog/permissions/permissions.go`, `NormalizePrivilege`).
pub fn normalize(privilege: &str) -> String {
    let text = privilege.trim();
    let mut name = if text.is_ascii() { text.to_ascii_uppercase() } else { text.to_uppercase() };
    if name.contains(' ') {
        name = name.replace(' ', "_");
    }
    name
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_spellings_are_one_privilege() {
        assert_eq!(super::normalize("use schema"), "USE_SCHEMA");
        assert_eq!(super::normalize("SELECT"), "SELECT");
    }
}
