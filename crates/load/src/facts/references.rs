//! The references of a definition: walks every expression of it with what stands for something there.

use std::sync::Arc;

use bricklint_findings::source::Span;
use bricklint_lang::convert::convert;
use bricklint_lang::eval::{Reference, StaticStep, each_reference, traversal};
use bricklint_lang::syntax::{BinaryOp, Block, BodyId, Expr, ExprId, For, Part, Tree, parse_expression};
use bricklint_lang::types::Type;
use bricklint_lang::value::{Marks, SeqKind, Value};
use bricklint_model::facts::{FactKind, Misuse};
use bricklint_model::instance::Origin;

use super::failures::{ROOTS, wrong_count, wrong_elements, wrong_keys};
use super::provisioners::META;
use super::types::objects;
use super::{Checker, Element, Owner, Place, Within};
use crate::module::{
    BlockDef, BodyDef, ExprRef, ModuleCall, OtherBlock, ProviderDef, Repetition, ResourceDef, is_destroy,
    is_switch,
};

impl<'c> Checker<'c> {
    pub(super) fn references(&mut self, place: &Place<'_>, file: u32, id: ExprId) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        if matches!(tree.expr(id), Expr::String(_) | Expr::Number | Expr::Bool(_) | Expr::Null) {
            return;
        }
        let known = self.facts.len();
        each_reference(tree, id, |reference| {
            if !place.iterators.contains(&reference.root) {
                self.reference_in(place, file, reference, id);
                // A type says what an expression fails for, not what a reference does.
                if reference.root == "var" && self.within.is_empty() && is_evaluated(tree, id, reference.span)
                {
                    self.variable_attribute(place, file, reference, id);
                }
            }
        });
        self.has_value(place, file, id, known);
    }

    pub(super) fn resource_references(&mut self, at: u32, def: &'c ResourceDef) {
        let check = if def.in_check { self.check_around(def.origin) } else { None };
        let plain = Place { resource: Some(at), check, ..Place::of(Owner::Resource(at)) };
        self.repetition(&plain, def.repetition);
        let place = plain.repeated(def.repetition);
        if let Some(provider) = &def.provider {
            self.configuration(place.owner, provider, false);
            self.has_type(place.owner, def, provider);
        }
        let known = self.facts.len();
        self.body(&place, &def.body);
        self.instance_values(&place, def.repetition, &def.body, known);
        self.conditions(&place, &def.lifecycle.preconditions);
        self.conditions(&place.after(), &def.lifecycle.postconditions);
        self.meta(&place, def.origin);
    }

    /// The references of an ephemeral resource, which may use what is ephemeral.
    pub(super) fn ephemeral_references(&mut self, other: &'c OtherBlock) {
        let module = self.module;
        let Some((file, block)) = self.block(other.origin) else { return };
        let Some(tree) = module.tree(file) else { return };
        let labels: Vec<&'c str> = tree.labels(&block).collect();
        let [ty, name] = labels.as_slice() else { return };
        let plain = Place::of(Owner::Ephemeral(ty, name));
        let argument = |name| tree.attribute(block.body, name).map(|found| ExprRef { file, id: found.value });
        let repetition = match (argument("count"), argument("for_each")) {
            (Some(count), _) => Repetition::Count(count),
            (_, Some(for_each)) => Repetition::ForEach(for_each),
            _ => Repetition::One,
        };
        self.repetition(&plain, repetition);
        let place = plain.repeated(repetition);
        if let Some(depends_on) = argument("depends_on") {
            self.whole_objects(&place, file, depends_on.id);
        }
        for attribute in tree.attributes(block.body) {
            if !matches!(tree.slice(attribute.name), "count" | "for_each" | "depends_on" | "provider") {
                self.argument(&place, file, attribute.value);
            }
        }
        for inner in tree.blocks(block.body) {
            if tree.slice(inner.name) != "lifecycle" {
                self.block_references(&place, file, inner);
                continue;
            }
            for condition in tree.blocks(inner.body) {
                let itself = tree.slice(condition.name) == "postcondition";
                self.body_references(
                    &Place { itself, only_itself: true, ..place.clone() },
                    file,
                    condition.body,
                );
            }
        }
    }

    pub(super) fn call_references(&mut self, name: &'c str, def: &'c ModuleCall) {
        let plain = Place::of(Owner::Named("module.", name));
        self.repetition(&plain, def.repetition);
        let place = plain.repeated(def.repetition);
        for (_, own) in def.providers.iter().flatten() {
            self.configuration(place.owner, own, true);
        }
        for (argument, expr) in [("source", def.source), ("version", def.version)] {
            if let Some(expr) = expr {
                self.early(&place, argument, expr);
            }
        }
        let known = self.facts.len();
        self.body(&place, &def.body);
        self.instance_values(&place, def.repetition, &def.body, known);
        self.meta(&place, def.origin);
        self.call_lifecycle(&place, def.origin);
    }

    /// What leads to a module is read before there are resources and instances: variables and local values can stand in it,
    /// since Terraform 1.15, where these are known then.
    pub(super) fn early(&mut self, place: &Place<'_>, argument: &str, expr: ExprRef) {
        let module = self.module;
        let Some(whole) = module.tree(expr.file).filter(|tree| tree.errors.is_empty()) else { return };
        let known = self.facts.len();
        each_reference(whole, expr.id, |reference| {
            if EARLY.contains(&reference.root) {
                self.reference(place, expr.file, reference);
            }
        });
        let mut late = Vec::new();
        for (at, (tree, id)) in self.expressions_of(expr.file, expr.id).into_iter().enumerate() {
            each_reference(tree, id, |reference| {
                if !EARLY.contains(&reference.root) {
                    let span = if at == 0 { reference.span } else { whole.span(expr.id) };
                    late.push((span, names_of(reference)));
                }
            });
        }
        let owner = self.text(place.owner);
        for (span, name) in late {
            let of = if owner.is_empty() { String::new() } else { format!("`{owner}`: ") };
            let reason = format!("{of}`{argument}` is read before there is `{name}`").into();
            self.add(&owner, expr.file, span, FactKind::Refused { reason });
        }
        self.has_value(place, expr.file, expr.id, known);
    }

    /// OpenTofu has a `lifecycle` block in module calls, for `enabled`; Terraform keeps the word for itself.
    fn call_lifecycle(&mut self, place: &Place<'_>, origin: Origin) {
        let Some((file, block)) = self.block(origin) else { return };
        let module = self.module;
        let Some(tree) = module.tree(file).filter(|tree| tree.errors.is_empty()) else { return };
        let is_enabled = |id: &ExprId| match tree.expr(*id) {
            Expr::Object(run) => {
                tree.items(run).iter().any(|item| super::key_text(tree, item.key) == Some("enabled"))
            }
            _ => true,
        };
        let blocks = tree.blocks(block.body).iter().filter(|inner| tree.slice(inner.name) == "lifecycle");
        let blocks =
            blocks.filter(|inner| tree.attribute(inner.body, "enabled").is_none()).map(|inner| inner.header);
        // In JSON it looks like an argument.
        let argument = tree
            .attribute(block.body, "lifecycle")
            .filter(|own| !objects(tree, own.value).iter().all(is_enabled));
        for span in blocks.chain(argument.map(|own| own.name)).filter(|_| !self.shared.tofu) {
            let owner = self.text(place.owner);
            let reason = format!("`{owner}` is a module call and has no block `lifecycle`").into();
            self.add(&owner, file, span, FactKind::Refused { reason });
        }
    }

    pub(super) fn provider_references(&mut self, def: &'c ProviderDef) {
        let plain = Place::of(Owner::Provider(&def.local, def.alias.as_deref()));
        if let Some(for_each) = def.for_each {
            self.expr(&plain, for_each);
        }
        let repetition = def.for_each.map_or(Repetition::One, Repetition::ForEach);
        self.body(&plain.repeated(repetition), &def.body);
    }

    fn repetition(&mut self, place: &Place<'_>, repetition: Repetition) {
        match repetition {
            Repetition::One => {}
            Repetition::ForEach(expr) => {
                self.expr(place, expr);
                self.can_repeat(place, expr.file, expr.id, self.facts.len(), wrong_keys);
                self.keeps(place.owner, expr.file, expr.id, "for_each", true);
            }
            Repetition::Count(expr) | Repetition::Enabled(expr) => {
                self.expr(place, expr);
                if let Repetition::Count(_) = repetition {
                    self.can_repeat(place, expr.file, expr.id, self.facts.len(), wrong_count);
                }
                self.keeps(place.owner, expr.file, expr.id, "count", true);
            }
        }
    }

    fn body(&mut self, place: &Place<'c>, body: &BodyDef) {
        for attribute in &body.attributes {
            if self.is_read(place.owner, attribute.file, &attribute.name, false) {
                self.argument(place, attribute.file, attribute.attribute.value);
            }
        }
        for BlockDef { file, block } in &body.blocks {
            let kind = self.module.tree(*file).map_or("", |tree| tree.slice(block.name));
            if self.is_read(place.owner, *file, kind, true) {
                self.block_references(place, *file, block);
            }
        }
    }

    /// Expressions over `each` and `count` in instances that are surely there, which Terraform looks at when it plans.
    fn instance_values(&mut self, place: &Place<'c>, repetition: Repetition, body: &BodyDef, known: usize) {
        for instance in self.instances_of(repetition) {
            self.instance = Some(instance);
            for attribute in &body.attributes {
                let id = attribute.attribute.value;
                let named = |tree: &Tree| self.names_element(tree, id);
                if self.module.tree(attribute.file).is_some_and(named)
                    && self.is_read(place.owner, attribute.file, &attribute.name, false)
                {
                    self.has_value(place, attribute.file, id, known);
                }
            }
            for BlockDef { file, block } in &body.blocks {
                let kind = self.module.tree(*file).map_or("", |tree| tree.slice(block.name));
                if self.is_read(place.owner, *file, kind, true) {
                    self.block_values(place, *file, block, known);
                }
            }
        }
        self.instance = None;
    }

    /// What `each` or `count` stands for in the instances that are surely there.
    pub(super) fn instances_of(&self, repetition: Repetition) -> Vec<Element> {
        let (Repetition::Count(expr) | Repetition::ForEach(expr)) = repetition else { return Vec::new() };
        let Some(value) = self.value(expr.file, expr.id).filter(|_| self.parses(expr.file)) else {
            return Vec::new();
        };
        if let Repetition::ForEach(_) = repetition {
            let mut found = elements("each", &value);
            found.truncate(if wrong_keys(&value).is_none() { MOST_INSTANCES } else { 0 });
            return found;
        }
        let count = convert(&value, &Type::Number).ok().and_then(|count| count.as_number()?.as_i64());
        let count = usize::try_from(count.unwrap_or_default()).unwrap_or_default().min(MOST_INSTANCES);
        let index = |at: i64| Element { name: "count".into(), key: Value::number(at), value: Value::null() };
        (0..).take(count).map(index).collect()
    }

    pub(super) fn body_references(&mut self, place: &Place<'c>, file: u32, body: BodyId) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        for attribute in tree.attributes(body) {
            self.argument(place, file, attribute.value);
        }
        for block in tree.blocks(body) {
            self.block_references(place, file, block);
        }
    }

    /// In JSON an argument may stand for blocks, `dynamic` ones among them.
    fn argument(&mut self, place: &Place<'c>, file: u32, value: ExprId) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        if !tree.json {
            return self.references(place, file, value);
        }
        let mut inner = place.clone();
        iterators(tree, value, &mut inner.iterators);
        self.references(&inner, file, value);
    }

    fn block_references(&mut self, place: &Place<'c>, file: u32, block: &Block) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        if tree.slice(block.name) != "dynamic" {
            return self.body_references(place, file, block.body);
        }
        if let Some(for_each) = tree.attribute(block.body, "for_each") {
            let known = self.facts.len();
            self.references(place, file, for_each.value);
            self.can_repeat(place, file, for_each.value, self.facts.len(), wrong_elements);
            self.of_collection(known);
        }
        let iterator = iterator_of(tree, block);
        let known = self.facts.len();
        let elements = self.elements_of(file, block);
        self.within.push(Within::Dynamic(file, *block));
        let inner = place.within(iterator);
        if let Some(labels) = tree.attribute(block.body, "labels") {
            self.references(&inner, file, labels.value);
        }
        for content in tree.blocks(block.body) {
            self.body_references(&inner, file, content.body);
        }
        self.each_element(elements, &inner, file, block, known);
        self.within.pop();
    }

    /// Of the collection of a `dynamic` block Terraform looks at the references whatever the blocks around it are made
    /// of, and at the value also where these have none yet. What modules have is part of the value.
    fn of_collection(&mut self, known: usize) {
        let passed_over = (0..self.within.len()).any(|at| self.is_passed_over(at));
        for fact in self.facts.iter_mut().skip(known) {
            fact.conditional &= match &fact.kind {
                FactKind::Fails { .. } | FactKind::NoOutput { .. } => passed_over,
                FactKind::InstanceKey { of, .. } => passed_over && of.starts_with("module."),
                _ => false,
            };
        }
    }

    /// Looks at what a `dynamic` block makes of each of these elements.
    fn each_element(
        &mut self,
        elements: Vec<Element>,
        inner: &Place<'c>,
        file: u32,
        block: &Block,
        known: usize,
    ) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        for element in elements {
            self.elements.push(element);
            for content in tree.blocks(block.body) {
                self.element_values(inner, file, content.body, known);
                // What is in a block further in may be sure for this element.
                if self.facts.iter().skip(known).any(|fact| fact.conditional) {
                    self.further(known, |checker| checker.body_references(inner, file, content.body));
                }
            }
            self.elements.pop();
        }
    }

    /// The elements of a `dynamic` block, as far as Terraform knows them before there are inputs. Of one within a block
    /// whose elements it does not know it looks at nothing.
    pub(super) fn elements_of(&self, file: u32, block: &Block) -> Vec<Element> {
        let Some(tree) = self.module.tree(file).filter(|tree| tree.errors.is_empty()) else {
            return Vec::new();
        };
        let iterator = iterator_of(tree, block);
        let for_each = tree.attribute(block.body, "for_each");
        let Some(for_each) = for_each.filter(|_| !ROOTS.contains(&iterator)) else { return Vec::new() };
        if self.within.is_empty() {
            self.looked.set(0);
        }
        if self.elements.len() != self.within.len() || self.looked.get() >= MOST_NESTED {
            return Vec::new();
        }
        let value = self.value(file, for_each.value);
        let found = value.map_or_else(Vec::new, |value| elements(iterator, &value));
        self.looked.update(|looked| looked + found.len());
        found
    }

    /// Expressions over the element of a `dynamic` block that is looked at. What is among the facts from `known` on is
    /// not said again.
    fn element_values(&mut self, place: &Place<'c>, file: u32, body: BodyId, known: usize) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        for attribute in tree.attributes(body) {
            if self.names_element(tree, attribute.value) {
                self.has_value(place, file, attribute.value, known);
            }
        }
        for block in tree.blocks(body) {
            self.block_values(place, file, block, known);
        }
    }

    fn block_values(&mut self, place: &Place<'c>, file: u32, block: &Block, known: usize) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        if tree.slice(block.name) != "dynamic" {
            return self.element_values(place, file, block.body, known);
        }
        if let Some(for_each) = tree.attribute(block.body, "for_each")
            && self.names_element(tree, for_each.value)
        {
            let before = self.facts.len();
            self.has_value(place, file, for_each.value, known);
            self.can_repeat(place, file, for_each.value, known, wrong_elements);
            self.of_collection(before);
        }
        let elements = self.elements_of(file, block);
        self.within.push(Within::Dynamic(file, *block));
        let inner = place.within(iterator_of(tree, block));
        self.each_element(elements, &inner, file, block, known);
        self.within.pop();
    }

    /// Arguments and blocks of a resource or call that Terraform reads itself.
    fn meta(&mut self, place: &Place<'c>, origin: Origin) {
        let Some((file, block)) = self.block(origin) else { return };
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        if let Some(depends_on) = tree.attribute(block.body, "depends_on") {
            self.whole_objects(place, file, depends_on.value);
        }
        let def = place.resource.and_then(|at| module.resources.get(at as usize));
        // Of a `lifecycle` that an override file changes it is not known what holds. Where a provisioner refers to
        // what it must not is said of each block alone.
        let holds = !def.is_some_and(|resource| resource.overridden);
        let inner = place.with_self();
        let blocks = tree.blocks(block.body);
        let destroyed = blocks.iter().any(|inner| is_destroy(tree, inner));
        for block in blocks {
            let kind = tree.slice(block.name);
            if kind == "lifecycle" {
                self.lifecycle(place, file, block.body, holds);
            } else if is_destroy(tree, block) || kind == "connection" && destroyed {
                self.only_self(&inner, file, block.body);
            }
        }
        let Some(def) = def else { return };
        self.provisioners(place.owner, def);
        for BlockDef { file: own, block } in def.connection.iter().chain(&def.provisioners) {
            if *own != file && module.tree(*own).is_some_and(|tree| is_destroy(tree, block)) {
                self.only_self(&inner, *own, block.body);
            }
            self.provisioner(&inner, *own, block.body);
        }
    }

    fn lifecycle(&mut self, place: &Place<'_>, file: u32, body: BodyId, holds: bool) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        if let Some(triggers) = tree.attribute(body, "replace_triggered_by") {
            if holds {
                self.trigger_references(place, file, triggers.value);
            }
            self.triggers(place, file, triggers.value);
        }
        // OpenTofu takes inputs there since 1.12.
        if let Some(prevent) = tree.attribute(body, "prevent_destroy").filter(|_| !self.shared.tofu)
            && tree.errors.is_empty()
            && !is_switch(tree, prevent.value)
        {
            let reason = "`prevent_destroy` must be `true` or `false`, written out".into();
            let kind = FactKind::Fails { reason, typed: false };
            self.add(&self.text(place.owner), file, tree.span(prevent.value), kind);
        }
        if let Some(ignored) = tree.attribute(body, "ignore_changes").filter(|_| holds) {
            self.ignored(place, file, ignored.value);
        }
    }

    /// The references of a provisioner or connection.
    fn provisioner(&mut self, place: &Place<'c>, file: u32, body: BodyId) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        for attribute in tree.attributes(body) {
            // Their values are words of the language.
            if !META.contains(&tree.slice(attribute.name)) {
                self.argument(place, file, attribute.value);
            }
        }
        for nested in tree.blocks(body) {
            self.body_references(place, file, nested.body);
        }
    }

    /// The provisioners of a `removed` block, which run when its resource is destroyed.
    pub(super) fn removed_references(&mut self, other: &'c OtherBlock) {
        let module = self.module;
        let Some(tree) = module.tree(other.file) else { return };
        for block in tree.blocks(other.body).iter().filter(|block| is_destroy(tree, block)) {
            self.only_self(&Place::default(), other.file, block.body);
        }
    }

    /// What runs when a resource is destroyed knows the resource alone.
    fn only_self(&mut self, place: &Place<'c>, file: u32, body: BodyId) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        for attribute in tree.attributes(body) {
            if META.contains(&tree.slice(attribute.name)) {
                continue;
            }
            each_reference(tree, attribute.value, |reference| {
                let fits = matches!(
                    (reference.root, reference.steps.as_slice()),
                    ("self" | "path" | "terraform" | "tofu", _)
                        | ("count", [StaticStep::Attr("index"), ..])
                        | ("each", [StaticStep::Attr("key"), ..])
                );
                if !fits {
                    let name = tree.slice(reference.span).into();
                    let kind = FactKind::Misused { name, misuse: Misuse::DestroyTime };
                    self.add(&self.text(place.owner), file, reference.span, kind);
                }
            });
        }
        for inner in tree.blocks(body) {
            self.only_self(place, file, inner.body);
        }
    }

    /// Only resources trigger a replacement.
    fn triggers(&mut self, place: &Place<'_>, file: u32, list: ExprId) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        if tree.errors.is_empty() && !matches!(tree.expr(list), Expr::Tuple(_) | Expr::Error) {
            let owner = self.text(place.owner);
            let reason = format!("`{owner}`: `replace_triggered_by` must be a list of references");
            self.add(&owner, file, tree.span(list), FactKind::Refused { reason: reason.into() });
        }
        self.each_written(file, list, |checker, id, reference| {
            if tree.errors.is_empty() && !matches!(tree.expr(id), Expr::String(_)) {
                checker.trigger(place, file, tree, id);
            }
            let Some(reference) = reference else { return };
            if matches!(reference.root, "var" | "local" | "module" | "path" | "terraform") {
                let name = names_of(&reference).into();
                let kind = FactKind::Misused { name, misuse: Misuse::Trigger };
                checker.add(&checker.text(place.owner), file, reference.span, kind);
            }
        });
    }

    /// The attributes in `ignore_changes`, which are those of the resource.
    fn ignored(&mut self, place: &Place<'_>, file: u32, list: ExprId) {
        self.each_written(file, list, |checker, _, reference| {
            if let Some(reference) = reference {
                checker.own_attribute(place, file, &reference);
            }
        });
    }

    /// What `depends_on` names: whole objects, their instances and outputs of modules.
    pub(super) fn whole_objects(&mut self, place: &Place<'_>, file: u32, list: ExprId) {
        // What waits for itself waits for nothing.
        self.static_references(&Place { resource: None, ..place.clone() }, file, list);
        let parses = self.parses(file);
        self.each_written(file, list, |checker, _, reference| {
            // What there is of an instance is not there for the whole.
            let is_of_instance = |reference: &Reference<'_>| {
                matches!(
                    (reference.root, place.repetition),
                    ("each", Repetition::ForEach(_)) | ("count", Repetition::Count(_))
                )
            };
            let is_wrong = |reference: &Reference<'_>| is_of_instance(reference) || !is_whole(reference);
            let Some(reference) = reference.filter(|reference| parses && is_wrong(reference)) else {
                return;
            };
            let owner = checker.text(place.owner);
            let reason = format!("`{owner}`: `depends_on` takes whole objects, and no part of one");
            checker.add(&owner, file, reference.span, FactKind::Refused { reason: reason.into() });
        });
    }

    /// A list of references to whole objects. Of a module's outputs Terraform looks at none there.
    pub(super) fn static_references(&mut self, place: &Place<'_>, file: u32, list: ExprId) {
        self.each_written(file, list, |checker, id, reference| match reference {
            Some(mut reference) => {
                if reference.root == "module" {
                    reference.steps.truncate(1);
                }
                checker.reference(place, file, &reference);
            }
            None => checker.references(place, file, id),
        });
    }

    /// The references in `replace_triggered_by`. Terraform does not look at whether there is what follows an object.
    fn trigger_references(&mut self, place: &Place<'_>, file: u32, list: ExprId) {
        let known = self.facts.len();
        self.static_references(place, file, list);
        let said = self.facts.split_off(known);
        let is_of_object = |kind: &FactKind| match kind {
            FactKind::NoAttribute { of, .. } => !of.contains('.'),
            FactKind::Misused { misuse, .. } => !misuse.is_key(),
            _ => true,
        };
        self.facts.extend(said.into_iter().filter(|fact| is_of_object(&fact.kind)));
    }

    /// Each element of a list, as a reference where it is one. JSON and old configurations write them in quotes.
    fn each_written(
        &mut self,
        file: u32,
        list: ExprId,
        mut visit: impl FnMut(&mut Self, ExprId, Option<Reference<'_>>),
    ) {
        let module = self.module;
        let Some(tree) = module.tree(file) else { return };
        let Expr::Tuple(run) = tree.expr(list) else { return };
        for id in tree.list(run) {
            if let Expr::String(text) = tree.expr(*id) {
                let (inner, expr) = parse_expression(tree.string(text));
                let found = expr.and_then(|expr| traversal(&inner, expr));
                visit(self, *id, found.map(|found| Reference { span: tree.span(*id), ..found }));
            } else {
                visit(self, *id, traversal(tree, *id));
            }
        }
    }
}

