//! The types of providers as data: arguments, blocks, what is computed.
//!
//! The embedded table holds `databricks/databricks` 1.128.0 completely and of `hashicorp/aws` the
//! arguments that policies, roles, buckets, keys and networks use. It is read in place: a name is hashed to
//! its number once and found by binary search over numbers; nothing is decoded before somebody asks, and
//! types are decoded once. `tools/make-schema` makes it.

mod constraints;
mod defaults;
mod encode;

use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::{Arc, LazyLock, OnceLock};

use bricklint_findings::words::nearest;
use bricklint_lang::types::{Field, Type};
use rustc_hash::FxHasher;

use crate::instance::Mode;
use crate::packed::unpack_bytes;

pub use constraints::{ConstraintKind, Constraints, FORMS, Takes, constraints, takes_fractions};
pub use defaults::{DefaultValue, default, leaves_out};
pub use encode::SchemaError;

/// The table that `tools/make-schema` made.
static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/providers.deflate"));

/// The address of the Databricks provider in the tables.
pub const DATABRICKS: &str = "registry.terraform.io/databricks/databricks";

/// The address by which the tables have a provider. Without `required_providers` Terraform looks below `hashicorp`, which is
/// not what anybody means by `databricks`.
pub fn described_as(source: &str) -> &str {
    match source {
        "registry.terraform.io/hashicorp/databricks"
        | "registry.terraform.io/databrickslabs/databricks"
        | "registry.opentofu.org/databricks/databricks" => DATABRICKS,
        _ => source,
    }
}

/// Whether an address is one by which the provider is named of which the tables know everything.
pub fn is_databricks(source: &str) -> bool {
    described_as(source) == DATABRICKS
}

/// Provider schemas.
#[derive(Debug)]
pub struct Schema {
    bytes: Cow<'static, [u8]>,
    /// All strings after each other.
    text: Cow<'static, str>,
    tables: Tables,
    /// The strings by the hash of their text, made when a name is first looked for.
    names: OnceLock<Names>,
    /// By string, the type that it describes.
    types: Cells<Type>,
    /// By body.
    bodies: Cells<BodyParts>,
}

/// Numbers of strings, each at its hash or in the next place after it that was free.
#[derive(Debug)]
struct Names {
    slots: Box<[u32]>,
}

/// What is decoded when somebody first asks for it; the cells themselves, too.
type Cells<T> = OnceLock<Box<[OnceLock<T>]>>;

/// What is decoded of a body once.
#[derive(Debug, Default)]
struct BodyParts {
    /// First bytes of the attributes that must be written.
    required: Box<[usize]>,
    /// First bytes of the block types that must be written or may be written so often only.
    counted: Box<[usize]>,
    /// The type of its objects.
    object: OnceLock<Type>,
}

/// Where the tables lie: first byte and number of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tables {
    /// A `u32` a text, its end; then all text, in UTF-8. Sorted.
    strings: (usize, usize),
    /// A `u32` a body, its first byte after the offsets; then the bodies.
    bodies: (usize, usize),
    /// Providers, managed resources and data sources, of [`ENTRY`] bytes, sorted by name.
    providers: (usize, usize),
    resources: (usize, usize),
    data: (usize, usize),
}

const MAGIC: &[u8; 8] = b"blschem1";
/// Name, body, provider or version, flags.
const ENTRY: usize = 13;
/// Name, type, flags, nesting, body of a nested attribute.
const ATTRIBUTE: usize = 14;
/// Name, body, minimum, maximum, nesting, flags.
const BLOCK: usize = 18;
/// Stands for no string or body.
const NONE: u32 = u32::MAX;

const REQUIRED: u8 = 1;
const OPTIONAL: u8 = 2;
const COMPUTED: u8 = 4;
const SENSITIVE: u8 = 8;
const DEPRECATED: u8 = 16;
const WRITE_ONLY: u8 = 32;
const PARTIAL: u8 = 64;

