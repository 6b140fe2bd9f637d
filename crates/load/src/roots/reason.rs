//! Why a directory is what it is.

use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

/// Callers that are named.
const NAMED_CALLERS: usize = 3;

/// Why a directory is what it is; shown in one clause.
#[derive(Clone, Debug)]
pub(super) enum Reason {
    /// On the command line.
    Named,
    /// By `[roots] include`.
    Included,
    /// By `[roots] exclude`.
    Excluded,
    /// By its first callers, and so many more.
    Called(Vec<Arc<str>>, usize),
    /// By nobody, and something in it says that Terraform is run there.
    Signs(Vec<String>),
    /// By nobody, and nothing says so.
    NoSigns {
        /// A variable or a provider configuration that it requires.
        required: Option<String>,
        /// Whether it has `provider` blocks, which are without arguments.
        proxies: bool,
        /// Who calls it in files that are not read.
        runner: Option<&'static str>,
    },
    /// Only by what it calls itself.
    Circle,
    /// It is where the call of a root leads.
    Source {
        /// Address of the call.
        call: Arc<str>,
        /// The root.
        root: Arc<str>,
        /// Whether as installed.
        installed: bool,
    },
    /// It holds nothing.
    Empty,
    /// It holds nothing that is read.
    NothingRead,
    /// It is of another tool; what a user can do.
    Foreign(&'static str),
    /// A sentence of a table.
    Known(&'static str),
}

impl Reason {
    /// That others call it.
    pub(super) fn called<'n>(callers: impl ExactSizeIterator<Item = &'n Arc<str>>) -> Self {
        let more = callers.len().saturating_sub(NAMED_CALLERS);
        Self::Called(callers.take(NAMED_CALLERS).cloned().collect(), more)
    }
}

impl Display for Reason {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Named => "named on the command line",
            Self::Included => "`[roots] include` names it",
            Self::Excluded => "`[roots] exclude` names it",
            Self::Circle => "part of a circle of module calls that no root leads into",
            Self::Empty => "empty",
            Self::NothingRead => "no file that Terraform reads",
            Self::Foreign(text) | Self::Known(text) => text,
            Self::Called(callers, more) => {
                let shown: Vec<String> = callers.iter().map(|caller| format!("`{caller}`")).collect();
                write!(f, "called by {}", shown.join(", "))?;
                return if *more > 0 { write!(f, " and {more} more") } else { Ok(()) };
            }
            Self::Signs(signs) => return write!(f, "nobody calls it; {}", signs.join(", ")),
            Self::NoSigns { required, proxies, runner } => {
                let block = if *proxies { "provider block with arguments" } else { "provider block" };
                return match (required, runner) {
                    (None, Some(who)) => {
                        write!(f, "{who} may call it, and it has no backend, {block}, tfvars or lock file")
                    }
                    (Some(name), _) => write!(
                        f,
                        "nobody calls it, it requires `{name}`, and it has no backend, {block}, tfvars or lock file"
                    ),
                    (None, None) => write!(
                        f,
                        "nobody calls it; no backend, {block}, tfvars or lock file, but it requires no variable"
                    ),
                };
            }
            Self::Source { call, root, installed } => {
                write!(f, "the source of `{call}` in `{root}`")?;
                if *installed { ", as installed" } else { "" }
            }
        };
        f.write_str(text)
    }
}
