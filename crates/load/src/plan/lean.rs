//! A large plan without what nobody looks into: what is planned stands in `resource_changes` too, and of the state
//! before only data sources count.
//!
//! What is left out is told by the bytes around it, as Terraform writes them, and not read. The rest counts only if it is
//! a whole plan and nothing else; otherwise the file is read as it is.

use std::ops::ControlFlow;
use std::path::Path;

use memchr::memmem;

use crate::files::{FileSystem, ReadError};

/// Smaller files are read as they are.
pub const LARGE: u64 = 8 << 20;

/// How a plan starts that Terraform writes.
const START: &[u8] = b"{\"format_version\":";

/// Something that may be left out: what opens it, and what closes it.
struct Cut {
    open: &'static [u8],
    close: &'static [&'static [u8]],
}

/// In Terraform's order.
const CUTS: [Cut; 2] = [
    Cut { open: b",\"planned_values\":{", close: &[b"},\"resource_drift\":[", b"},\"resource_changes\":["] },
    Cut { open: b",\"prior_state\":{", close: &[b"},\"configuration\":{"] },
];

/// The longest of what is looked for.
const LONGEST: usize = 32;

/// Each planned resource has one of these, and little else has.
pub(super) const MANAGED: &[u8] = b"\"managed\"";

/// A data source of the state.
const DATA: &[u8] = b"\"mode\":\"data\"";

/// A plan that was read without what nobody looks into.
#[derive(Debug)]
pub struct Lean {
    /// What is left of it.
    pub(super) bytes: Vec<u8>,
    /// The resources that `planned_values` lists.
    pub(super) planned: usize,
}

/// Reads a plan of this size; `None` where it has to be read as it is.
pub fn read(fs: &dyn FileSystem, path: &Path, size: u64) -> Result<Option<Lean>, ReadError> {
    for cuts in [CUTS.len(), CUTS.len() - 1] {
        let mut reading = Reading { cuts, ..Reading::default() };
        fs.read_by_blocks(path, size, &mut |block| reading.take(block, size))?;
        match reading.end() {
            End::Read(lean) => return Ok(Some(lean)),
            End::NeedsState => {}
            End::AsItIs => break,
        }
    }
    Ok(None)
}

/// What became of reading.
enum End {
    Read(Lean),
    /// The state before holds data sources.
    NeedsState,
    /// It is nothing that can be read so.
    AsItIs,
}

/// A plan that is being read.
#[derive(Default)]
struct Reading {
    out: Vec<u8>,
    /// What was not looked at yet.
    window: Vec<u8>,
    /// How many of [`CUTS`] to make.
    cuts: usize,
    /// The next one, or the one that is being made.
    at: usize,
    inside: bool,
    started: bool,
    planned: usize,
    /// Why it cannot be read so.
    stopped: Option<End>,
}

impl Reading {
    /// Goes on with a block of the file.
    fn take(&mut self, block: &[u8], size: u64) -> ControlFlow<()> {
        if !self.started {
            if !block.starts_with(START) {
                return ControlFlow::Break(());
            }
            self.started = true;
            self.out.reserve(usize::try_from(size).unwrap_or_default());
        }
        self.window.extend_from_slice(block);
        self.look(LONGEST);
        if self.stopped.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Looks at the window. At its end a part of what is looked for may stand, of fewer bytes than `left`.
    fn look(&mut self, left: usize) {
        let mut from = 0;
        while let Some(cut) = CUTS.get(..self.cuts).and_then(|cuts| cuts.get(self.at)) {
            let rest = self.window.get(from..).unwrap_or_default();
            let all = rest.len().saturating_sub(left);
            if !self.inside {
                let open = memmem::find(rest, cut.open).map(|at| at + cut.open.len());
                self.out.extend_from_slice(rest.get(..open.unwrap_or(all)).unwrap_or_default());
                from += open.unwrap_or(all);
                if open.is_none() {
                    break;
                }
                self.inside = true;
                continue;
            }
            let close = cut.close.iter().filter_map(|close| memmem::find(rest, close)).min();
            let passed = close.unwrap_or(all);
            // What starts in what is passed.
            let within =
                |what: &[u8]| rest.get(..rest.len().min(passed + what.len() - 1)).unwrap_or_default();
            if memmem::find(within(cut.open), cut.open).is_some() {
                self.stopped = Some(End::AsItIs);
            } else if self.at == 0 {
                self.planned += memmem::find_iter(within(MANAGED), MANAGED).count();
            } else if memmem::find(within(DATA), DATA).is_some() {
                self.stopped = Some(End::NeedsState);
            }
            if self.stopped.is_some() {
                return;
            }
            from += passed;
            if close.is_none() {
                break;
            }
            (self.inside, self.at) = (false, self.at + 1);
        }
        if self.at == self.cuts {
            self.out.extend_from_slice(self.window.get(from..).unwrap_or_default());
            from = self.window.len();
        }
        self.window.drain(..from);
    }

    fn end(mut self) -> End {
        if self.stopped.is_none() {
            self.look(0);
        }
        if let Some(end) = self.stopped {
            return end;
        }
        // Without the first cut nothing is gained, and what is open has no end.
        if self.inside || self.at == 0 {
            return End::AsItIs;
        }
        End::Read(Lean { bytes: self.out, planned: self.planned })
    }
}
