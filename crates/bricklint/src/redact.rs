//! Secrets that are written in source text, masked before a report shows the text.

use std::collections::BTreeSet;
use std::sync::Arc;

use bricklint_findings::finding::{Finding, Location};
use bricklint_findings::source::{FileId, SourceFile, Sources, Span};
use bricklint_lang::syntax::{BodyId, Expr, ExprId, Part, Tree};
use bricklint_load::Discovery;
use bricklint_model::instance::Mode;
use bricklint_model::schema::{BodySchema, Schema};

/// The files of a run with every literal masked that a sensitive variable or attribute holds, in the files
/// that findings point into. Offsets and columns stay what they are.
pub fn sources(discovery: &Discovery, findings: &[Finding], given: Option<&Schema>) -> Arc<Sources> {
    let mut shown: BTreeSet<FileId> = BTreeSet::new();
    for finding in findings {
        let places = std::iter::once(&finding.location).chain(finding.related.iter().map(|r| &r.location));
        shown.extend(places.filter_map(|location: &Location| Some(location.span?.file)));
    }
    let mut masked: Vec<(FileId, Arc<str>)> = Vec::new();
    for file in discovery.modules.values().flat_map(|module| &module.files) {
        if !shown.remove(&file.file) {
            continue;
        }
        let mut spans = secrets(&file.tree, given);
        if !spans.is_empty() {
            spans.sort();
            masked.push((file.file, mask(&file.tree.text, &spans).into()));
        }
    }
    if masked.is_empty() {
        return discovery.sources.clone();
    }
    let mut out = Sources::default();
    for (id, file) in discovery.sources.iter() {
        let text = masked.iter().find(|(other, _)| *other == id).map(|(_, text)| text.clone());
        out.add(match text {
            Some(text) => Arc::new(SourceFile::new(file.path.clone(), text)),
            None => file.clone(),
        });
    }
    Arc::new(out)
}

/// Where literals of secrets stand in a file.
fn secrets(tree: &Tree, given: Option<&Schema>) -> Vec<Span> {
    let mut out = Vec::new();
    for block in tree.blocks(tree.root) {
        let labels: Vec<&str> = tree.labels(block).collect();
        let find = |mode: Mode| {
            let name = labels.first()?;
            let ty = given.and_then(|schema| schema.find(mode, name));
            ty.or_else(|| Schema::embedded().find(mode, name)).map(|ty| ty.body)
        };
        match tree.slice(block.name) {
            "variable" => {
                let is = |name: &str| {
                    tree.attribute(block.body, name)
                        .is_some_and(|attribute| tree.source(attribute.value).trim_matches('"') != "false")
                };
                if (is("sensitive") || is("ephemeral"))
                    && let Some(default) = tree.attribute(block.body, "default")
                {
                    literals(tree, default.value, true, &mut out);
                }
            }
            "provider" => {
                let name = labels.first().copied().unwrap_or_default();
                let schema = Schema::embedded()
                    .providers()
                    .find(|provider| provider.source.rsplit('/').next() == Some(name))
                    .map(|provider| provider.body);
                body(tree, block.body, schema, &mut out);
            }
            "resource" => body(tree, block.body, find(Mode::Managed), &mut out),
            "data" => body(tree, block.body, find(Mode::Data), &mut out),
            _ => body(tree, block.body, None, &mut out),
        }
    }
    out
}

fn body(tree: &Tree, id: BodyId, schema: Option<BodySchema<'_>>, out: &mut Vec<Span>) {
    for attribute in tree.attributes(id) {
        let name = tree.slice(attribute.name);
        let sensitive = schema
            .and_then(|schema| schema.attribute(name))
            .is_some_and(|attribute| attribute.sensitive || attribute.write_only);
        literals(tree, attribute.value, sensitive, out);
    }
    for block in tree.blocks(id) {
        let mut name = tree.slice(block.name);
        let mut inner = block.body;
        if name == "dynamic"
            && let Some(label) = tree.labels(block).next()
        {
            name = label;
            if let Some(content) = tree.blocks(block.body).iter().find(|b| tree.slice(b.name) == "content") {
                inner = content.body;
            }
        }
        let nested = schema.and_then(|schema| schema.block(name)).map(|block| block.body);
        body(tree, inner, nested, out);
    }
}

