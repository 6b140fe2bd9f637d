//! A configuration in one pass: resources keep where their expressions stand.

use bricklint_model::instance::Mode;

use super::{Configuration, Name, Reader, Resource, rare, repetition};
use crate::plan::json::Json;
use crate::plan::read::{Once, Text};
use crate::plan::scan::{Read, Scan, Unusual};

/// How deep modules, or blocks, are followed here.
const MAX_DEPTH: u32 = 24;

/// References that lead to nothing that a plan holds as a value of its own.
const NOWHERE: &[&str] = &["local.", "path.", "terraform.", "each.key", "count."];

/// The configuration that comes next, and the text of the root's variables.
pub(crate) fn read<'t>(scan: &mut Scan<'t>, text: &Text) -> Read<(Configuration, Option<&'t str>)> {
    let mut quick = Quick { reader: Reader::default(), text, variables: None };
    quick.reader.out.text = text.clone();
    let mut once = Once::default();
    let mut providers = None;
    scan.object(|scan, key| {
        match key {
            "root_module" => {
                once.meet(0)?;
                quick.reader.out.exists = true;
                quick.module(scan, 0)?;
            }
            "provider_config" => {
                once.meet(1)?;
                providers = scan.value()?;
            }
            _ => scan.skip()?,
        }
        Ok(())
    })?;
    if !quick.reader.out.exists {
        return Err(Unusual);
    }
    if let Some(providers) = providers {
        let json = object(providers)?;
        quick.reader.providers(&json);
    }
    let Quick { reader, variables, .. } = quick;
    if reader.out.fault.is_some() {
        return Err(Unusual);
    }
    Ok((reader.out, variables))
}

struct Quick<'t, 'x> {
    reader: Reader,
    text: &'x Text,
    variables: Option<&'t str>,
}

/// The object that a text holds.
fn object(text: &str) -> Read<Json<'_>> {
    match Json::parse(text) {
        json @ Json::Object(_) => Ok(json),
        _ => Err(Unusual),
    }
}

