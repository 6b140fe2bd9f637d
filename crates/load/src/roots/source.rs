//! Module sources and version constraints (Terraform's `source` and `version` arguments).

use std::cmp::Ordering;

/// The host of registry addresses that name none, of Terraform and of OpenTofu.
const DEFAULT_HOSTS: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// Where a module source points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source<'s> {
    /// A directory relative to the caller's.
    Local(&'s str),
    /// `[HOST/]NAMESPACE/NAME/PROVIDER[//SUBDIRECTORY]`
    Registry {
        /// The provider that the module is for, by the name in its address.
        provider: &'s str,
    },
    /// Anything else: git, archives, buckets, absolute paths.
    Remote,
}

/// Classifies a source as Terraform does.
pub(super) fn classify(source: &str) -> Source<'_> {
    if is_local(source) {
        return Source::Local(source);
    }
    let package = source.split("//").next().unwrap_or(source);
    let parts: Vec<&str> = package.split('/').collect();
    let is_part = |part: &&str| {
        let first = part.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
        first && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    match parts.as_slice() {
        [namespace, name, provider] if [namespace, name, provider].into_iter().all(|part| is_part(part)) => {
            Source::Registry { provider }
        }
        // `github.com` and `bitbucket.org` are git hosts, never registries.
        [host, namespace, name, provider]
            if host.contains('.')
                && !host.contains(['@', '?'])
                && !matches!(*host, "github.com" | "bitbucket.org" | "gitlab.com")
                && [namespace, name, provider].into_iter().all(|part| is_part(part)) =>
        {
            Source::Registry { provider }
        }
        _ => Source::Remote,
    }
}

fn is_local(source: &str) -> bool {
    ["./", "../", ".\\", "..\\"].iter().any(|prefix| source.starts_with(prefix))
}

/// Whether the source in a record of `modules.json` is what `written` is called there.
pub(super) fn same(recorded: &str, written: &str) -> bool {
    if recorded == written {
        return true;
    }
    if matches!(classify(written), Source::Registry { .. }) {
        return DEFAULT_HOSTS.iter().any(|host| {
            recorded.strip_prefix(host).and_then(|rest| rest.strip_prefix('/')) == Some(written)
        });
    }
    normalise(recorded) == normalise(written)
}

/// The text under which a remote source is recorded: `github.com/a/b` is
/// `git::https://github.com/a/b.git`.
fn normalise(source: &str) -> String {
    let source = source.trim_end_matches('/');
    if let Some(rest) = source.strip_prefix("git::") {
        return match scp(rest) {
            Some(url) => format!("git::{url}"),
            None => source.to_owned(),
        };
    }
    if let Some(url) = scp(source) {
        return format!("git::{url}");
    }
    for host in ["github.com/", "bitbucket.org/", "gitlab.com/"] {
        let Some(rest) = source.strip_prefix(host) else { continue };
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        let mut parts = path.splitn(3, '/');
        let (Some(owner), Some(repository)) = (parts.next(), parts.next()) else { continue };
        let inner = parts.next().unwrap_or("").trim_matches('/');
        let repository = repository.trim_end_matches(".git");
        let mut out = format!("git::https://{host}{owner}/{repository}.git");
        if !inner.is_empty() {
            out.push_str("//");
            out.push_str(inner);
        }
        if let Some(query) = query {
            out.push('?');
            out.push_str(query);
        }
        return out;
    }
    source.to_owned()
}

/// `git@host:path` as a URL.
fn scp(source: &str) -> Option<String> {
    let (user, rest) = source.split_once('@')?;
    let (host, path) = rest.split_once(':')?;
    let plain = |text: &str| !text.is_empty() && !text.contains(['/', ':', '?']);
    (plain(user) && plain(host) && !path.starts_with('/')).then(|| format!("ssh://{user}@{host}/{path}"))
}

/// A version: numbers, then what stands behind `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    numbers: Vec<u64>,
    prerelease: Option<String>,
}

fn version(text: &str) -> Option<Version> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    let text = text.split('+').next().unwrap_or(text);
    let (core, prerelease) = match text.split_once('-') {
        Some((core, rest)) => (core, Some(rest.to_owned())),
        None => (text, None),
    };
    let numbers: Option<Vec<u64>> = core.split('.').map(|number| number.parse().ok()).collect();
    numbers.map(|numbers| Version { numbers, prerelease })
}

fn number(version: &Version, index: usize) -> u64 {
    version.numbers.get(index).copied().unwrap_or(0)
}

