//! A set of which some items are known and others may exist.

use bricklint_findings::cause::Cause;
use bricklint_lang::tri::Tri;

/// The known items and whether more can exist. There is no way to iterate it and forget the rest:
/// [`Partial::into_parts`] hands out both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partial<T> {
    known: Vec<T>,
    more: Option<Cause>,
}

impl<T> Partial<T> {
    /// A set that is known completely.
    pub fn closed(known: Vec<T>) -> Self {
        Self { known, more: None }
    }

    /// A set that can hold more for this reason.
    pub fn open(known: Vec<T>, cause: Cause) -> Self {
        Self { known, more: Some(cause) }
    }

    /// Known items and, where more can exist, why.
    pub fn new(known: Vec<T>, more: Option<Cause>) -> Self {
        Self { known, more }
    }

    /// Why more can exist; `None` when nothing else can.
    pub fn more(&self) -> Option<&Cause> {
        self.more.as_ref()
    }

    /// Whether some item satisfies `test`; False only when no other item can exist.
    pub fn any(&self, mut test: impl FnMut(&T) -> Tri) -> Tri {
        let known = self.known.iter().fold(Tri::False, |found, item| found.or(test(item)));
        if self.more.is_some() { known.or(Tri::Unknown) } else { known }
    }

    /// Whether there is any item at all.
    pub fn is_nonempty(&self) -> Tri {
        self.any(|_| Tri::True)
    }

    /// The number of known items.
    pub fn known_len(&self) -> usize {
        self.known.len()
    }

    /// The known items and why there can be more.
    pub fn into_parts(self) -> (Vec<T>, Option<Cause>) {
        (self.known, self.more)
    }

    /// The same set with each known item changed.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Partial<U> {
        Partial { known: self.known.into_iter().map(f).collect(), more: self.more }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bricklint_findings::cause::CauseKind;

    #[test]
    fn an_open_set_never_denies() {
        let open = Partial::open(vec![1], Cause::new(CauseKind::Variable, "var.x", "`var.x` has no value"));
        assert_eq!(open.any(|n| Tri::from(*n == 2)), Tri::Unknown);
        assert_eq!(open.any(|n| Tri::from(*n == 1)), Tri::True);
        assert_eq!(Partial::closed(vec![1]).any(|n| Tri::from(*n == 2)), Tri::False);
        assert_eq!(Partial::<u8>::closed(vec![]).is_nonempty(), Tri::False);
    }
}
