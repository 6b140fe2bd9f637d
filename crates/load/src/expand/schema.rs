//! What the providers' schemas say about attributes that the configuration does not set.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use bricklint_findings::Sorting;
use bricklint_lang::convert;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Marks, SeqKind, Value};
use bricklint_model::instance::{Body, Mode};
use bricklint_model::schema::{self, AttributeSchema, BodySchema, Member, Nesting, Schema, TypeSchema};
use rustc_hash::FxHashMap;

/// An attribute or block of a resource type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    /// The type is not in the table, or has no such attribute there.
    Nothing,
    /// Null where it is not set.
    Optional(Type),
    /// This where it is not set.
    Default(Value),
    /// The provider fills it in where it is not set.
    Computed {
        /// Its type.
        ty: Type,
        /// Never null.
        not_null: bool,
    },
}

/// What the schema says about an attribute or block of a type.
#[derive(Debug)]
pub(crate) struct MemberInfo {
    /// What it is where it is not set.
    pub(crate) known: Known,
    /// Its value where it is not set, if that is known.
    pub(crate) unset: Option<Value>,
    /// Whether the provider calls it sensitive.
    pub(crate) sensitive: bool,
}

/// All attributes and blocks of a type, sorted by name.
pub(crate) type AllMembers = Rc<[(Arc<str>, Rc<MemberInfo>)]>;

/// What was looked up of a type.
#[derive(Debug, Default)]
pub(crate) struct Members {
    /// By name.
    pub(crate) by_name: FxHashMap<Arc<str>, Rc<MemberInfo>>,
    /// All of them, where somebody asked and the table has them.
    pub(crate) all: OnceCell<Option<AllMembers>>,
    /// Blocks by their path without indexes; none where nothing is known of them.
    pub(crate) blocks: FxHashMap<Box<str>, Option<Rc<BlockInfo>>>,
}

/// What the schema says about the blocks of one type at one place.
#[derive(Debug)]
pub(crate) struct BlockInfo {
    /// The shape of their value.
    pub(crate) nesting: Nesting,
    /// What it is where there is no block; none where the provider may fill it in.
    pub(crate) absent: Option<Value>,
    /// Attributes and blocks in them, sorted by name.
    pub(crate) members: Box<[BlockMember]>,
}

/// An attribute or block inside a block.
#[derive(Debug)]
pub(crate) struct BlockMember {
    /// Its name.
    pub(crate) name: Arc<str>,
    /// Its type; that of blocks is not looked into.
    pub(crate) ty: Type,
    /// Its value where it is not written; none where the provider fills it in.
    pub(crate) unset: Option<Value>,
    /// Whether the provider calls it sensitive.
    pub(crate) sensitive: bool,
    /// Whether it is never stored, so that it reads as null.
    pub(crate) write_only: bool,
    /// Whether it is a block.
    pub(crate) block: bool,
}

impl BlockInfo {
    /// The attribute or block `name`.
    pub(crate) fn member(&self, name: &str) -> Option<&BlockMember> {
        let at = self.members.binary_search_by(|member| (*member.name).cmp(name)).ok()?;
        self.members.get(at)
    }
}

/// What the schema says about an attribute or block.
pub(crate) fn member(given: Option<&Schema>, mode: Mode, type_name: &str, name: &str) -> MemberInfo {
    let known = attribute(given, mode, type_name, name);
    let unset = match &known {
        Known::Optional(ty) => Some(Value::null_of(ty.clone())),
        Known::Default(value) => Some(value.clone()),
        Known::Computed { .. } | Known::Nothing => None,
    };
    MemberInfo { known, unset, sensitive: sensitive(given, mode, type_name, name) }
}

/// A type: as the schemas say that were `given`, otherwise as the table does.
pub(crate) fn find<'s>(given: Option<&'s Schema>, mode: Mode, type_name: &str) -> Option<TypeSchema<'s>> {
    given.and_then(|schema| schema.find(mode, type_name)).or_else(|| Schema::embedded().find(mode, type_name))
}

/// The value of blocks that are not written.
fn absent(nesting: Nesting) -> Option<Value> {
    match nesting {
        Nesting::Single => Some(Value::null()),
        Nesting::List => Some(Value::seq(SeqKind::List(Type::Dynamic), Vec::new())),
        Nesting::Set => Some(Value::seq(SeqKind::Set(Type::Dynamic), Vec::new())),
        Nesting::Group | Nesting::Map => None,
    }
}

/// Whether blocks at this path are absent from a plan where they are not written. A block that the embedded
/// table does not have is of a version that nothing is known of.
fn leaves_out(type_name: &str, path: &str) -> bool {
    let known = || {
        let mut body = Schema::embedded().resource(type_name)?.body;
        for name in path.split('.') {
            body = body.block(name)?.body;
        }
        Some(())
    };
    schema::leaves_out(type_name, path) && known().is_some()
}