/// Whether a reference names an object and nothing in it, as far as it is written out.
fn is_whole(reference: &Reference<'_>) -> bool {
    let key = |step: &StaticStep<'_>| matches!(step, StaticStep::Key(_) | StaticStep::Index(_));
    let steps = reference.steps.as_slice();
    if written(steps).len() < steps.len() {
        return true;
    }
    let (count, keyed) = match (reference.root, steps) {
        ("module", [_, first, ..]) => (if key(first) { 3 } else { 2 }, false),
        ("data" | "resource" | "ephemeral", _) => (2, true),
        ("var" | "local" | "path" | "terraform", _) => (1, false),
        (ty, _) if ty.contains('_') => (1, true),
        _ => return true,
    };
    match steps.get(count..) {
        None | Some([]) => true,
        Some([step]) => keyed && key(step),
        Some(_) => false,
    }
}

/// A reference as far as it is names: `var.region`.
fn names_of(reference: &Reference<'_>) -> String {
    let mut text = reference.root.to_owned();
    for step in &reference.steps {
        let StaticStep::Attr(name) = step else { break };
        text.push('.');
        text.push_str(name);
    }
    text
}

/// Iterators of the `dynamic` blocks in a JSON value.
fn iterators<'t>(tree: &'t Tree, id: ExprId, out: &mut Vec<&'t str>) {
    match tree.expr(id) {
        Expr::Object(run) => {
            for item in tree.items(run) {
                if let Expr::Object(inner) = tree.expr(item.value) {
                    let content =
                        tree.items(inner).iter().any(|i| super::key_text(tree, i.key) == Some("content"));
                    if content {
                        out.extend(super::key_text(tree, item.key));
                    }
                }
                if super::key_text(tree, item.key) == Some("iterator") {
                    out.push(word(tree, item.value));
                    continue;
                }
                if let Expr::Tuple(_) = tree.expr(item.value) {
                    out.extend(super::key_text(tree, item.key));
                }
                iterators(tree, item.value, out);
            }
        }
        Expr::Tuple(run) => tree.list(run).iter().for_each(|id| iterators(tree, *id, out)),
        _ => {}
    }
}

