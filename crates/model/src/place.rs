//! Where something stands, symbolically: rules name places, one resolver turns them into locations.

use std::fmt;
use std::sync::Arc;

use bricklint_findings::source::FileSpan;

/// One step of an attribute path.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// `.name`
    Name(Arc<str>),
    /// `[0]`; for sets the position in the loaded order.
    Index(usize),
    /// `["key"]`
    Key(Arc<str>),
}

/// An attribute path such as `task[0].environment_key`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The path of the resource itself.
    pub fn root() -> Self {
        Self(Vec::new())
    }

    /// This path with one more step.
    #[must_use]
    pub fn join(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }

    /// This path with a name below it.
    #[must_use]
    pub fn name(&self, name: &str) -> Self {
        self.join(Step::Name(name.into()))
    }

    /// This path with an index below it.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.join(Step::Index(index))
    }

    /// As a JSON pointer below a plan's `after`.
    pub fn pointer(&self) -> String {
        let mut out = String::new();
        for step in &self.0 {
            out.push('/');
            match step {
                Step::Name(name) | Step::Key(name) if name.contains(['~', '/']) => {
                    out.push_str(&name.replace('~', "~0").replace('/', "~1"));
                }
                Step::Name(name) | Step::Key(name) => out.push_str(name),
                Step::Index(index) => out.push_str(&index.to_string()),
            }
        }
        out
    }
}

/// As Terraform writes it.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Name(name) if at == 0 => write!(f, "{name}")?,
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

/// Which part of an attribute or block is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The name of the attribute.
    Key,
    /// The value.
    Value,
    /// The header of the block.
    Header,
}

/// What a place belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// An instance: index in [`crate::stack::Stack::instances`].
    Instance(u32),
    /// A provider configuration: index in [`crate::stack::Stack::providers`].
    Provider(u32),
    /// A module call without source: index in [`crate::stack::Stack::opaque`].
    Module(u32),
    /// Something that another root or a person declares; it has no location.
    External(u32),
    /// The root as a whole; it has no location.
    Root,
    /// A stretch of a module definition, which belongs to no stack.
    Definition {
        /// Index in [`crate::estate::Estate::modules`].
        module: u32,
        /// Where.
        at: FileSpan,
    },
}

/// A symbolic place: owner in a stack, path, part.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index of the stack in the estate.
    pub stack: u32,
    /// What it belongs to.
    pub owner: Owner,
    /// Attribute path; the root path is the block header.
    pub path: Path,
    /// Which part.
    pub part: Part,
}

impl Place {
    /// A stretch of the module definition at this index of [`crate::estate::Estate::modules`].
    pub fn definition(module: u32, at: FileSpan, path: Path) -> Self {
        let owner = Owner::Definition { module, at };
        Self { stack: u32::MAX, owner, path, part: Part::Header }
    }
}
