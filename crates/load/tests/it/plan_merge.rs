//! A plan together with its source. The sources here are plans too, with what a source would know.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::source::{FileId, Span};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Text, Value};
use bricklint_load::plan::merge;
use bricklint_model::instance::{Body, LazyBody, Origin};
use bricklint_model::stack::{Stack, StackKind};

use crate::plan_input::stack_of;
use crate::plan_stack::show;

fn plan(rest: &str, changes: &[(&str, &str, &str)], expressions: &str) -> Stack {
    let changes: Vec<String> = changes
        .iter()
        .map(|(name, after, unknown)| {
            format!(
                r#"{{"address":"databricks_job.{name}","mode":"managed","type":"databricks_job","name":"{name}",
                "provider_name":"p/p/databricks","change":{{"actions":["create"],"after":{after},
                "after_unknown":{unknown}}}}}"#
            )
        })
        .collect();
    stack_of(&format!(
        r#"{{"format_version":"1.2"{rest},"resource_changes":[{}],"configuration":{{"root_module":{{"resources":[
        {{"address":"databricks_job.a","mode":"managed","type":"databricks_job","name":"a",
          "provider_config_key":"databricks","expressions":{expressions}}}]}}}}}}"#,
        changes.join(",")
    ))
}

fn source(changes: &[(&str, &str, &str)], expressions: &str) -> Stack {
    let mut stack = plan("", changes, expressions);
    stack.kind = StackKind::Source;
    for (at, instance) in (0..).zip(&mut stack.instances) {
        let mut body = instance.body.get().clone();
        place(&mut body, &mut 10);
        instance.body = LazyBody::Ready(body.into());
        instance.origin = origin(at);
        instance.change = None;
    }
    stack
}

fn origin(at: u32) -> Origin {
    Origin::Source { file: FileId(0), key: Span::new(at, at + 1), value: Span::new(at, at + 2) }
}

fn place(body: &mut Body, at: &mut u32) {
    for (_, slot) in &mut body.attributes {
        *at += 1;
        slot.origin = origin(*at);
    }
    for block in body.blocks.iter_mut().flat_map(|group| &mut group.items) {
        *at += 1;
        block.origin = origin(*at);
        place(&mut block.body, at);
    }
}

fn attribute<'s>(stack: &'s Stack, name: &str) -> Option<&'s Value> {
    stack
        .instances
        .iter()
        .find(|i| &*i.address == "databricks_job.a")?
        .body
        .get()
        .attribute(name)
        .map(|s| &s.value)
}

#[test]
fn the_plan_decides_what_it_knows_and_the_source_the_rest() {
    let expressions = r#"{"name":{},"description":{},"timeout_seconds":{},"gone":{}}"#;
    let merged = merge(
        plan(
            "",
            &[(
                "a",
                r#"{"name":"planned","gone":null,"edit_mode":"x"}"#,
                r#"{"description":true,"url":true}"#,
            )],
            expressions,
        ),
        source(
            &[(
                "a",
                r#"{"name":"source","description":"known to the source","timeout_seconds":5}"#,
                r#"{"gone":true}"#,
            )],
            expressions,
        ),
    );
    assert_eq!(merged.kind, StackKind::PlanWithSource);
    let text = |name: &str| attribute(&merged, name).map(|value| show(&merged, value));
    assert_eq!(text("name").as_deref(), Some("\"planned\""));
    assert_eq!(text("description").as_deref(), Some("\"known to the source\""));
    // Neither planned nor unknown is null, and the plan is what will be applied.
    assert_eq!(text("timeout_seconds"), None);
    assert_eq!(text("gone"), None);
    let body = merged.instances[0].body.get();
    assert!(matches!(body.attribute("name").unwrap().origin, Origin::Source { .. }));
    assert!(body.attribute("name").unwrap().written && !body.attribute("edit_mode").unwrap().written);
    assert!(matches!(merged.instances[0].origin, Origin::Source { .. }));
    assert!(merged.instances[0].change.is_some() && merged.instances[0].pointer.is_some());
}