/// Literals of an expression: all of them where it is secret, otherwise those inside `sensitive(…)`.
fn literals(tree: &Tree, id: ExprId, secret: bool, out: &mut Vec<Span>) {
    match tree.expr(id) {
        Expr::String(_) => {
            if secret {
                out.push(tree.place(tree.span(id)));
            }
        }
        // Not the names in it: who reads it wants to know where it comes from.
        Expr::Template(parts) => {
            let span = tree.span(id);
            let mut at = span.start;
            for part in tree.parts(parts) {
                if let Part::Interpolation(inner) = part {
                    literals(tree, *inner, secret, out);
                    let inner = tree.span(*inner);
                    if secret {
                        out.push(tree.place(Span::new(at, inner.start)));
                    }
                    at = inner.end;
                }
            }
            if secret {
                out.push(tree.place(Span::new(at, span.end)));
            }
        }
        Expr::Number => {
            if secret {
                out.push(tree.place(tree.span(id)));
            }
        }
        Expr::Wrapped(inner) | Expr::Paren(inner) => literals(tree, inner, secret, out),
        Expr::Call { name, args, .. } => {
            let secret = secret || matches!(tree.slice(name), "sensitive" | "core::sensitive");
            for argument in tree.list(args) {
                literals(tree, *argument, secret, out);
            }
        }
        Expr::Tuple(items) => {
            for item in tree.list(items) {
                literals(tree, *item, secret, out);
            }
        }
        Expr::Object(items) => {
            for item in tree.items(items) {
                literals(tree, item.value, secret, out);
            }
        }
        Expr::Conditional { yes, no, .. } => {
            literals(tree, yes, secret, out);
            literals(tree, no, secret, out);
        }
        Expr::Binary { left, right, .. } => {
            literals(tree, left, secret, out);
            literals(tree, right, secret, out);
        }
        Expr::Unary { operand, .. } => literals(tree, operand, secret, out),
        _ => {}
    }
}

/// The text with these spans masked, character by character and in as many bytes. Line breaks and quotes at
/// both ends stay.
fn mask(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        let (start, end) = ((span.start as usize).max(at), span.end as usize);
        let (Some(before), Some(secret)) = (text.get(at..start), text.get(start..end)) else { continue };
        out.push_str(before);
        let last = secret.chars().count().saturating_sub(1);
        for (index, c) in secret.chars().enumerate() {
            let edge = (index == 0 || index == last) && c == '"';
            out.push(match c.len_utf8() {
                _ if edge || c == '\n' || c == '\r' => c,
                1 => '*',
                2 => '·',
                3 => '•',
                _ => '𝄩',
            });
        }
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_bytes_columns_and_lines() {
        let text = "a = \"ké€y\"\nb = 1";
        let start = text.find('"').unwrap() as u32;
        let end = text.rfind('"').unwrap() as u32 + 1;
        let got = mask(text, &[Span::new(start, end)]);
        assert_eq!(got, "a = \"*·•*\"\nb = 1");
        assert_eq!(got.len(), text.len());
    }

    #[test]
    fn only_literals_of_secrets_are_masked() {
        let text = r#"
variable "open" {
  default = "visible"
}
variable "pin" {
  sensitive = true
  default   = { a = ["hidden-1"] }
}
variable "shown" {
  sensitive = false
  default   = "visible"
}
resource "databricks_secret" "a" {
  key          = "visible"
  string_value = "hidden-2-${var.visible}-hidden-3"
}
locals {
  x = sensitive("hidden-4")
  y = upper("visible")
}
provider "databricks" {
  host  = "visible"
  token = var.t ? "hidden-5" : "hidden-6"
}
"#;
        let tree = bricklint_lang::syntax::parse(text.as_bytes());
        let mut spans = secrets(&tree, None);
        spans.sort();
        let got = mask(text, &spans);
        assert!(!got.contains("hidden"), "{got}");
        assert_eq!(got.matches("visible").count(), 7, "{got}");
    }
}