/// How often a block or nested attribute occurs, and the shape of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nesting {
    /// Once at most; an object.
    Single,
    /// Once at most; an object that is there even when it is not written.
    Group,
    /// A list of objects.
    List,
    /// A set of objects.
    Set,
    /// A map of objects, keyed by the block's label.
    Map,
}

/// A resource type or data source type.
#[derive(Clone, Copy, Debug)]
pub struct TypeSchema<'s> {
    /// Terraform type.
    pub name: &'s str,
    /// Source address of its provider: `registry.terraform.io/databricks/databricks`.
    pub provider: &'s str,
    /// Whether the provider calls it deprecated.
    pub deprecated: bool,
    /// Whether all of its arguments are here; otherwise a name that is missing can still exist.
    pub complete: bool,
    /// Arguments and blocks.
    pub body: BodySchema<'s>,
}

/// Arguments and blocks of a type, a block or a nested attribute.
#[derive(Clone, Copy)]
pub struct BodySchema<'s> {
    schema: &'s Schema,
    body: u32,
}

/// An argument or read-only attribute.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own in a provider's schema")]
pub struct AttributeSchema<'s> {
    /// Its name.
    pub name: &'s str,
    /// Must be written.
    pub required: bool,
    /// May be written.
    pub optional: bool,
    /// The provider gives it a value, unless it is written.
    pub computed: bool,
    /// Never printed.
    pub sensitive: bool,
    /// Whether the provider calls it deprecated.
    pub deprecated: bool,
    /// Never stored.
    pub write_only: bool,
    /// The attributes inside, for an attribute that is described like a block.
    pub nested: Option<(Nesting, BodySchema<'s>)>,
    ty: TypeText<'s>,
}

/// The string that describes a type.
#[derive(Clone, Copy)]
struct TypeText<'s> {
    schema: &'s Schema,
    number: u32,
}

/// A nested block.
#[derive(Clone, Copy, Debug)]
pub struct BlockSchema<'s> {
    /// The block type.
    pub name: &'s str,
    /// How often it occurs.
    pub nesting: Nesting,
    /// At least this often.
    pub min: u32,
    /// At most this often; 0 for any number.
    pub max: u32,
    /// Whether the provider calls it deprecated.
    pub deprecated: bool,
    /// What it holds.
    pub body: BodySchema<'s>,
}

/// What a name stands for in a body.
#[derive(Clone, Copy, Debug)]
pub enum Member<'s> {
    /// `name = …`
    Attribute(AttributeSchema<'s>),
    /// `name { … }`
    Block(BlockSchema<'s>),
}

/// A provider.
#[derive(Clone, Copy, Debug)]
pub struct ProviderSchema<'s> {
    /// `registry.terraform.io/databricks/databricks`
    pub source: &'s str,
    /// The version that the table describes, where it is known.
    pub version: Option<&'s str>,
    /// Whether all of its types and arguments are here.
    pub complete: bool,
    /// Arguments of a `provider` block.
    pub body: BodySchema<'s>,
}

/// How the names of arguments end that hold secrets.
const TELLING: &[&str] = &[
    "access_key",
    "account_key",
    "api_key",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "plaintext",
    "private_key",
    "pwd",
    "secret",
    "secret_key",
    "secret_value",
    "string_value",
    "token",
    "token_value",
];

/// Whether an argument or a variable is by its name one that holds a secret.
pub fn names_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|end| name.ends_with(end))
}

/// Whether what is written for an argument is never printed, where the schema has the whole type and the body that it is
/// written in. An argument that does not exist most likely means the one that its name is close to, stands in the wrong
/// block, or is what its name says.
pub fn hides(whole: Option<BodySchema<'_>>, here: Option<BodySchema<'_>>, name: &str) -> bool {
    let member = here.and_then(|here| here.member(name));
    if let Some(member) = member {
        return matches!(member, Member::Attribute(attribute) if attribute.is_secret());
    }
    let by_name = names_secret(name);
    let can_be_near = |here: &BodySchema<'_>| by_name || here.attributes().any(|other| other.is_secret());
    let near = here.filter(can_be_near).and_then(|here| Some((here, here.nearest(name)?)));
    let meant = match near {
        Some((here, near)) if here.attribute(near).is_some_and(|near| near.is_secret()) => true,
        Some((_, near)) => by_name && !names_secret(near),
        None => by_name,
    };
    meant || whole.is_some_and(|whole| whole.hides_inside(name))
}