impl<'t> Quick<'t, '_> {
    fn module(&mut self, scan: &mut Scan<'t>, depth: u32) -> Read<usize> {
        if depth > MAX_DEPTH {
            return Err(Unusual);
        }
        let index = self.reader.begin_module();
        let mut once = Once::default();
        scan.object(|scan, key| {
            match key {
                "resources" => {
                    once.meet(0)?;
                    if !scan.null()? {
                        scan.list(|scan| self.resource(scan, index))?;
                    }
                }
                "outputs" => {
                    once.meet(1)?;
                    if let Some(text) = scan.value()? {
                        self.reader.outputs(index, &object(text)?);
                    }
                }
                "module_calls" => {
                    once.meet(2)?;
                    if !scan.null()? {
                        scan.object(|scan, name| self.call(scan, index, name, depth))?;
                    }
                }
                "variables" => {
                    once.meet(3)?;
                    let own = scan.value()?;
                    if let Some(text) = own {
                        self.reader.defaults(index, &object(text)?);
                    }
                    if depth == 0 {
                        self.variables = own;
                    }
                }
                _ => scan.skip()?,
            }
            Ok(())
        })?;
        Ok(index)
    }

    fn call(&mut self, scan: &mut Scan<'t>, caller: usize, name: &str, depth: u32) -> Read<()> {
        let mut once = Once::default();
        let (mut expressions, mut for_each, mut count, mut target) = (None, None, None, None);
        scan.object(|scan, key| {
            match key {
                "expressions" => {
                    once.meet(0)?;
                    expressions = scan.value()?;
                }
                "for_each_expression" => {
                    once.meet(1)?;
                    for_each = scan.value()?;
                }
                "count_expression" => {
                    once.meet(2)?;
                    count = scan.value()?;
                }
                "module" => {
                    once.meet(3)?;
                    target = Some(self.module(scan, depth + 1)?);
                }
                _ => scan.skip()?,
            }
            Ok(())
        })?;
        let target = match target {
            Some(target) => target,
            None => self.reader.begin_module(),
        };
        let expressions = expressions.map(object).transpose()?;
        let repetition = for_each.or(count).map(|text| repetition(&Json::parse(text)));
        self.reader.call(caller, name, target, expressions.as_ref(), repetition);
        Ok(())
    }

    fn resource(&mut self, scan: &mut Scan<'t>, module: usize) -> Read<()> {
        let mut once = Once::default();
        let (mut mode, mut type_name, mut name, mut provider) = (None, None, None, None);
        let (mut expressions, mut for_each, mut count) = (None, None, None);
        let mut depends_on = Vec::new();
        let mut refers = false;
        scan.object(|scan, key| {
            match key {
                "mode" => {
                    once.meet(0)?;
                    mode = Some(scan.string()?);
                }
                "type" => {
                    once.meet(1)?;
                    type_name = Some(scan.string()?);
                }
                "name" => {
                    once.meet(2)?;
                    name = Some(scan.string()?);
                }
                "provider_config_key" => {
                    once.meet(3)?;
                    provider = Some(scan.string()?);
                }
                "expressions" => {
                    once.meet(4)?;
                    if !scan.null()? {
                        let start = scan.at();
                        refers = fields(scan, 0)?;
                        expressions = scan.since(start);
                    }
                }
                "for_each_expression" => {
                    once.meet(5)?;
                    for_each = scan.value()?;
                }
                "count_expression" => {
                    once.meet(6)?;
                    count = scan.value()?;
                }
                "depends_on" => {
                    once.meet(7)?;
                    if !scan.null()? {
                        scan.list(|scan| {
                            depends_on.push((&*scan.string()?).into());
                            Ok(())
                        })?;
                    }
                }
                _ => scan.skip()?,
            }
            Ok(())
        })?;
        let (Some(type_name), Some(std::borrow::Cow::Borrowed(name))) = (type_name, name) else {
            return Err(Unusual);
        };
        if type_name.is_empty() || name.is_empty() {
            return Err(Unusual);
        }
        let reader = &mut self.reader;
        let resource = Resource {
            provider: reader.name(provider.as_deref().unwrap_or_default()),
            mode: if mode.as_deref() == Some("data") { Mode::Data } else { Mode::Managed },
            type_name: reader.name(&type_name),
            name: Name::Text(self.text.slice_of(name)),
            expressions: expressions.map(|text| self.text.slice_of(text)).unwrap_or_default(),
            refers,
            rare: rare(for_each.or(count).map(|text| repetition(&Json::parse(text))), depends_on),
            next: None,
        };
        reader.out.add(module, resource, name);
        Ok(())
    }
}

/// Moves past arguments and blocks, and says whether they refer to something that a plan can hold.
fn fields(scan: &mut Scan<'_>, depth: u32) -> Read<bool> {
    if depth > MAX_DEPTH {
        return Err(Unusual);
    }
    let mut refers = false;
    scan.object(|scan, _| {
        refers |= expression(scan, depth)?;
        Ok(())
    })?;
    Ok(refers)
}

fn expression(scan: &mut Scan<'_>, depth: u32) -> Read<bool> {
    let mut refers = false;
    match scan.peek() {
        Some(b'[') => scan.list(|scan| {
            refers |= fields(scan, depth + 1)?;
            Ok(())
        })?,
        Some(b'{') => {
            if depth > MAX_DEPTH {
                return Err(Unusual);
            }
            let (mut leaf, mut block) = (false, false);
            scan.object(|scan, key| {
                match key {
                    "constant_value" => {
                        leaf = true;
                        scan.skip()?;
                    }
                    "references" => {
                        leaf = true;
                        scan.list(|scan| {
                            let text = scan.string()?;
                            refers |= !NOWHERE.iter().any(|start| text.starts_with(start));
                            Ok(())
                        })?;
                    }
                    _ => {
                        block = true;
                        refers |= expression(scan, depth + 1)?;
                    }
                }
                Ok(())
            })?;
            if leaf && block {
                return Err(Unusual);
            }
        }
        _ => {
            if !scan.null()? {
                return Err(Unusual);
            }
        }
    }
    Ok(refers)
}
