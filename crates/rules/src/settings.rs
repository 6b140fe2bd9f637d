//! Which rules run and how: what the command line and the configuration file say.

use std::collections::BTreeMap;

use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo};
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

/// What `level` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Off,
    On,
    /// Findings are of this severity at most.
    AtMost(Severity),
}

/// What the table of a rule or an area in the configuration says.
#[derive(Clone, Debug, Default)]
struct RuleSettings {
    level: Option<Wanted>,
    options: toml::Table,
}

/// The settings of a run.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    rules: BTreeMap<String, RuleSettings>,
}

impl Settings {
    /// Reads the `[rules]` table of the configuration: `[rules.ID]` with `level` (`off`, `on`, or the highest
    /// severity) and the rule's own options; an area has a level only.
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
                settings.level = Some(match level.as_str() {
                    Some("off") => Wanted::Off,
                    Some("on") => Wanted::On,
                    Some("error") => Wanted::AtMost(Severity::Error),
                    Some("warning") => Wanted::AtMost(Severity::Warning),
                    Some("info") => Wanted::AtMost(Severity::Info),
                    _ => return Err(shape("`level` is one of off, on, error, warning, info")),
                });
            }
            for (name, value) in &options {
                if let Some(fault) = fault_of(id, name, value, rules) {
                    return Err(shape(&fault));
                }
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
    pub fn severity(&self, rule: &RuleInfo) -> Option<Severity> {
        match self.level(rule)? {
            Wanted::AtMost(severity) => Some(severity),
            Wanted::Off | Wanted::On => None,
        }
    }

    /// The level of a rule: its own, otherwise that of its area.
    fn level(&self, rule: &RuleInfo) -> Option<Wanted> {
        [rule.id, rule.area].iter().find_map(|name| self.rules.get(*name)?.level)
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
            if by_id {
                return true;
            }
            match (self.level(&rule.info), rule.info.level) {
                (Some(Wanted::Off), _) => false,
                (Some(Wanted::On), _) | (_, Level::Default) => true,
                (_, Level::Profile(profiles)) => {
                    selection.profiles.iter().any(|p| profiles.contains(&p.as_str()))
                }
                (_, Level::OptIn) => false,
            }
        };
        Ok(rules.iter().filter(|rule| runs(rule)).copied().collect())
    }
}

/// What is wrong with an option under the name of a rule or an area.
fn fault_of(selector: &str, name: &str, value: &toml::Value, rules: &[&'static Rule]) -> Option<String> {
    let Some(rule) = rules.iter().find(|rule| rule.info.id == selector) else {
        let owner = rules.iter().find(|rule| rule.info.area == selector && has_option(rule.info.id, name));
        let where_to = owner.map(|rule| format!("; `{name}` belongs to `[rules.{}]`", rule.info.id));
        return Some(format!("an area takes `level` only{}", where_to.unwrap_or_default()));
    };
    if !has_option(rule.info.id, name) {
        return Some(format!("`{name}` is neither `level` nor an option of the rule"));
    }
    let is_list = value.as_array().is_some_and(|items| items.iter().all(toml::Value::is_str));
    (!is_list && !value.is_str()).then(|| format!("`{name}` is a list of texts"))
}

/// Whether the page of a rule sets an option of this name in its example.
fn has_option(id: &str, name: &str) -> bool {
    let page = page(id);
    let section = page.split_once("\n## Options\n").and_then(|(_, rest)| rest.split("\n## ").next());
    let mut keys = section.unwrap_or("").lines().filter_map(|line| Some(line.split_once('=')?.0.trim()));
    keys.any(|key| key == name)
}

fn check_selector(selector: &str, rules: &[&'static Rule]) -> Result<(), SettingsError> {
    if rules.iter().any(|rule| rule.info.id == selector || rule.info.area == selector) {
        return Ok(());
    }
    let near = nearest(selector, rules.iter().map(|rule| rule.info.id));
    Err(SettingsError::NoMatch(selector.to_owned(), hint(near)))
}