/// The name that a `dynamic` block gives to its elements.
pub(super) fn iterator_of<'t>(tree: &'t Tree, block: &Block) -> &'t str {
    match tree.attribute(block.body, "iterator") {
        Some(iterator) => word(tree, iterator.value),
        None => tree.labels(block).next().unwrap_or_default(),
    }
}

/// What has a value before anything is planned.
const EARLY: &[&str] = &["var", "local", "path", "terraform", "tofu"];

/// How many elements of a collection are looked at, each by itself.
const MOST_ELEMENTS: usize = 64;

/// How many elements of blocks within each other are.
const MOST_NESTED: usize = 10_000;

/// How many instances of a resource or module call are.
const MOST_INSTANCES: usize = 16;

/// The elements of a value; none where it is not known, or sensitive.
pub(super) fn elements(name: &str, value: &Value) -> Vec<Element> {
    if value.marks().contains(Marks::SENSITIVE) {
        return Vec::new();
    }
    let name: Arc<str> = name.into();
    let element = |key: Value, value: &Value| Element { name: name.clone(), key, value: value.clone() };
    if let Some(map) = value.as_map() {
        let entries = map.entries.iter().take(MOST_ELEMENTS);
        return entries.map(|(key, value)| element(Value::string(&**key), value)).collect();
    }
    let is_set = matches!(value, Value::Seq { value, .. } if matches!(value.kind, SeqKind::Set(_)));
    let items = value.as_items().unwrap_or_default().iter().take(MOST_ELEMENTS);
    let keyed =
        |(at, item): (i64, &Value)| element(if is_set { item.clone() } else { Value::number(at) }, item);
    (0..).zip(items).map(keyed).collect()
}