impl AttributeSchema<'_> {
    /// Whether its value is never printed.
    pub fn is_secret(&self) -> bool {
        self.sensitive || self.write_only
    }
}

impl Schema {
    /// The schemas that are part of this program.
    pub fn embedded() -> &'static Self {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            let bytes: &'static [u8] = unpack_bytes(EMBEDDED).leak();
            Schema::from_bytes(Cow::Borrowed(bytes)).unwrap_or_else(Schema::empty)
        });
        &SCHEMA
    }

    /// What `terraform providers schema -json` printed, of any providers. `version` and `partial` beside a
    /// provider's schemas are read too, which Terraform does not write.
    pub fn from_json(text: &str) -> Result<Self, SchemaError> {
        let bytes = encode::encode(text)?;
        Self::from_bytes(Cow::Owned(bytes)).ok_or(SchemaError::TooLarge)
    }

    /// A table that [`Schema::to_bytes`] gave; `None` for other bytes.
    pub fn from_bytes(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let tables = tables(&bytes)?;
        let (start, count) = tables.strings;
        let from = count.checked_mul(4)?.checked_add(start)?;
        let last = from.checked_sub(4).filter(|_| count > 0);
        let size = last.map_or(Some(0), |last| word(&bytes, last))? as usize;
        let range = from..from.checked_add(size)?;
        let text = match &bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes.get(range)?).ok()?),
            Cow::Owned(bytes) => Cow::Owned(std::str::from_utf8(bytes.get(range)?).ok()?.to_owned()),
        };
        Some(Self::of(bytes, tables, text))
    }

    fn of(bytes: Cow<'static, [u8]>, tables: Tables, text: Cow<'static, str>) -> Self {
        let (names, types, bodies) = Default::default();
        Self { bytes, text, tables, names, types, bodies }
    }

    /// The table as bytes, the same for equal schemas.
    pub fn to_bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn empty() -> Self {
        let none = (0, 0);
        let tables = Tables { strings: none, bodies: none, providers: none, resources: none, data: none };
        Self::of(Cow::Borrowed(&[]), tables, Cow::Borrowed(""))
    }

    /// A managed resource type.
    pub fn resource(&self, type_name: &str) -> Option<TypeSchema<'_>> {
        self.find(Mode::Managed, type_name)
    }

    /// A data source type.
    pub fn data(&self, type_name: &str) -> Option<TypeSchema<'_>> {
        self.find(Mode::Data, type_name)
    }

    /// A managed resource type or data source type.
    pub fn find(&self, mode: Mode, type_name: &str) -> Option<TypeSchema<'_>> {
        let (start, count) = self.table(mode);
        let at = self.search(start, count, ENTRY, type_name)?;
        self.type_at(at)
    }

    /// All types of a mode, sorted by name.
    pub fn types(&self, mode: Mode) -> impl Iterator<Item = TypeSchema<'_>> {
        let (start, count) = self.table(mode);
        (0..count).filter_map(move |index| self.type_at(start + index * ENTRY))
    }

    /// A provider, by its source address, or by its local name (`databricks`) where that is clear.
    pub fn provider(&self, source: &str) -> Option<ProviderSchema<'_>> {
        let same = |p: &ProviderSchema<'_>| p.source == source || p.source.rsplit('/').next() == Some(source);
        let mut found = self.providers().filter(same);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// All providers, sorted by source address.
    pub fn providers(&self) -> impl Iterator<Item = ProviderSchema<'_>> {
        let (start, count) = self.tables.providers;
        (0..count).filter_map(move |index| self.provider_at(start + index * ENTRY))
    }

    /// The version of a provider that the table describes.
    pub fn provider_version(&self, source: &str) -> Option<&str> {
        self.provider(source)?.version
    }

    /// The type whose name is closest to one that does not exist, if any is close.
    pub fn nearest(&self, mode: Mode, type_name: &str) -> Option<&str> {
        nearest(type_name, self.types(mode).map(|t| t.name))
    }

    fn table(&self, mode: Mode) -> (usize, usize) {
        match mode {
            Mode::Managed => self.tables.resources,
            Mode::Data => self.tables.data,
        }
    }

    fn type_at(&self, at: usize) -> Option<TypeSchema<'_>> {
        let flags = self.byte(at + 12)?;
        let (providers, count) = self.tables.providers;
        let provider = self.word(at + 8)? as usize;
        if provider >= count {
            return None;
        }
        Some(TypeSchema {
            name: self.string(self.word(at)?)?,
            provider: self.string(self.word(providers + provider * ENTRY)?)?,
            deprecated: flags & DEPRECATED != 0,
            complete: flags & PARTIAL == 0,
            body: BodySchema { schema: self, body: self.word(at + 4)? },
        })
    }

    fn provider_at(&self, at: usize) -> Option<ProviderSchema<'_>> {
        Some(ProviderSchema {
            source: self.string(self.word(at)?)?,
            version: self.string(self.word(at + 8)?),
            complete: self.byte(at + 12)? & PARTIAL == 0,
            body: BodySchema { schema: self, body: self.word(at + 4)? },
        })
    }

    /// First byte of the entry of this name in a table sorted by name. Strings are sorted, so their numbers
    /// have the same order.
    fn search(&self, start: usize, count: usize, size: usize, name: &str) -> Option<usize> {
        let wanted = self.number(name)?;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            let at = start + middle * size;
            match self.word(at)?.cmp(&wanted) {
                std::cmp::Ordering::Equal => return Some(at),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The number of the string with this text.
    fn number(&self, text: &str) -> Option<u32> {
        let slots = &self.names.get_or_init(|| self.names()).slots;
        let mask = slots.len().checked_sub(1)?;
        let mut at = hash(text) & mask;
        loop {
            let number = *slots.get(at)?;
            if number == NONE {
                return None;
            }
            if self.string(number) == Some(text) {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    fn names(&self) -> Names {
        let (_, count) = self.tables.strings;
        let mut slots = vec![NONE; (count * 2 + 1).next_power_of_two()];
        let mask = slots.len() - 1;
        for number in 0..count as u32 {
            let Some(text) = self.string(number) else { continue };
            let mut at = hash(text) & mask;
            while slots.get(at).is_some_and(|slot| *slot != NONE) {
                at = (at + 1) & mask;
            }
            if let Some(slot) = slots.get_mut(at) {
                *slot = number;
            }
        }
        Names { slots: slots.into() }
    }

    fn string(&self, index: u32) -> Option<&str> {
        let (start, count) = self.tables.strings;
        let index = index as usize;
        if index >= count {
            return None;
        }
        let from = match index.checked_sub(1) {
            Some(before) => self.word(start + before * 4)? as usize,
            None => 0,
        };
        let to = self.word(start + index * 4)? as usize;
        self.text.get(from..to)
    }

    /// The type that a string describes.
    fn type_of(&self, index: u32) -> Type {
        let make = || parse_type(self.string(index).unwrap_or_default());
        let (_, count) = self.tables.strings;
        let cells = self.types.get_or_init(|| cells(count));
        cells.get(index as usize).map_or_else(make, |cell| cell.get_or_init(make).clone())
    }

    fn parts(&self, body: u32) -> Option<&BodyParts> {
        let (_, count) = self.tables.bodies;
        let cells = self.bodies.get_or_init(|| cells(count));
        let make = || BodySchema { schema: self, body }.parts();
        cells.get(body as usize).map(|cell| cell.get_or_init(make))
    }

    /// First byte of a body.
    fn body(&self, index: u32) -> Option<usize> {
        let (start, count) = self.tables.bodies;
        let index = index as usize;
        if index >= count {
            return None;
        }
        Some(start + count * 4 + self.word(start + index * 4)? as usize)
    }

    fn word(&self, at: usize) -> Option<u32> {
        word(&self.bytes, at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }
}

fn cells<T>(count: usize) -> Box<[OnceLock<T>]> {
    (0..count).map(|_| OnceLock::new()).collect()
}

fn hash(text: &str) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as usize
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}

/// Where the tables of these bytes lie.
fn tables(bytes: &[u8]) -> Option<Tables> {
    if bytes.get(..MAGIC.len())? != MAGIC {
        return None;
    }
    let table = |index: usize| -> Option<(usize, usize)> {
        let at = MAGIC.len() + index * 8;
        let table = (word(bytes, at)? as usize, word(bytes, at + 4)? as usize);
        // Every entry takes a byte at least, so a count above the size is none of ours.
        (table.0 <= bytes.len() && table.1 <= bytes.len()).then_some(table)
    };
    Some(Tables {
        strings: table(0)?,
        bodies: table(1)?,
        providers: table(2)?,
        resources: table(3)?,
        data: table(4)?,
    })
}

impl<'s> TypeSchema<'s> {
    /// The attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<AttributeSchema<'s>> {
        self.body.attribute(name)
    }

    /// The block type `name`.
    pub fn block(&self, name: &str) -> Option<BlockSchema<'s>> {
        self.body.block(name)
    }
}

impl<'s> BodySchema<'s> {
    /// The attribute `name`.
    pub fn attribute(&self, name: &str) -> Option<AttributeSchema<'s>> {
        let (start, count) = self.attribute_table()?;
        self.attribute_at(self.schema.search(start, count, ATTRIBUTE, name)?)
    }

    /// The block type `name`.
    pub fn block(&self, name: &str) -> Option<BlockSchema<'s>> {
        let (start, count) = self.block_table()?;
        self.block_at(self.schema.search(start, count, BLOCK, name)?)
    }

    /// The attribute or block type `name`.
    pub fn member(&self, name: &str) -> Option<Member<'s>> {
        self.attribute(name).map(Member::Attribute).or_else(|| self.block(name).map(Member::Block))
    }

    /// All attributes, sorted by name.
    pub fn attributes(&self) -> impl Iterator<Item = AttributeSchema<'s>> {
        let body = *self;
        let (start, count) = self.attribute_table().unwrap_or_default();
        (0..count).filter_map(move |index| body.attribute_at(start + index * ATTRIBUTE))
    }

    /// The attributes that must be written, sorted by name.
    pub fn required(&self) -> impl Iterator<Item = AttributeSchema<'s>> {
        let body = *self;
        let places = self.schema.parts(self.body).map_or(&[][..], |parts| &*parts.required);
        places.iter().filter_map(move |at| body.attribute_at(*at))
    }

    /// The block types that must be written or may be written so often only, sorted by name.
    pub fn counted(&self) -> impl Iterator<Item = BlockSchema<'s>> {
        let body = *self;
        let places = self.schema.parts(self.body).map_or(&[][..], |parts| &*parts.counted);
        places.iter().filter_map(move |at| body.block_at(*at))
    }

    fn parts(&self) -> BodyParts {
        let schema = self.schema;
        let (start, count) = self.attribute_table().unwrap_or_default();
        let is_required = |at: &usize| schema.byte(at + 8).is_some_and(|f| f & REQUIRED != 0);
        let required = (0..count).map(|index| start + index * ATTRIBUTE).filter(is_required).collect();
        let (start, count) = self.block_table().unwrap_or_default();
        let is_counted = |at: &usize| {
            let words = (schema.word(at + 8), schema.word(at + 12));
            words != (Some(0), Some(0)) || schema.byte(at + 16).is_some_and(|code| code < 2)
        };
        let counted = (0..count).map(|index| start + index * BLOCK).filter(is_counted).collect();
        BodyParts { required, counted, object: OnceLock::new() }
    }

    /// All block types, sorted by name.
    pub fn blocks(&self) -> impl Iterator<Item = BlockSchema<'s>> {
        let body = *self;
        let (start, count) = self.block_table().unwrap_or_default();
        (0..count).filter_map(move |index| body.block_at(start + index * BLOCK))
    }

    /// The attribute or block type whose name is closest to one that does not exist, if any is close.
    pub fn nearest(&self, name: &str) -> Option<&'s str> {
        nearest(name, self.attributes().map(|a| a.name).chain(self.blocks().map(|b| b.name)))
    }

    /// Whether an argument of this name is never printed, here or in a block.
    fn hides_inside(&self, name: &str) -> bool {
        let nested = |attribute: AttributeSchema<'_>| {
            attribute.nested.is_some_and(|(_, inner)| inner.hides_inside(name))
        };
        match self.member(name) {
            Some(Member::Attribute(attribute)) if attribute.is_secret() => true,
            _ => self.attributes().any(nested) || self.blocks().any(|block| block.body.hides_inside(name)),
        }
    }

    /// The object type of its values; arguments that need not be written are optional.
    pub fn ty(&self) -> Type {
        let made = self.schema.parts(self.body).map(|parts| parts.object.get_or_init(|| self.object()));
        made.map_or_else(|| self.object(), Type::clone)
    }

    fn object(&self) -> Type {
        let attributes = self
            .attributes()
            .map(|a| (Arc::from(a.name), Field { ty: a.ty(), optional: !a.required, empty: false }));
        let blocks = self
            .blocks()
            .map(|b| (Arc::from(b.name), Field { ty: b.ty(), optional: b.min == 0, empty: false }));
        Type::object(attributes.chain(blocks))
    }

    fn attribute_table(&self) -> Option<(usize, usize)> {
        self.table(self.schema.body(self.body)?, ATTRIBUTE)
    }

    fn block_table(&self) -> Option<(usize, usize)> {
        let (start, count) = self.attribute_table()?;
        self.table(start + count * ATTRIBUTE, BLOCK)
    }

    /// First entry and number of entries of the table at `at`.
    fn table(&self, at: usize, size: usize) -> Option<(usize, usize)> {
        let count = self.schema.word(at)? as usize;
        // A table that is longer than the bytes is none of ours.
        (count.checked_mul(size)? <= self.schema.bytes.len()).then_some((at + 4, count))
    }

    fn attribute_at(&self, at: usize) -> Option<AttributeSchema<'s>> {
        let schema = self.schema;
        let flags = schema.byte(at + 8)?;
        let nested = match schema.word(at + 10)? {
            NONE => None,
            body => Some((nesting(schema.byte(at + 9)?)?, BodySchema { schema, body })),
        };
        Some(AttributeSchema {
            name: schema.string(schema.word(at)?)?,
            required: flags & REQUIRED != 0,
            optional: flags & OPTIONAL != 0,
            computed: flags & COMPUTED != 0,
            sensitive: flags & SENSITIVE != 0,
            deprecated: flags & DEPRECATED != 0,
            write_only: flags & WRITE_ONLY != 0,
            nested,
            ty: TypeText { schema, number: schema.word(at + 4)? },
        })
    }

    fn block_at(&self, at: usize) -> Option<BlockSchema<'s>> {
        let schema = self.schema;
        Some(BlockSchema {
            name: schema.string(schema.word(at)?)?,
            nesting: nesting(schema.byte(at + 16)?)?,
            min: schema.word(at + 8)?,
            max: schema.word(at + 12)?,
            deprecated: schema.byte(at + 17)? & DEPRECATED != 0,
            body: BodySchema { schema, body: schema.word(at + 4)? },
        })
    }
}

