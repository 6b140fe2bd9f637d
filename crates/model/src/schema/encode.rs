//! From the JSON of `terraform providers schema` to the table that [`super::Schema`] reads.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{COMPUTED, DEPRECATED, MAGIC, NONE, Nesting, OPTIONAL, PARTIAL, REQUIRED, SENSITIVE, WRITE_ONLY};

/// Why a provider schema cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The file's fault: it is not what `terraform providers schema -json` prints.
    #[error("this is not the output of `terraform providers schema -json`: {0}")]
    Format(#[from] serde_json::Error),
    /// The file holds no provider: it was made where `terraform init` had not run.
    #[error("no provider schema in it; run `terraform init` and then `terraform providers schema -json`")]
    Empty,
    /// More than four gigabytes, a limit of ours.
    #[error("the provider schemas are too large")]
    TooLarge,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    provider_schemas: BTreeMap<String, Provider>,
}

#[derive(Deserialize)]
struct Provider {
    #[serde(default)]
    version: Option<String>,
    /// Not all types and arguments are there.
    #[serde(default)]
    partial: bool,
    #[serde(default, rename = "provider")]
    configuration: Root,
    #[serde(default)]
    resource_schemas: BTreeMap<String, Root>,
    #[serde(default)]
    data_source_schemas: BTreeMap<String, Root>,
}

#[derive(Default, Deserialize)]
struct Root {
    #[serde(default)]
    block: Body,
}

#[derive(Default, Deserialize)]
struct Body {
    #[serde(default)]
    attributes: BTreeMap<String, Attribute>,
    #[serde(default)]
    block_types: BTreeMap<String, Block>,
    #[serde(default)]
    deprecated: bool,
}

#[derive(Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the fields of Terraform's JSON")]
struct Attribute {
    #[serde(default, rename = "type")]
    ty: Option<serde_json::Value>,
    #[serde(default)]
    nested_type: Option<Nested>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    computed: bool,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    deprecated: bool,
    #[serde(default)]
    write_only: bool,
}

#[derive(Deserialize)]
struct Nested {
    #[serde(default)]
    attributes: BTreeMap<String, Attribute>,
    nesting_mode: Mode,
}

#[derive(Deserialize)]
struct Block {
    nesting_mode: Mode,
    #[serde(default, rename = "block")]
    body: Body,
    #[serde(default)]
    min_items: u32,
    #[serde(default)]
    max_items: u32,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Single,
    Group,
    List,
    Set,
    Map,
}

impl Mode {
    fn code(self) -> u8 {
        match self {
            Self::Single => Nesting::Single,
            Self::Group => Nesting::Group,
            Self::List => Nesting::List,
            Self::Set => Nesting::Set,
            Self::Map => Nesting::Map,
        }
        .code()
    }
}

/// The table of what `terraform providers schema -json` printed.
pub(super) fn encode(text: &str) -> Result<Vec<u8>, SchemaError> {
    let file: File = serde_json::from_str(text)?;
    if file.provider_schemas.is_empty() {
        return Err(SchemaError::Empty);
    }
    let mut strings = BTreeMap::new();
    for (source, provider) in &file.provider_schemas {
        strings.insert(source.clone(), 0);
        strings.extend(provider.version.clone().map(|v| (v, 0)));
        names(&provider.configuration.block, &mut strings);
        for (name, root) in provider.resource_schemas.iter().chain(&provider.data_source_schemas) {
            strings.insert(name.clone(), 0);
            names(&root.block, &mut strings);
        }
    }
    for (index, at) in (0..).zip(strings.values_mut()) {
        *at = index;
    }
    let mut encoder = Encoder { strings: &strings, bodies: BTreeMap::new(), contents: Vec::new() };
    let mut providers = Vec::new();
    let mut resources = BTreeMap::new();
    let mut data = BTreeMap::new();
    for (index, (source, provider)) in (0..).zip(&file.provider_schemas) {
        let flags = if provider.partial { PARTIAL } else { 0 };
        let body = encoder.body(&provider.configuration.block);
        let version = provider.version.as_ref().map_or(NONE, |v| encoder.string(v));
        providers.push(entry(encoder.string(source), body, version, flags));
        for (roots, out) in
            [(&provider.resource_schemas, &mut resources), (&provider.data_source_schemas, &mut data)]
        {
            for (name, root) in roots {
                let deprecated = if root.block.deprecated { DEPRECATED } else { 0 };
                let body = encoder.body(&root.block);
                out.entry(name).or_insert(entry(encoder.string(name), body, index, flags | deprecated));
            }
        }
    }
    let bodies = encoder.contents;
    let flat = |entries: Vec<&[u8; 13]>| (entries.len(), entries.into_iter().flatten().copied().collect());
    let sections: [(usize, Vec<u8>); 5] = [
        (strings.len(), blob(strings.keys().map(String::as_bytes), true)?),
        (bodies.len(), blob(bodies.iter().map(Vec::as_slice), false)?),
        flat(providers.iter().collect()),
        flat(resources.values().collect()),
        flat(data.values().collect()),
    ];
    let mut out = MAGIC.to_vec();
    let mut at = MAGIC.len() + sections.len() * 8;
    for (count, bytes) in &sections {
        push(&mut out, u32::try_from(at).map_err(|_| SchemaError::TooLarge)?);
        push(&mut out, u32::try_from(*count).map_err(|_| SchemaError::TooLarge)?);
        at += bytes.len();
    }
    out.extend(sections.into_iter().flat_map(|(_, bytes)| bytes));
    Ok(out)
}

