//! Zip archives, as plan files are (APPNOTE.TXT 6.3, without zip64, encryption and several disks).
//!
//! Everything that is said twice must agree, and every content is checked against its CRC: an archive is
//! read as it was written, or not at all.

use std::io::Read as _;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use bricklint_findings::Sorting;

/// The most entries that are read.
const MAX_ENTRIES: usize = 100_000;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const ENCRYPTED: u16 = 1;

/// Why an archive is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::plan) enum Broken {
    /// Its end is missing.
    Truncated,
    /// It contradicts itself.
    Damaged,
    /// It needs something that no plan file does.
    Unusual,
    /// It holds more than is read.
    TooLarge,
}

/// A file in an archive.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// Its path.
    pub(super) name: &'a str,
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    size: u64,
    at: usize,
}

/// An archive.
#[derive(Debug)]
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    /// In the order of the archive.
    pub(super) entries: Vec<Entry<'a>>,
}

impl<'a> Archive<'a> {
    /// Reads the directory at the end.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Broken> {
        let end = end(bytes).ok_or(Broken::Truncated)?;
        let record = bytes.get(end..).unwrap_or_default();
        let [disk, first_disk, here, total] = [4, 6, 8, 10].map(|at| short(record, at).unwrap_or_default());
        let (size, start) = (long(record, 12).unwrap_or_default(), long(record, 16).unwrap_or_default());
        if total == u16::MAX || size == u32::MAX || start == u32::MAX {
            return Err(Broken::Unusual);
        }
        if disk != 0 || first_disk != 0 || here != total || start as usize + size as usize != end {
            return Err(Broken::Damaged);
        }
        if usize::from(total) > MAX_ENTRIES {
            return Err(Broken::TooLarge);
        }
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let mut at = start as usize;
        while at < end {
            let (entry, next) = entry(bytes, at).ok_or(Broken::Damaged)?;
            if entry.flags & ENCRYPTED != 0 || !matches!(entry.method, STORED | DEFLATED) {
                return Err(Broken::Unusual);
            }
            entries.push(entry);
            at = next;
        }
        if at != end || entries.len() != usize::from(total) {
            return Err(Broken::Damaged);
        }
        let mut names: Vec<&str> = entries.iter().map(|entry| entry.name).collect();
        names.put_in_order();
        if names.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(Broken::Damaged);
        }
        let archive = Self { bytes, entries };
        // Also of what nobody reads: a name that is said in two ways could be that of anything.
        if archive.entries.iter().any(|entry| archive.packed(entry).is_none()) {
            return Err(Broken::Damaged);
        }
        Ok(archive)
    }

    /// The entry of this name.
    pub(super) fn find(&self, name: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The content of an entry, which is taken off `budget`.
    pub(super) fn read(&self, entry: &Entry<'_>, budget: &mut u64) -> Result<Vec<u8>, Broken> {
        *budget = budget.checked_sub(entry.size).ok_or(Broken::TooLarge)?;
        let packed = self.packed(entry).ok_or(Broken::Damaged)?;
        // The size is what the archive says: no more than the budget is made room for, and no more than ten
        // times what is there before anything was unpacked.
        let room = entry.size.min(packed.len() as u64 * 10);
        let mut content = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
        if entry.method == STORED {
            content.extend_from_slice(packed);
        } else {
            let limit = entry.size.saturating_add(1);
            DeflateDecoder::new(packed).take(limit).read_to_end(&mut content).map_err(|_| Broken::Damaged)?;
        }
        let mut crc = Crc::new();
        crc.update(&content);
        if content.len() as u64 != entry.size || crc.sum() != entry.crc {
            return Err(Broken::Damaged);
        }
        Ok(content)
    }

    /// What stands behind the entry's own header, which must say the same as the directory.
    fn packed(&self, entry: &Entry<'_>) -> Option<&'a [u8]> {
        let header = self.bytes.get(entry.at..)?;
        if header.get(..4)? != b"PK\x03\x04"
            || short(header, 6)? != entry.flags
            || short(header, 8)? != entry.method
        {
            return None;
        }
        let name = usize::from(short(header, 26)?);
        let content = 30 + name + usize::from(short(header, 28)?);
        if header.get(30..30 + name)? != entry.name.as_bytes() {
            return None;
        }
        header.get(content..content.checked_add(entry.packed)?)
    }
}

/// Where the record at the end starts.
fn end(bytes: &[u8]) -> Option<usize> {
    const LENGTH: usize = 22;
    let last = bytes.len().checked_sub(LENGTH)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last).rev().find(|at| {
        let record = bytes.get(*at..).unwrap_or_default();
        let comment = short(record, 20).map(usize::from);
        record.starts_with(b"PK\x05\x06") && comment == Some(record.len() - LENGTH)
    })
}

/// An entry of the directory, and where the next one starts.
fn entry(bytes: &[u8], at: usize) -> Option<(Entry<'_>, usize)> {
    let record = bytes.get(at..)?;
    if record.get(..4)? != b"PK\x01\x02" {
        return None;
    }
    let [name, extra, comment] =
        [short(record, 28)?, short(record, 30)?, short(record, 32)?].map(usize::from);
    let entry = Entry {
        name: std::str::from_utf8(record.get(46..46 + name)?).ok()?,
        flags: short(record, 8)?,
        method: short(record, 10)?,
        crc: long(record, 16)?,
        packed: long(record, 20)? as usize,
        size: u64::from(long(record, 24)?),
        at: long(record, 42)? as usize,
    };
    Some((entry, at + 46 + name + extra + comment))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_le_bytes(*chunk))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}