#[test]
fn blocks_keep_their_positions_also_in_another_order() {
    let task = |key: &str, file: &str| format!(r#"{{"task_key":"{key}","description":"{file}"}}"#);
    let expressions = r#"{"task":[{"task_key":{},"description":{}},{"task_key":{},"description":{}}]}"#;
    let merged = merge(
        plan(
            "",
            &[("a", &format!(r#"{{"task":[{},{}]}}"#, task("one", "1"), task("two", "2")), "{}")],
            expressions,
        ),
        source(
            &[("a", &format!(r#"{{"task":[{},{}]}}"#, task("two", "2"), task("one", "1")), "{}")],
            expressions,
        ),
    );
    let group = merged.instances[0].body.get().group("task").unwrap();
    let of = |at: usize| {
        (group.items[at].body.attribute("task_key").unwrap().value.as_str().unwrap(), group.items[at].origin)
    };
    assert_eq!(of(0), ("one", origin(14)));
    assert_eq!(of(1), ("two", origin(11)));
}

#[test]
fn blocks_of_a_set_keep_what_they_refer_to_also_in_another_order() {
    let instance = |mode: &str, name: &str, values: &str| {
        format!(
            r#"{{"address":"data.databricks_user.{name}","mode":"{mode}","type":"databricks_user",
            "name":"{name}","provider_name":"p/p/databricks","values":{values}}}"#
        )
    };
    let expressions = r#"{"grant":[{"principal":{"references":["data.databricks_user.z.user_name","data.databricks_user.z"]}},
        {"principal":{"references":["data.databricks_user.a.user_name","data.databricks_user.a"]}}]}"#;
    let stack = |after: &str| {
        stack_of(&format!(
            r#"{{"format_version":"1.2","resource_changes":[
            {{"address":"databricks_grants.a","mode":"managed","type":"databricks_grants","name":"a",
              "provider_name":"p/p/databricks","change":{{"actions":["create"],"after":{after},"after_unknown":{{}}}}}}],
            "prior_state":{{"values":{{"root_module":{{"resources":[{},{}]}}}}}},
            "configuration":{{"root_module":{{"resources":[
            {{"address":"databricks_grants.a","mode":"managed","type":"databricks_grants","name":"a",
              "provider_config_key":"databricks","expressions":{expressions}}},
            {{"address":"data.databricks_user.a","mode":"data","type":"databricks_user","name":"a","expressions":{{}}}},
            {{"address":"data.databricks_user.z","mode":"data","type":"databricks_user","name":"z","expressions":{{}}}}]}}}}}}"#,
            instance("data", "a", r#"{"user_name":"alpha"}"#),
            instance("data", "z", r#"{"user_name":"zulu"}"#),
        ))
    };
    let planned = stack(r#"{"grant":[{"principal":"alpha"},{"principal":"zulu"}]}"#);
    // The source has them in the order of the configuration and knows the text of neither.
    let mut source = stack(r#"{"grant":[{"principal":"zulu"},{"principal":"alpha"}]}"#);
    source.kind = StackKind::Source;
    for instance in &mut source.instances {
        let mut body = instance.body.get().clone();
        for (_, slot) in
            body.blocks.iter_mut().flat_map(|group| &mut group.items).flat_map(|b| &mut b.body.attributes)
        {
            let cause = Cause::new(CauseKind::DataSource, "data", "it is read by the provider");
            slot.value = Value::unknown(Type::String, cause).with_provenance(slot.value.provenance());
        }
        place(&mut body, &mut 10);
        instance.body = LazyBody::Ready(body.into());
        instance.change = None;
    }
    let merged = merge(planned, source);
    let grants = merged.instances.iter().find(|i| &*i.address == "databricks_grants.a").unwrap();
    let shown: Vec<(String, Origin)> = grants
        .body
        .get()
        .group("grant")
        .unwrap()
        .items
        .iter()
        .map(|block| (show(&merged, &block.body.attribute("principal").unwrap().value), block.origin))
        .collect();
    assert_eq!(
        shown,
        [
            (r#""alpha" <- /Data databricks_user.a None user_name"#.to_owned(), origin(13)),
            (r#""zulu" <- /Data databricks_user.z None user_name"#.to_owned(), origin(11)),
        ]
    );
}

#[test]
fn a_document_keeps_its_parts_when_the_plan_knows_its_text() {
    let expressions = r#"{"description":{}}"#;
    let mut written = source(&[("a", r#"{"description":"x"}"#, "{}")], expressions);
    let part = Value::string("old").with_provenance(bricklint_lang::value::Provenance(7));
    let encoded = Text::Encoded {
        text: None,
        value: Value::object([("role".into(), part), ("open".into(), Value::null())]),
    };
    let mut body = written.instances[0].body.get().clone();
    body.attributes[0].1.value = Value::text(encoded);
    written.instances[0].body = LazyBody::Ready(body.into());
    let merged = merge(
        plan("", &[("a", r#"{"description":"{\"open\":1,\"role\":\"new\"}"}"#, "{}")], expressions),
        written,
    );
    let value = attribute(&merged, "description").unwrap();
    assert_eq!(value.as_str(), Some(r#"{"open":1,"role":"new"}"#));
    let role = value.encoded().unwrap().as_map().unwrap().get("role").unwrap();
    assert_eq!((role.as_str(), role.provenance().0), (Some("new"), 7));
}

#[test]
fn what_only_the_source_has_exists_only_where_the_plan_is_partial() {
    let both = [("a", "{}", r#"{"id":true}"#), ("b", "{}", r#"{"id":true}"#)];
    let whole = merge(plan("", &both[..1], "{}"), source(&both, "{}"));
    assert_eq!(whole.instances.len(), 1);
    assert!(whole.problems[0].message.contains("`databricks_job.b`"), "{:?}", whole.problems);
    assert!(whole.incomplete.is_none());

    let partial = merge(plan(r#","complete":false"#, &both[..1], "{}"), source(&both, "{}"));
    assert_eq!(partial.instances.len(), 2);
    assert!(partial.instances.iter().all(|instance| instance.uncertain.is_none()));
    assert!(partial.incomplete.is_none(), "the source says what the plan leaves out");
    assert!(
        partial.problems[0].message.ends_with("is judged as the source has it"),
        "{:?}",
        partial.problems
    );

    let mut broken = source(&both, "{}");
    broken.incomplete = Some(Cause::new(CauseKind::ParseError, "a.tf", "a part of `a.tf` does not parse"));
    let partial = merge(plan(r#","complete":false"#, &both[..1], "{}"), broken);
    assert!(partial.instances[1].uncertain.is_some() && partial.instances[0].uncertain.is_none());
    assert!(partial.incomplete.is_some());

    let more = merge(plan("", &both, "{}"), source(&both[..1], "{}"));
    assert_eq!(more.instances.len(), 2);
}

#[test]
fn what_a_plan_shows_of_a_provider_configuration_is_written() {
    let stack = |expressions: &str| {
        stack_of(&format!(
            r#"{{"format_version":"1.2","resource_changes":[
              {{"address":"databricks_group.a","mode":"managed","type":"databricks_group","name":"a",
                "provider_name":"p/p/databricks","change":{{"actions":["no-op"],"before":{{}},"after":{{}},"after_unknown":{{}}}}}}],
            "configuration":{{"provider_config":{{"databricks":{{"name":"databricks","full_name":"p/p/databricks",
              "expressions":{expressions}}}}},
            "root_module":{{"resources":[
              {{"address":"databricks_group.a","mode":"managed","type":"databricks_group","name":"a",
                "provider_config_key":"databricks","expressions":{{}}}}]}}}}}}"#
        ))
    };
    let mut source = stack(r#"{"host":{"constant_value":"https://x.example"}}"#);
    source.kind = StackKind::Source;
    let both = r#"{"host":{"constant_value":"https://x.example"},"account_id":{"constant_value":"1"}}"#;
    let merged = merge(stack(both), source);
    let [provider] = &*merged.providers else { panic!("{:?}", merged.providers) };
    let written: Vec<_> =
        provider.body.attributes.iter().map(|(name, slot)| (&**name, slot.written)).collect();
    assert_eq!(written, [("host", true), ("account_id", true)]);
}
