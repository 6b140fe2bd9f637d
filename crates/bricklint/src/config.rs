//! `bricklint.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bricklint_findings::address::is_address;
use bricklint_findings::finding::Location;
use bricklint_findings::source::SourceFile;
use bricklint_findings::suppression::is_date;
use bricklint_load::{Globs, VarInput, VariableSet};
use bricklint_rules::{Rule, Settings};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::suppress::Accepted;

/// The file as it is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Which directories are roots.
    #[serde(default)]
    pub roots: Roots,
    /// Variable sets, by name.
    #[serde(default)]
    pub environments: BTreeMap<String, Environment>,
    /// Modules that are not read.
    #[serde(default)]
    pub modules: Modules,
    /// What is known about the estate as a whole.
    #[serde(default)]
    pub estate: EstateConfig,
    /// Rules: a level, or a table with `level` and options.
    #[serde(default)]
    pub rules: toml::Table,
    /// What is accepted, by address.
    #[serde(default)]
    pub suppress: Vec<toml::Spanned<Suppress>>,
    /// Where lines start, to say where an entry stands.
    #[serde(skip)]
    text: Option<Arc<SourceFile>>,
}

/// `[[suppress]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Suppress {
    /// A rule or an area.
    pub rule: String,
    /// The address of an instance, a resource or a module; without instance keys for all of them.
    pub address: String,
    /// Globs of the roots it is for; empty for all.
    #[serde(default)]
    pub roots: Globs,
    /// The last day it holds, `YYYY-MM-DD`.
    #[serde(default, deserialize_with = "date")]
    pub until: Option<String>,
    /// Why.
    pub reason: String,
}

/// A text, or a date as TOML has it.
fn date<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    match toml::Value::deserialize(value)? {
        toml::Value::String(text) => Ok(Some(text)),
        toml::Value::Datetime(date) => Ok(Some(date.to_string())),
        other => Err(D::Error::custom(format!(
            "expected a date of the form YYYY-MM-DD, found {}",
            other.type_str()
        ))),
    }
}

/// `[roots]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Roots {
    /// Globs of directories that are roots whatever else they look like.
    #[serde(default)]
    pub include: Globs,
    /// Globs of directories that are never roots.
    #[serde(default)]
    pub exclude: Globs,
}

/// `[modules]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Modules {
    /// Providers and resource types that modules hold of which there is no source here, by the dotted path of the call or
    /// the source.
    #[serde(default)]
    pub contains: BTreeMap<String, Vec<Arc<str>>>,
}

/// `[environments.NAME]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Environment {
    /// Globs of the roots it is for; empty for all.
    #[serde(default)]
    pub roots: Globs,
    /// Var files, relative to the configuration file.
    #[serde(default)]
    pub var_files: Vec<PathBuf>,
    /// Values, as `--var` takes them.
    #[serde(default)]
    pub vars: BTreeMap<String, String>,
    /// `terraform.workspace`.
    #[serde(default)]
    pub workspace: Option<String>,
}

/// `[estate]`
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EstateConfig {
    /// Everything there is was given: what is not here does not exist.
    #[serde(default)]
    pub complete: bool,
}

/// Why a configuration is not usable; the user's fault.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It is no TOML, or has a key that means nothing.
    #[error("{path}: {text}")]
    Parse {
        /// The file, with line and column.
        path: String,
        /// What is wrong and where.
        text: String,
    },
    /// A rule's settings are wrong.
    #[error("{path}: {error}")]
    Rules {
        /// The file.
        path: String,
        /// What is wrong.
        error: bricklint_rules::SettingsError,
    },
    /// An accepted finding is not described well enough.
    #[error("{path}: in [[suppress]]: {text}")]
    Suppress {
        /// The file, with line and column.
        path: String,
        /// What is wrong.
        text: String,
    },
    /// An environment that does not exist.
    #[error("there is no environment named `{0}`; the configuration has {1}")]
    NoEnvironment(String, String),
}

