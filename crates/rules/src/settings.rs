//! Which rules run and how: what the command line and the configuration file say.

use std::collections::BTreeMap;

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::Level;
use bricklint_findings::words::{hint, nearest};

use crate::engine::Rule;
use crate::pages::page;

/// The names of the profiles.
pub const PROFILES: [&str; 5] = ["default", "strict", "zero-trust", "audit-ready", "dr"];

/// A setting that names what does not exist or has the wrong shape; the user's fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// A selector that matches no rule and no area.
    #[error("`{0}` is neither a rule nor an area{1}")]
    NoMatch(String, String),
    /// A profile that does not exist.
    #[error("there is no profile named `{0}`; there are {list}", list = PROFILES.join(", "))]
    NoProfile(String),
    /// A rule's table in the configuration has a wrong shape.
    #[error("in [rules.{rule}]: {text}")]
    Shape {
        /// The rule.
        rule: String,
        /// What is wrong.
        text: String,
    },
}

/// What to run, as the command line says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Rules or areas; empty for all of the profile.
    pub only: Vec<String>,
    /// Rules or areas that do not run.
    pub skip: Vec<String>,
    /// Profiles beside the default one.
    pub profiles: Vec<String>,
}

/// What one rule's table in the configuration says.
#[derive(Clone, Debug, Default)]
struct RuleSettings {
    off: bool,
    on: bool,
    severity: Option<Severity>,
    options: toml::Table,
}

/// The settings of a run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    rules: BTreeMap<String, RuleSettings>,
}

impl Settings {
    /// Reads the `[rules]` table of the configuration: `[rules.ID]` with `level` (`off`, `on`, or a lower
    /// severity) and the rule's own options.
    pub fn from_table(table: &toml::Table, rules: &[&'static Rule]) -> Result<Self, SettingsError> {
        let mut out = Self::default();
        for (id, value) in table {
            check_selector(id, rules)?;
            let shape = |text: &str| SettingsError::Shape { rule: id.clone(), text: text.to_owned() };
            let mut settings = RuleSettings::default();
            let mut options = match value {
                toml::Value::String(level) => {
                    toml::Table::from_iter([("level".to_owned(), level.as_str().into())])
                }
                toml::Value::Table(options) => options.clone(),
                _ => return Err(shape("expected a level or a table")),
            };
            if let Some(level) = options.remove("level") {
                match level.as_str() {
                    Some("off") => settings.off = true,
                    Some("on") => settings.on = true,
                    Some("error") => settings.severity = Some(Severity::Error),
                    Some("warning") => settings.severity = Some(Severity::Warning),
                    Some("info") => settings.severity = Some(Severity::Info),
                    _ => return Err(shape("`level` is one of off, on, error, warning, info")),
                }
            }
            if let Some(unknown) = options.keys().find(|name| !has_option(id, name, rules)) {
                return Err(shape(&format!("`{unknown}` is neither `level` nor an option of the rule")));
            }
            settings.options = options;
            out.rules.insert(id.clone(), settings);
        }
        Ok(out)
    }

    /// An option of a rule.
    pub fn option(&self, rule: &str, name: &str) -> Option<&toml::Value> {
        self.rules.get(rule)?.options.get(name)
    }

    /// The severity that the configuration caps a rule's findings at.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.rules.get(rule)?.severity
    }

    /// The rules that run, in the order of the catalogue.
    pub fn select(
        &self,
        rules: &[&'static Rule],
        selection: &Selection,
    ) -> Result<Vec<&'static Rule>, SettingsError> {
        for selector in selection.only.iter().chain(&selection.skip) {
            check_selector(selector, rules)?;
        }
        for profile in &selection.profiles {
            if !PROFILES.contains(&profile.as_str()) {
                return Err(SettingsError::NoProfile(profile.clone()));
            }
        }
        let names =
            |list: &[String], rule: &Rule| list.iter().any(|s| s == rule.info.id || s == rule.info.area);
        let runs = |rule: &&'static Rule| {
            if names(&selection.skip, rule) {
                return false;
            }
            let by_id = selection.only.iter().any(|s| s == rule.info.id);
            if !selection.only.is_empty() && !names(&selection.only, rule) {
                return false;
            }
            let own = self.rules.get(rule.info.id).or_else(|| self.rules.get(rule.info.area));
            if by_id {
                return true;
            }
            match (own, rule.info.level) {
                (Some(own), _) if own.off => false,
                (Some(own), _) if own.on => true,
                (_, Level::Default) => true,
                (_, Level::Profile(profiles)) => {
                    selection.profiles.iter().any(|p| profiles.contains(&p.as_str()))
                }
                (_, Level::OptIn) => false,
            }
        };
        Ok(rules.iter().filter(|rule| runs(rule)).copied().collect())
    }
}

/// Whether the page of a rule, or of one in an area, lists an option of this name.
fn has_option(selector: &str, name: &str, rules: &[&'static Rule]) -> bool {
    let lists = |rule: &Rule| {
        let page = page(rule.info.id);
        let section = page.split_once("\n## Options\n").and_then(|(_, rest)| rest.split("\n## ").next());
        let mut words = section.unwrap_or("").split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        words.any(|word| word == name)
    };
    rules.iter().any(|rule| (rule.info.id == selector || rule.info.area == selector) && lists(rule))
}

fn check_selector(selector: &str, rules: &[&'static Rule]) -> Result<(), SettingsError> {
    if rules.iter().any(|rule| rule.info.id == selector || rule.info.area == selector) {
        return Ok(());
    }
    let near = nearest(selector, rules.iter().map(|rule| rule.info.id));
    Err(SettingsError::NoMatch(selector.to_owned(), hint(near)))
}
