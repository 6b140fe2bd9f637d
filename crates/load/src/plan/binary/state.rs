//! The state in a plan file: what its data sources hold, as `prior_state` of a plan shows it. What managed
//! resources were before stands in the changes, but for a plan that has none.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::Fault;
use super::document::{is_secret_name, provider_name};
use super::value::{Parts, Step, text};
use crate::expand::schema;
use crate::plan::address::key_text;
use bricklint_model::instance::{InstanceKey, Mode};

/// The version of the state's format (`internal/states/statefile`), in all releases from 0.12 on.
const FORMAT: u64 = 4;

#[derive(Deserialize)]
struct State<'a> {
    version: u64,
    #[serde(borrow, default)]
    resources: Option<Vec<Resource<'a>>>,
}

#[derive(Deserialize)]
struct Resource<'a> {
    #[serde(borrow, default)]
    module: Cow<'a, str>,
    #[serde(borrow)]
    mode: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    type_name: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    provider: Cow<'a, str>,
    /// Mostly of data sources only.
    #[serde(borrow)]
    instances: &'a RawValue,
}

#[derive(Deserialize)]
struct Instance<'a> {
    #[serde(default)]
    index_key: Option<serde_json::Value>,
    #[serde(borrow, default)]
    attributes: Option<&'a RawValue>,
    #[serde(default)]
    sensitive_attributes: Option<Vec<Vec<StateStep>>>,
    #[serde(default)]
    deposed: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct StateStep {
    #[serde(default)]
    value: serde_json::Value,
}

/// `prior_state` with the data sources of a state, or with `all` that it holds.
pub(super) fn prior_state(state: &[u8], all: bool) -> Result<String, Fault> {
    let state: State<'_> = serde_json::from_slice(state).map_err(|_| Fault::Malformed)?;
    if state.version != FORMAT {
        return Err(Fault::Unknown(format!("a state of format {}", state.version)));
    }
    let mut modules: BTreeMap<Cow<'_, str>, String> = BTreeMap::new();
    for resource in state.resources.unwrap_or_default() {
        if resource.mode != "data" && !all {
            continue;
        }
        let instances: Vec<Instance<'_>> =
            serde_json::from_str(resource.instances.get()).map_err(|_| Fault::Malformed)?;
        for instance in instances.into_iter().filter(|instance| instance.deposed.is_none()) {
            let out = modules.entry(resource.module.clone()).or_default();
            write(&resource, &instance, out)?;
        }
    }
    let mut out = String::from(r#"{"values":{"root_module":{"resources":["#);
    out.push_str(&modules.remove("").unwrap_or_default());
    out.push_str(r#"],"child_modules":["#);
    for (at, (module, resources)) in modules.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(r#"{"address":"#);
        text(module, &mut out);
        out.push_str(r#","resources":["#);
        out.push_str(resources);
        out.push_str("]}");
    }
    out.push_str("]}}}");
    Ok(out)
}

fn write(resource: &Resource<'_>, instance: &Instance<'_>, out: &mut String) -> Result<(), Fault> {
    let key = match &instance.index_key {
        None | Some(serde_json::Value::Null) => InstanceKey::None,
        Some(serde_json::Value::String(key)) => InstanceKey::Key(key.as_str().into()),
        Some(number) => InstanceKey::Index(number.as_u64().ok_or(Fault::Malformed)?),
    };
    let values = instance.attributes.ok_or(Fault::Malformed)?.get();
    let mut address = String::new();
    if !resource.module.is_empty() {
        address.push_str(&resource.module);
        address.push('.');
    }
    let prefix = if resource.mode == "data" { "data." } else { "" };
    let local = format!("{prefix}{}.{}{}", resource.type_name, resource.name, key_text(&key));
    address.push_str(&local);
    if !out.is_empty() {
        out.push(',');
    }
    out.push_str(r#"{"address":"#);
    text(&address, out);
    out.push_str(if prefix.is_empty() {
        r#","mode":"managed","type":"#
    } else {
        r#","mode":"data","type":"#
    });
    text(&resource.type_name, out);
    out.push_str(r#","name":"#);
    text(&resource.name, out);
    match &key {
        InstanceKey::Index(index) => {
            out.push_str(r#","index":"#);
            out.push_str(&index.to_string());
        }
        InstanceKey::Key(key) => {
            out.push_str(r#","index":"#);
            text(key, out);
        }
        InstanceKey::None | InstanceKey::Any => {}
    }
    out.push_str(r#","provider_name":"#);
    text(provider_name(&resource.provider), out);
    out.push_str(r#","values":"#);
    out.push_str(&plain(&resource.type_name, values)?);
    out.push_str(r#","sensitive_values":"#);
    sensitive(resource, instance, values).write(out);
    out.push('}');
    Ok(())
}

/// The attributes without the types that stand beside values of dynamic type.
fn plain<'v>(type_name: &str, values: &'v str) -> Result<Cow<'v, str>, Fault> {
    let dynamic: &[&str] = match type_name {
        "terraform_remote_state" => &["config", "defaults", "outputs"],
        "terraform_data" => &["input", "output", "triggers_replace"],
        _ => return Ok(values.into()),
    };
    let mut json: serde_json::Value = serde_json::from_str(values).map_err(|_| Fault::Malformed)?;
    for name in dynamic {
        if let Some(value) = json.get_mut(name)
            && value.get("type").is_some()
            && let Some(inner) = value.get_mut("value")
        {
            *value = inner.take();
        }
    }
    Ok(json.to_string().into())
}

fn sensitive(resource: &Resource<'_>, instance: &Instance<'_>, values: &str) -> Parts {
    let mut parts = Parts::None;
    for path in instance.sensitive_attributes.iter().flatten() {
        let steps: Vec<Step> = path.iter().map(step).collect();
        parts.add(&steps);
    }
    let mode = if resource.mode == "data" { Mode::Data } else { Mode::Managed };
    if schema::find(None, mode, &resource.type_name).is_none_or(|schema| !schema.complete) {
        for key in crate::sniff::top_keys(values).iter().filter(|(key, _)| is_secret_name(key)) {
            parts.add(&[Step::Field(key.0.into())]);
        }
    }
    parts
}

/// A step as a state writes it: a name, or a key with its type.
fn step(step: &StateStep) -> Step {
    let value = step.value.get("value").unwrap_or(&step.value);
    match value {
        serde_json::Value::String(name) => Step::Field(name.as_str().into()),
        serde_json::Value::Number(number) => {
            number.as_u64().and_then(|number| usize::try_from(number).ok()).map_or(Step::Other, Step::Item)
        }
        _ => Step::Other,
    }
}
