//! Module sources (Terraform's `source` argument).

use std::borrow::Cow;

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
    let is_part = |part: &str| {
        let first = part.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
        first && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    match parts.as_slice() {
        [namespace, name, provider] if [namespace, name, provider].iter().all(|part| is_part(part)) => {
            Source::Registry { provider }
        }
        // `github.com` and `bitbucket.org` are git hosts, never registries.
        [host, namespace, name, provider]
            if host.contains('.')
                && !host.contains(['@', '?'])
                && !matches!(*host, "github.com" | "bitbucket.org" | "gitlab.com")
                && [namespace, name, provider].iter().all(|part| is_part(part)) =>
        {
            Source::Registry { provider }
        }
        _ => Source::Remote,
    }
}

/// Whether a source is a path relative to the caller.
pub(crate) fn is_local(source: &str) -> bool {
    ["./", "../", ".\\", "..\\"].iter().any(|prefix| source.starts_with(prefix))
}

/// Whether the source in a record of `modules.json` is what `written` is called there.
pub(super) fn same(recorded: &str, written: &str) -> bool {
    let (recorded, written) = (tidy(recorded), tidy(written));
    if recorded == written {
        return true;
    }
    if matches!(classify(&written), Source::Registry { .. }) {
        return DEFAULT_HOSTS.iter().any(|host| {
            recorded.strip_prefix(host).and_then(|rest| rest.strip_prefix('/')) == Some(&*written)
        });
    }
    normalise(&recorded) == normalise(&written)
}

/// The source with its directory in the package in the shortest form: `a/b/c//./m/?ref=v1` is `a/b/c//m?ref=v1`.
fn tidy(source: &str) -> Cow<'_, str> {
    let (path, query) = source.find('?').map_or((source, ""), |at| source.split_at(at));
    let after_scheme = path.find("://").map_or(0, |at| at + 3);
    let Some(at) = path.get(after_scheme..).and_then(|rest| rest.find("//")) else { return source.into() };
    let (package, inner) = path.split_at(after_scheme + at);
    let mut parts: Vec<&str> = Vec::new();
    for part in inner.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    let slashes = if parts.is_empty() { "" } else { "//" };
    format!("{package}{slashes}{}{query}", parts.join("/")).into()
}

/// One text for a remote source and for what it is recorded as: `github.com/a/b` is recorded as
/// `git::https://github.com/a/b.git`, and an absolute path or the address of an object in a bucket with what it is
/// fetched by in front.
fn normalise(source: &str) -> String {
    let source = source.trim_end_matches('/');
    for getter in ["file://", "s3::https://", "gcs::https://"] {
        if let Some(rest) = source.strip_prefix(getter) {
            return rest.to_owned();
        }
    }
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
            ("git::https://github.com/a/b.git//m/?ref=v1", "github.com/a/b//m/?ref=v1", true),
            ("git::https://github.com/a/b.git//m?ref=v1", "github.com/a/b//m/?ref=v1", true),
            ("git::https://example.com/b.git//m/n", "git::https://example.com/b.git//m/./n/", true),
            ("https://example.com/a.zip//m", "https://example.com/a.zip//m/", true),
            ("https://example.com/a.zip//m", "https://example.com/a.zip//n/", false),
            ("registry.terraform.io/a/b/c//m", "a/b/c//m/", true),
            ("file:///srv/m", "/srv/m", true),
            ("file:///srv/m//n", "/srv/m//n/", true),
            ("file:///srv/m", "/srv/n", false),
            ("s3::https://s3-eu-west-1.amazonaws.com/b/m.zip", "s3-eu-west-1.amazonaws.com/b/m.zip", true),
            (
                "gcs::https://www.googleapis.com/storage/v1/b/m.zip",
                "www.googleapis.com/storage/v1/b/m.zip",
                true,
            ),
        ] {
            assert_eq!(same(recorded, written), wanted, "{recorded} {written}");
        }
    }
}