impl Config {
    /// Reads the text of a configuration file.
    pub fn parse(text: &str, path: &str) -> Result<Self, ConfigError> {
        let file = SourceFile::new(path, text.into());
        let config = toml::from_str(text).map_err(|error| {
            let at = error.span().map(|span| file.position(span.start as u32));
            let at = at.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
            // Nobody writes a map with a digit.
            let is_date = error.message().starts_with("invalid type: map")
                && error
                    .span()
                    .and_then(|span| text.get(span))
                    .is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()));
            let text = if is_date {
                "this is a date, expected a text: put it in quotes".to_owned()
            } else {
                error.message().lines().map(str::trim).collect::<Vec<_>>().join(", ")
            };
            ConfigError::Parse { path: format!("{path}{at}"), text }
        });
        config.map(|config| Self { text: Some(Arc::new(file)), ..config })
    }

    /// What is accepted by address.
    pub fn suppressions(&self, rules: &[&'static Rule]) -> Result<Vec<Accepted>, ConfigError> {
        self.suppress.iter().map(|entry| self.suppression(entry, rules)).collect()
    }

    fn suppression(
        &self,
        entry: &toml::Spanned<Suppress>,
        rules: &[&'static Rule],
    ) -> Result<Accepted, ConfigError> {
        let (file, span) = (self.text.as_deref(), entry.span());
        let position = |at: usize| file.map(|file| file.position(at as u32));
        let location = Location {
            path: file.map(|file| file.path.clone()).unwrap_or_default(),
            start: position(span.start),
            end: position(span.end),
            ..Location::default()
        };
        let Suppress { rule, address, roots, until, reason } = entry.get_ref().clone();
        let known = rules.iter().any(|known| [known.info.id, known.info.area].contains(&&*rule));
        let fault = if !known {
            format!("`{rule}` is neither a rule nor an area")
        } else if !is_address(address.trim()) {
            format!("`{address}` is not the address of an instance, a resource or a module")
        } else if reason.trim().is_empty() {
            "the reason is empty; say why the finding is accepted".to_owned()
        } else if let Some(date) = until.as_ref().filter(|date| !is_date(date)) {
            format!("`{date}` is not a date of the form YYYY-MM-DD")
        } else {
            let address = address.trim().to_owned();
            return Ok(Accepted { rule, address, roots, until, location });
        };
        let at = location.start.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
        Err(ConfigError::Suppress { path: format!("{}{at}", location.path), text: fault })
    }

    /// The settings of the rules.
    pub fn settings(&self, rules: &[&'static Rule], path: &str) -> Result<Settings, ConfigError> {
        Settings::from_table(&self.rules, rules)
            .map_err(|error| ConfigError::Rules { path: path.to_owned(), error })
    }

    /// The variable sets of a run: those named, otherwise all, otherwise one without a name. Paths of var
    /// files start at `base`.
    pub fn sets(&self, named: &[String], base: &Path) -> Result<Vec<VariableSet>, ConfigError> {
        if let Some(name) = named.iter().find(|name| !self.environments.contains_key(*name)) {
            let there: Vec<&str> = self.environments.keys().map(String::as_str).collect();
            let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
            return Err(ConfigError::NoEnvironment(name.clone(), there));
        }
        if self.environments.is_empty() {
            return Ok(vec![VariableSet::default()]);
        }
        let chosen = self.environments.iter().filter(|(name, _)| named.is_empty() || named.contains(name));
        Ok(chosen.map(|(name, environment)| environment.set(name, base)).collect())
    }
}

impl Environment {
    fn set(&self, name: &str, base: &Path) -> VariableSet {
        let files = self.var_files.iter().map(|file| VarInput::File(base.join(file)));
        let values =
            self.vars.iter().map(|(name, text)| VarInput::Assign { name: name.clone(), text: text.clone() });
        VariableSet {
            name: Some(Arc::from(name)),
            roots: self.roots.clone(),
            vars: files.chain(values).collect(),
            outside: false,
            workspace: self.workspace.clone(),
        }
    }
}