impl std::fmt::Debug for BodySchema<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.attributes().map(|a| a.name))
            .entries(self.blocks().map(|b| b.name))
            .finish()
    }
}

impl std::fmt::Debug for TypeText<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.schema.string(self.number).unwrap_or_default())
    }
}

impl AttributeSchema<'_> {
    /// Its type.
    pub fn ty(&self) -> Type {
        match &self.nested {
            Some((nesting, body)) => nesting.of(body.ty()),
            None => self.ty.schema.type_of(self.ty.number),
        }
    }

    /// Whether the author may write it.
    pub fn is_argument(&self) -> bool {
        self.required || self.optional
    }

    /// Whether Terraform takes blocks for it too: a list or set of objects that is not described like a
    /// block (attributes as blocks).
    pub fn takes_blocks(&self) -> bool {
        self.nested.is_none()
            && self.is_argument()
            && matches!(self.ty(), Type::List(inner) | Type::Set(inner) if matches!(*inner, Type::Object(_)))
    }
}

impl BlockSchema<'_> {
    /// The type of all blocks of this name.
    pub fn ty(&self) -> Type {
        self.nesting.of(self.body.ty())
    }
}

impl Nesting {
    fn of(self, inner: Type) -> Type {
        match self {
            Self::Single | Self::Group => inner,
            Self::List => Type::List(Arc::new(inner)),
            Self::Set => Type::Set(Arc::new(inner)),
            Self::Map => Type::Map(Arc::new(inner)),
        }
    }