/// Offsets (ends or starts) and then the parts.
fn blob<'a>(parts: impl Iterator<Item = &'a [u8]>, ends: bool) -> Result<Vec<u8>, SchemaError> {
    let (mut offsets, mut content) = (Vec::new(), Vec::new());
    for part in parts {
        let start = content.len();
        content.extend_from_slice(part);
        let offset = if ends { content.len() } else { start };
        push(&mut offsets, u32::try_from(offset).map_err(|_| SchemaError::TooLarge)?);
    }
    offsets.extend(content);
    Ok(offsets)
}

fn names(body: &Body, out: &mut BTreeMap<String, u32>) {
    attribute_names(&body.attributes, out);
    for (name, block) in &body.block_types {
        out.insert(name.clone(), 0);
        names(&block.body, out);
    }
}

fn attribute_names(attributes: &BTreeMap<String, Attribute>, out: &mut BTreeMap<String, u32>) {
    for (name, attribute) in attributes {
        out.insert(name.clone(), 0);
        out.extend(attribute.ty.as_ref().map(|ty| (ty.to_string(), 0)));
        if let Some(nested) = &attribute.nested_type {
            attribute_names(&nested.attributes, out);
        }
    }
}

struct Encoder<'a> {
    strings: &'a BTreeMap<String, u32>,
    /// The number of each body; equal ones are one.
    bodies: BTreeMap<Vec<u8>, u32>,
    contents: Vec<Vec<u8>>,
}

impl Encoder<'_> {
    fn string(&self, text: &str) -> u32 {
        self.strings.get(text).copied().unwrap_or(NONE)
    }

    fn body(&mut self, body: &Body) -> u32 {
        self.parts(&body.attributes, &body.block_types)
    }

    fn parts(&mut self, attributes: &BTreeMap<String, Attribute>, blocks: &BTreeMap<String, Block>) -> u32 {
        let mut out = Vec::new();
        push(&mut out, u32::try_from(attributes.len()).unwrap_or_default());
        for (name, attribute) in attributes {
            push(&mut out, self.string(name));
            push(&mut out, attribute.ty.as_ref().map_or(NONE, |ty| self.string(&ty.to_string())));
            out.push(attribute.flags());
            let (nesting, body) = match &attribute.nested_type {
                Some(nested) => {
                    (nested.nesting_mode.code(), self.parts(&nested.attributes, &BTreeMap::new()))
                }
                None => (0, NONE),
            };
            out.push(nesting);
            push(&mut out, body);
        }
        push(&mut out, u32::try_from(blocks.len()).unwrap_or_default());
        for (name, block) in blocks {
            push(&mut out, self.string(name));
            push(&mut out, self.body(&block.body));
            push(&mut out, block.min_items);
            push(&mut out, block.max_items);
            out.push(block.nesting_mode.code());
            out.push(if block.body.deprecated { DEPRECATED } else { 0 });
        }
        if let Some(index) = self.bodies.get(&out) {
            return *index;
        }
        let index = u32::try_from(self.contents.len()).unwrap_or(NONE);
        self.bodies.insert(out.clone(), index);
        self.contents.push(out);
        index
    }
}

impl Attribute {
    fn flags(&self) -> u8 {
        [
            (self.required, REQUIRED),
            (self.optional, OPTIONAL),
            (self.computed, COMPUTED),
            (self.sensitive, SENSITIVE),
            (self.deprecated, DEPRECATED),
            (self.write_only, WRITE_ONLY),
        ]
        .into_iter()
        .filter_map(|(set, flag)| set.then_some(flag))
        .sum()
    }
}

fn entry(name: u32, body: u32, third: u32, flags: u8) -> [u8; 13] {
    let mut out = [flags; 13];
    for (chunk, word) in out.chunks_exact_mut(4).zip([name, body, third]) {
        chunk.copy_from_slice(&word.to_le_bytes());
    }
    out
}

fn push(out: &mut Vec<u8>, word: u32) {
    out.extend_from_slice(&word.to_le_bytes());
}