/// What the schema says about the blocks of a managed resource at a path without indexes; none where it does not
/// say everything.
pub(crate) fn block(given: Option<&Schema>, type_name: &str, path: &str) -> Option<BlockInfo> {
    let ty = find(given, Mode::Managed, type_name).filter(|ty| ty.complete)?;
    let mut at = ty.body;
    let mut nesting = Nesting::Single;
    let mut in_set = false;
    for name in path.split('.') {
        let block = at.block(name)?;
        (at, nesting) = (block.body, block.nesting);
        in_set |= nesting == Nesting::Set;
    }
    let leaves_out_here = leaves_out(type_name, path);
    let mut members: Vec<BlockMember> = Vec::new();
    for attribute in at.attributes() {
        let ty = convert::without_optional(&attribute.ty());
        let default = || schema::default(Mode::Managed, type_name, &format!("{path}.{}", attribute.name));
        let unset = if attribute.write_only {
            Some(Value::null_of(ty.clone()))
        } else if attribute.computed || attribute.nested.is_some() || !schema::leaves_out(type_name, "") {
            None
        } else if let Some(default) = default() {
            Some(default.value())
        } else if in_set {
            zero(&ty)
        } else {
            Some(Value::null_of(ty.clone()))
        };
        members.push(BlockMember {
            name: attribute.name.into(),
            ty,
            unset,
            sensitive: attribute.sensitive,
            write_only: attribute.write_only,
            block: false,
        });
    }
    for block in at.blocks() {
        let path = format!("{path}.{}", block.name);
        members.push(BlockMember {
            name: block.name.into(),
            ty: Type::Dynamic,
            unset: if leaves_out(type_name, &path) { absent(block.nesting) } else { None },
            sensitive: false,
            write_only: false,
            block: true,
        });
    }
    members.put_in_order_by(|a, b| a.name.cmp(&b.name));
    let absent = if leaves_out_here { absent(nesting) } else { None };
    Some(BlockInfo { nesting, absent, members: members.into() })
}

/// Whether what the provider fills in is never null, in the blocks at a path: the server makes an external id for each
/// credential (provider `docs/resources/storage_credential.md`).
pub(crate) fn is_filled(path: &str, name: &str) -> bool {
    (path, name) == ("aws_iam_role", "external_id")
}

/// What terraform-plugin-sdk plans in place of null inside a set of blocks.
fn zero(ty: &Type) -> Option<Value> {
    match ty {
        Type::String => Some(Value::string("")),
        Type::Number => Some(Value::number(0)),
        Type::Bool => Some(Value::bool(false)),
        Type::List(element) => Some(Value::seq(SeqKind::List((**element).clone()), Vec::new())),
        Type::Set(element) => Some(Value::seq(SeqKind::Set((**element).clone()), Vec::new())),
        _ => None,
    }
}

/// What is known about an attribute.
pub(crate) fn attribute(given: Option<&Schema>, mode: Mode, type_name: &str, name: &str) -> Known {
    let Some(ty) = find(given, mode, type_name) else { return Known::Nothing };
    match ty.body.member(name) {
        None => Known::Nothing,
        Some(Member::Attribute(attribute)) => {
            // A data source can fill in what it does not call computed, and where a table is not
            // complete defaults are not known.
            let computed = attribute.computed || mode == Mode::Data || !ty.complete;
            let default = schema::default(mode, type_name, name).filter(|_| mode == Mode::Managed);
            if let Some(default) = default {
                Known::Default(default.value())
            } else if computed {
                let not_null = (type_name, name) == ("terraform_data", "id");
                Known::Computed { ty: attribute.ty(), not_null }
            } else {
                Known::Optional(attribute.ty())
            }
        }
        // A provider can plan a block that is not written (`provider_config`).
        Some(Member::Block(block)) => {
            let leaves_out = mode == Mode::Managed && ty.complete && leaves_out(type_name, name);
            match absent(block.nesting).filter(|_| leaves_out) {
                Some(absent) => Known::Default(absent),
                None => Known::Computed { ty: block.ty(), not_null: false },
            }
        }
    }
}

/// Whether the provider calls an attribute sensitive.
pub(crate) fn sensitive(given: Option<&Schema>, mode: Mode, type_name: &str, name: &str) -> bool {
    find(given, mode, type_name)
        .and_then(|ty| ty.attribute(name))
        .is_some_and(|attribute| attribute.sensitive)
}

/// Whether the provider calls anything in a body sensitive.
fn has_secrets(body: BodySchema<'_>) -> bool {
    body.attributes().any(|a| a.is_secret() || holds_secrets(a))
        || body.blocks().any(|block| has_secrets(block.body))
}