/// A bare word or a quoted one.
fn word(tree: &Tree, id: ExprId) -> &str {
    match tree.expr(id) {
        Expr::String(text) => tree.string(text),
        _ => tree.source(id),
    }
}

/// Whether the part of an expression at this span has its value taken whatever the inputs are, and its errors are
/// those of the expression. Branches, what `for` makes of elements, and arguments of `try` and `can` are not.
fn is_evaluated(tree: &Tree, id: ExprId, part: Span) -> bool {
    let mut at = id;
    while tree.span(at) != part {
        let holds = |id: &ExprId| {
            let span = tree.span(*id);
            span.start <= part.start && part.end <= span.end
        };
        let next = match tree.expr(at) {
            Expr::Paren(inner) | Expr::Wrapped(inner) | Expr::Unary { operand: inner, .. } => Some(inner),
            Expr::Attr { base, .. } => Some(base),
            Expr::Index { base, key } => [base, key].into_iter().find(holds),
            Expr::Binary { left, right, .. } => [left, right].into_iter().find(holds),
            Expr::Conditional { cond, .. } => Some(cond),
            Expr::For(index) => Some(tree.for_expr(index).collection),
            Expr::Call { name, args, .. } if !matches!(tree.slice(name), "try" | "can") => {
                tree.list(args).iter().copied().find(holds)
            }
            Expr::Tuple(run) => tree.list(run).iter().copied().find(holds),
            Expr::Object(run) => tree.items(run).iter().map(|item| item.value).find(holds),
            Expr::Template(run) => tree.parts(run).iter().find_map(|found| match found {
                Part::Interpolation(inner) => Some(*inner).filter(holds),
                _ => None,
            }),
            _ => None,
        };
        match next.filter(holds) {
            Some(next) => at = next,
            None => return false,
        }
    }
    true
}