    fn code(self) -> u8 {
        match self {
            Self::Single => 0,
            Self::Group => 1,
            Self::List => 2,
            Self::Set => 3,
            Self::Map => 4,
        }
    }
}

fn nesting(code: u8) -> Option<Nesting> {
    [Nesting::Single, Nesting::Group, Nesting::List, Nesting::Set, Nesting::Map]
        .into_iter()
        .find(|n| n.code() == code)
}

/// A type in Terraform's JSON: `"string"`, `["list","string"]`, `["object",{…},["optional"]]`; any for
/// text that is none.
/// A type as provider schemas and plan files write it, such as `["list","string"]`; dynamic for other text.
pub fn parse_type(text: &str) -> Type {
    match text {
        r#""string""# => Type::String,
        r#""number""# => Type::Number,
        r#""bool""# => Type::Bool,
        r#"["list","string"]"# => Type::List(Arc::new(Type::String)),
        r#"["set","string"]"# => Type::Set(Arc::new(Type::String)),
        r#"["map","string"]"# => Type::Map(Arc::new(Type::String)),
        _ => serde_json::from_str(text).map_or(Type::Dynamic, |json| type_of(&json)),
    }
}

fn type_of(json: &serde_json::Value) -> Type {
    use serde_json::Value as Json;
    match json {
        Json::String(name) => match name.as_str() {
            "string" => Type::String,
            "number" => Type::Number,
            "bool" => Type::Bool,
            _ => Type::Dynamic,
        },
        Json::Array(parts) => {
            let inner = parts.get(1);
            let element = || Arc::new(inner.map_or(Type::Dynamic, type_of));
            match parts.first().and_then(Json::as_str) {
                Some("list") => Type::List(element()),
                Some("set") => Type::Set(element()),
                Some("map") => Type::Map(element()),
                Some("tuple") => {
                    Type::Tuple(inner.and_then(Json::as_array).into_iter().flatten().map(type_of).collect())
                }
                Some("object") => {
                    let optional = |name: &str| {
                        parts
                            .get(2)
                            .and_then(Json::as_array)
                            .is_some_and(|names| names.iter().any(|n| n.as_str() == Some(name)))
                    };
                    let fields = inner.and_then(Json::as_object).into_iter().flatten();
                    Type::object(fields.map(|(name, ty)| {
                        (
                            Arc::from(name.as_str()),
                            Field { ty: type_of(ty), optional: optional(name), empty: false },
                        )
                    }))
                }
                _ => Type::Dynamic,
            }
        }
        _ => Type::Dynamic,
    }
}

#[cfg(test)]
mod tests;