/// Whether the provider calls anything inside an attribute sensitive.
pub(crate) fn holds_secrets(attribute: AttributeSchema<'_>) -> bool {
    attribute.nested.is_some_and(|(_, inner)| has_secrets(inner))
}

/// Marks what the provider calls sensitive, and what by its name is meant for that.
pub(crate) fn seal(body: &mut Body, schema: Option<BodySchema<'_>>) {
    seal_inside(body, schema, schema);
}

fn seal_inside(body: &mut Body, whole: Option<BodySchema<'_>>, here: Option<BodySchema<'_>>) {
    for (name, slot) in &mut body.attributes {
        let attribute = here.and_then(|here| here.attribute(name));
        if attribute.is_none() && !schema::hides(whole, here, name) {
            continue;
        }
        let value = std::mem::replace(&mut slot.value, Value::null());
        slot.value = match attribute {
            Some(attribute) => sealed(value, attribute),
            None => value.with_marks(Marks::SENSITIVE),
        };
    }
    for group in &mut body.blocks {
        let inside = here.and_then(|here| here.block(&group.name)).map(|block| block.body);
        for item in group.items.iter_mut().chain(&mut group.patterns) {
            seal_inside(&mut item.body, whole, inside);
        }
    }
}

/// Whether what is written for an attribute is stored as a whole.
pub(crate) fn is_stored(attribute: AttributeSchema<'_>) -> bool {
    let inside = |(_, inner): (_, BodySchema<'_>)| inner.attributes().all(is_stored);
    !attribute.write_only && attribute.nested.is_none_or(inside)
}

fn sealed(value: Value, attribute: AttributeSchema<'_>) -> Value {
    if attribute.is_secret() {
        return value.with_marks(Marks::SENSITIVE);
    }
    match attribute.nested {
        Some((_, inner)) if has_secrets(inner) => sealed_objects(value, inner),
        _ => value,
    }
}

/// Marks what is sensitive in the objects that an attribute holds.
fn sealed_objects(value: Value, schema: BodySchema<'_>) -> Value {
    let (marks, from) = (value.marks(), value.provenance());
    let made = match &value {
        Value::Seq { value: seq, .. } => {
            let items = seq.items.iter().map(|item| sealed_objects(item.clone(), schema)).collect();
            Value::seq(seq.kind.clone(), items)
        }
        Value::Map { value: map, .. } => Value::map(
            map.kind.clone(),
            map.entries.iter().map(|(name, item)| match schema.attribute(name) {
                Some(attribute) => (name.clone(), sealed(item.clone(), attribute)),
                // The keys of a map of objects are no attributes.
                None => (name.clone(), sealed_objects(item.clone(), schema)),
            }),
        ),
        _ => return value,
    };
    made.set_marks(marks).with_provenance(from)
}

/// The names of all attributes and blocks of a type, where the table has all of them.
pub(crate) fn names<'s>(given: Option<&'s Schema>, mode: Mode, type_name: &str) -> Option<Vec<&'s str>> {
    let Some(ty) = find(given, mode, type_name).filter(|ty| ty.complete) else {
        return (mode == Mode::Data && type_name == "aws_iam_policy_document")
            .then(|| POLICY_DOCUMENT.to_vec());
    };
    Some(ty.body.attributes().map(|a| a.name).chain(ty.body.blocks().map(|b| b.name)).collect())
}

/// All that the documents of AWS have (AWS provider `docs/data-sources/iam_policy_document.md`), so that one is read where
/// it is handed on as a whole.
const POLICY_DOCUMENT: &[&str] = &[
    "id",
    "json",
    "minified_json",
    "override_json",
    "override_policy_documents",
    "policy_id",
    "source_json",
    "source_policy_documents",
    "statement",
    "version",
];

#[cfg(test)]
mod tests {
    use bricklint_model::instance::{Block, BlockGroup, Origin, Slot};

    use super::*;

    #[test]
    fn what_is_not_written_is_null_a_default_or_computed() {
        let unknown = |ty| Known::Computed { ty, not_null: false };
        let cases = [
            (Mode::Managed, "databricks_job", "description", Known::Optional(Type::String)),
            (Mode::Managed, "databricks_job", "max_concurrent_runs", Known::Default(Value::number(1))),
            (Mode::Managed, "databricks_job", "url", unknown(Type::String)),
            (Mode::Managed, "databricks_job", "format", unknown(Type::String)),
            (Mode::Managed, "databricks_job", "no_such", Known::Nothing),
            (Mode::Managed, "aws_iam_role", "arn", unknown(Type::String)),
            (Mode::Managed, "aws_iam_role", "path", unknown(Type::String)),
            (Mode::Managed, "azurerm_resource_group", "name", Known::Nothing),
            (Mode::Managed, "terraform_data", "input", Known::Optional(Type::Dynamic)),
            (Mode::Managed, "terraform_data", "id", Known::Computed { ty: Type::String, not_null: true }),
            (Mode::Data, "databricks_group", "external_id", unknown(Type::String)),
            // What is found replaces the default.
            (Mode::Data, "databricks_group", "allow_cluster_create", unknown(Type::Bool)),
        ];
        for (mode, type_name, name, expected) in cases {
            assert_eq!(attribute(None, mode, type_name, name), expected, "{type_name}.{name}");
        }
        let block = |name| attribute(None, Mode::Managed, "databricks_job", name);
        let none = Value::seq(SeqKind::List(Type::Dynamic), Vec::new());
        assert_eq!(block("task"), Known::Default(none));
        assert!(matches!(block("run_as"), Known::Computed { ty: Type::List(_), .. }));
    }