/// How the part of an expression comes to its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// Never, or `try` and `can` catch its errors.
    Never,
    /// Not where the variables have their defaults.
    NotByDefault,
    /// That hangs on inputs.
    Perhaps,
    /// Whenever the expression does.
    Always,
}

impl Checker<'_> {
    /// How the reference at this span comes to its value. Where several stand at the same span, as in JSON, it is that
    /// which comes to it least.
    pub(super) fn reach(&self, tree: &Tree, id: ExprId, part: Span) -> Reach {
        let mut found: Option<Reach> = None;
        let mut open = vec![(id, Reach::Always)];
        while let Some((at, reach)) = open.pop() {
            let span = tree.span(at);
            // In JSON, text that had to be decoded has places of its own.
            if !tree.json && (span.start > part.start || part.end > span.end) {
                continue;
            }
            let is_name = matches!(
                tree.expr(at),
                Expr::Variable | Expr::Attr { .. } | Expr::Index { .. } | Expr::Splat { .. }
            );
            if span == part && is_name {
                found = Some(found.map_or(reach, |found| found.min(reach)));
            }
            let mut add = |id: ExprId, inner: Reach| open.push((id, inner.min(reach)));
            match tree.expr(at) {
                Expr::Call { name, args, .. } if matches!(tree.slice(name), "try" | "can") => {
                    tree.list(args).iter().for_each(|id| add(*id, Reach::Never));
                }
                Expr::Conditional { cond, yes, no } => {
                    let look = |this: &Self| this.evaluated(tree, cond).ok()?.as_bool();
                    let chosen = look(self);
                    let by_default = if chosen.is_none() { self.by_default(look) } else { None };
                    let branch = |of: bool| match (chosen, by_default) {
                        (Some(chosen), _) if chosen == of => Reach::Always,
                        (Some(_), _) => Reach::Never,
                        (None, Some(chosen)) if chosen != of => Reach::NotByDefault,
                        (None, _) => Reach::Perhaps,
                    };
                    add(cond, Reach::Always);
                    add(yes, branch(true));
                    add(no, branch(false));
                }
                Expr::For(index) => {
                    let For { collection, key, value, cond, .. } = tree.for_expr(index);
                    let none =
                        |this: &Self| this.evaluated(tree, collection).is_ok_and(|value| is_empty(&value));
                    add(collection, Reach::Always);
                    let each = if none(self) {
                        Reach::Never
                    } else if self.by_default(none) {
                        Reach::NotByDefault
                    } else {
                        Reach::Perhaps
                    };
                    [key, Some(value), cond].into_iter().flatten().for_each(|id| add(id, each));
                }
                // The left side may decide alone.
                Expr::Binary { op: BinaryOp::And | BinaryOp::Or, left, right } => {
                    add(left, Reach::Always);
                    add(right, Reach::Perhaps);
                }
                Expr::Template(run) => {
                    let plain = |part: &Part| matches!(part, Part::Literal(_) | Part::Interpolation(_));
                    let parts =
                        if tree.parts(run).iter().all(plain) { Reach::Always } else { Reach::Perhaps };
                    tree.each_inner(at, &mut |id| add(id, parts));
                }
                _ => tree.each_inner(at, &mut |id| add(id, Reach::Always)),
            }
        }
        found.unwrap_or(Reach::Perhaps)
    }
}

/// Whether a value is a collection without elements.
pub(super) fn is_empty(value: &Value) -> bool {
    value.as_items().is_some_and(<[_]>::is_empty) || value.as_map().is_some_and(|map| map.entries.is_empty())
}

/// The steps of a reference up to the first that is not written out.
pub(super) fn written<'r, 't>(steps: &'r [StaticStep<'t>]) -> &'r [StaticStep<'t>] {
    let end = steps.iter().position(|step| matches!(step, StaticStep::Dynamic | StaticStep::Splat));
    steps.get(..end.unwrap_or(steps.len())).unwrap_or(steps)
}