fn compare(a: &Version, b: &Version) -> Ordering {
    let longest = a.numbers.len().max(b.numbers.len());
    (0..longest)
        .map(|index| number(a, index).cmp(&number(b, index)))
        .find(|order| order.is_ne())
        .unwrap_or_else(|| match (&a.prerelease, &b.prerelease) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(a), Some(b)) => compare_prerelease(a, b),
        })
}

fn compare_prerelease(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => a.cmp(b),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Whether a version meets a constraint such as `>= 1.2, < 2.0` or `~> 1.4`; `None` when either is not
/// understood.
pub(super) fn meets(text: &str, constraint: &str) -> Option<bool> {
    let found = version(text)?;
    for part in constraint.split(',') {
        let part = part.trim();
        let (operator, wanted) = ["!=", ">=", "<=", "~>", "=", ">", "<"]
            .iter()
            .find_map(|operator| Some((*operator, part.strip_prefix(operator)?)))
            .unwrap_or(("=", part));
        let wanted = version(wanted)?;
        let order = compare(&found, &wanted);
        // A prerelease is taken only where it is asked for by name.
        let named = found.prerelease.is_none()
            || (wanted.prerelease.is_some()
                && (0..3).all(|index| number(&found, index) == number(&wanted, index)));
        let holds = match operator {
            "=" => order.is_eq(),
            "!=" => order.is_ne(),
            ">" => order.is_gt() && named,
            ">=" => order.is_ge() && named,
            "<" => order.is_lt() && named,
            "<=" => order.is_le() && named,
            _ => {
                let fixed = wanted.numbers.len().saturating_sub(1).max(1);
                order.is_ge()
                    && named
                    && (0..fixed).all(|index| number(&found, index) == number(&wanted, index))
            }
        };
        if !holds {
            return Some(false);
        }
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_told_apart() {
        for (source, wanted) in [
            ("./a", "local"),
            ("../a/b", "local"),
            (".\\a", "local"),
            ("terraform-aws-modules/vpc/aws", "aws"),
            ("app.terraform.io/acme/naming/databricks", "databricks"),
            ("acme/naming/databricks//modules/x", "databricks"),
            ("github.com/acme/naming/x", "remote"),
            ("github.com/acme/naming", "remote"),
            ("git::https://example.com/a.git", "remote"),
            ("/abs/olute", "remote"),
            ("a/b", "remote"),
        ] {
            let found = match classify(source) {
                Source::Local(_) => "local",
                Source::Registry { provider } => provider,
                Source::Remote => "remote",
            };
            assert_eq!(found, wanted, "{source}");
        }
    }

    #[test]
    fn recorded_sources_are_compared_in_their_normal_form() {
        for (recorded, written, wanted) in [
            ("registry.terraform.io/a/b/c", "a/b/c", true),
            ("registry.opentofu.org/a/b/c", "a/b/c", true),
            ("registry.terraform.io/a/b/c//m", "a/b/c//m", true),
            ("registry.terraform.io/a/b/c", "a/b/d", false),
            ("example.com/a/b/c", "a/b/c", false),
            ("git::https://github.com/a/b.git", "github.com/a/b", true),
            ("git::https://github.com/a/b.git//m?ref=v1", "github.com/a/b//m?ref=v1", true),
            ("git::https://github.com/a/b.git?ref=v1", "github.com/a/b?ref=v2", false),
            ("git::ssh://git@github.com/a/b.git", "git@github.com:a/b.git", true),
            ("git::ssh://git@github.com/a/b.git", "git::git@github.com:a/b.git", true),
            ("https://example.com/a.zip", "https://example.com/a.zip", true),
        ] {
            assert_eq!(same(recorded, written), wanted, "{recorded} {written}");
        }
    }

    #[test]
    fn constraints_decide_versions() {
        for (version, constraint, wanted) in [
            ("1.2.0", "1.2.0", Some(true)),
            ("1.2", "= 1.2.0", Some(true)),
            ("1.2.3", ">= 1.0, < 2.0", Some(true)),
            ("2.0.0", ">= 1.0, < 2.0", Some(false)),
            ("1.9.0", "~> 1.4", Some(true)),
            ("2.0.0", "~> 1.4", Some(false)),
            ("1.4.9", "~> 1.4.2", Some(true)),
            ("1.5.0", "~> 1.4.2", Some(false)),
            ("1.4.1", "~> 1.4.2", Some(false)),
            ("1.0.0", "!= 1.0.0", Some(false)),
            ("1.0.0-beta", ">= 0.9", Some(false)),
            ("1.0.0-beta.2", ">= 1.0.0-beta.1", Some(true)),
            ("1.0.0-beta", "1.0.0-beta", Some(true)),
            ("x", ">= 1", None),
            ("1.0", "latest", None),
        ] {
            assert_eq!(meets(version, constraint), wanted, "{version} {constraint}");
        }
    }
}