    #[test]
    fn secrets_of_the_provider_are_sensitive() {
        assert!(sensitive(None, Mode::Managed, "databricks_token", "token_value"));
        assert!(!sensitive(None, Mode::Managed, "databricks_token", "comment"));
        assert!(!sensitive(None, Mode::Managed, "aws_iam_role", "no_such"));
    }

    #[test]
    fn only_complete_types_have_all_names() {
        let job = names(None, Mode::Managed, "databricks_job").unwrap_or_default();
        assert!(job.contains(&"name") && job.contains(&"task"));
        assert_eq!(names(None, Mode::Managed, "aws_iam_role"), None);
        let data = names(None, Mode::Managed, "terraform_data").unwrap_or_default();
        assert_eq!(data, ["id", "input", "output", "triggers_replace"]);
    }

    #[test]
    fn given_schemas_come_first() {
        let given = Schema::from_json(
            r#"{"format_version":"1.0","provider_schemas":{"registry.terraform.io/databricks/databricks":{
                "provider":{"version":0,"block":{}},
                "resource_schemas":{"databricks_job":{"version":0,"block":{"attributes":{
                    "brand_new":{"type":"string","optional":true,"sensitive":true}}}}}}}}"#,
        )
        .unwrap();
        let given = Some(&given);
        let new = |schema| attribute(schema, Mode::Managed, "databricks_job", "brand_new");
        assert_eq!((new(given), new(None)), (Known::Optional(Type::String), Known::Nothing));
        assert!(sensitive(given, Mode::Managed, "databricks_job", "brand_new"));
        assert_eq!(names(given, Mode::Managed, "databricks_job"), Some(vec!["brand_new"]));
        // What they do not describe is as the table says.
        let other = attribute(given, Mode::Managed, "databricks_cluster", "spark_version");
        assert_eq!(other, attribute(None, Mode::Managed, "databricks_cluster", "spark_version"));
    }

    #[test]
    fn secrets_are_marked_wherever_they_stand() {
        let given = Schema::from_json(
            r#"{"format_version":"1.0","provider_schemas":{"x":{"provider":{"version":0,"block":{}},
                "resource_schemas":{"x_y":{"version":0,"block":{
                    "attributes":{"open":{"type":"string","optional":true},
                        "list":{"optional":true,"nested_type":{"nesting_mode":"list","attributes":{
                            "pin":{"type":"string","optional":true,"sensitive":true},
                            "name":{"type":"string","optional":true}}}}},
                    "block_types":{"inner":{"nesting_mode":"list","block":{"attributes":{
                        "pin":{"type":"string","optional":true,"sensitive":true}}}}}}}}}}}"#,
        )
        .unwrap();
        let schema = given.find(Mode::Managed, "x_y").unwrap().body;
        assert!(has_secrets(schema));
        let slot = |value| Slot { value, origin: Origin::Plan, written: true, literal: false };
        let text = |text: &str| Value::string(text);
        let element = Value::object([("pin".into(), text("1")), ("name".into(), text("2"))]);
        let inner = Body { attributes: vec![("pin".into(), slot(text("3")))], ..Body::default() };
        let mut body = Body {
            attributes: vec![
                ("open".into(), slot(text("4"))),
                ("list".into(), slot(Value::tuple(vec![element]))),
            ],
            blocks: vec![BlockGroup {
                name: "inner".into(),
                items: vec![Block { body: inner, origin: Origin::Plan, when: Vec::new() }],
                more: None,
                patterns: Vec::new(),
            }],
            open: None,
        };
        seal(&mut body, Some(schema));
        let (open, list) = (&body.attributes[0].1.value, &body.attributes[1].1.value);
        let element = list.as_items().unwrap()[0].as_map().unwrap();
        let marks = |name: &str| element.get(name).unwrap().marks();
        assert_eq!((open.marks(), marks("name"), marks("pin")), (Marks::NONE, Marks::NONE, Marks::SENSITIVE));
        assert_eq!(list.marks(), Marks::NONE);
        assert_eq!(body.blocks[0].items[0].body.attributes[0].1.value.marks(), Marks::SENSITIVE);
    }
}
