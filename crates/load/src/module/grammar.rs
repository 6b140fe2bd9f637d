//! What Terraform and OpenTofu define themselves: blocks, their arguments and names. The union of all
//! releases of both, since a newer construct is not a mistake.

/// The arguments and blocks of a body that takes no others.
pub(super) struct Grammar {
    pub(super) attributes: &'static [&'static str],
    pub(super) blocks: &'static [&'static str],
    /// Arguments that must be written.
    pub(super) required: &'static [&'static str],
}

pub(super) static VARIABLE: Grammar = Grammar {
    attributes: &[
        "type",
        "default",
        "description",
        "sensitive",
        "nullable",
        "ephemeral",
        "const",
        "deprecated",
    ],
    blocks: &["validation"],
    required: &[],
};

pub(super) static OUTPUT: Grammar = Grammar {
    attributes: &["value", "description", "sensitive", "ephemeral", "depends_on", "type", "deprecated"],
    blocks: &["precondition"],
    required: &["value"],
};

pub(super) static CONDITION: Grammar = Grammar {
    attributes: &["condition", "error_message"],
    blocks: &[],
    required: &["condition", "error_message"],
};

pub(super) static LIFECYCLE: Grammar = Grammar {
    attributes: &[
        "create_before_destroy",
        "prevent_destroy",
        "ignore_changes",
        "replace_triggered_by",
        "enabled",
        "destroy",
    ],
    blocks: &["precondition", "postcondition", "action_trigger"],
    required: &[],
};

pub(super) static TERRAFORM: Grammar = Grammar {
    attributes: &["required_version", "experiments", "language"],
    blocks: &["required_providers", "backend", "cloud", "state_store", "provider_meta", "encryption"],
    required: &[],
};

pub(super) static MOVED: Grammar =
    Grammar { attributes: &["from", "to"], blocks: &[], required: &["from", "to"] };

pub(super) static IMPORT: Grammar =
    Grammar { attributes: &["to", "id", "identity", "for_each", "provider"], blocks: &[], required: &["to"] };

pub(super) static REMOVED: Grammar = Grammar {
    attributes: &["from"],
    blocks: &["lifecycle", "provisioner", "connection"],
    required: &["from"],
};

pub(super) static CHECK: Grammar = Grammar { attributes: &[], blocks: &["data", "assert"], required: &[] };

/// What Terraform reads itself in a block that is otherwise another's.
pub(super) struct Meta {
    pub(super) arguments: &'static [&'static str],
    pub(super) blocks: &'static [&'static str],
}

/// In a resource the provider does not see these.
pub(super) static RESOURCE_META: Meta = Meta {
    arguments: &["count", "for_each", "provider", "depends_on"],
    blocks: &["lifecycle", "provisioner", "connection"],
};

/// In a module call these are not inputs.
pub(super) static MODULE_META: Meta = Meta {
    arguments: &["source", "version", "providers", "count", "for_each", "depends_on"],
    blocks: &["lifecycle"],
};

/// In a provider block the provider does not see these.
pub(super) static PROVIDER_META: Meta = Meta { arguments: &["alias", "version", "for_each"], blocks: &[] };

/// In a block `_` all is the provider's.
pub(super) static NO_META: Meta = Meta { arguments: &[], blocks: &[] };

/// Arguments of a `lifecycle` block that only managed resources have.
pub(super) const MANAGED_LIFECYCLE: &[&str] =
    &["create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by"];

/// The backends of all releases.
pub(crate) const BACKENDS: &[&str] = &[
    "artifactory",
    "atlas",
    "azure",
    "azurerm",
    "consul",
    "cos",
    "etcd",
    "etcdv3",
    "gcs",
    "http",
    "inmem",
    "kubernetes",
    "local",
    "manta",
    "oci",
    "oss",
    "pg",
    "remote",
    "s3",
    "swift",
];

/// Names that a module call gives a meaning of its own.
pub(super) const RESERVED_VARIABLES: &[&str] = &[
    "_",
    "source",
    "version",
    "provider",
    "providers",
    "count",
    "for_each",
    "lifecycle",
    "depends_on",
    "locals",
];

/// Whether a block of this type can stand at the top of a file.
pub(super) fn is_top_level(name: &str) -> bool {
    matches!(
        name,
        "terraform"
            | "provider"
            | "variable"
            | "locals"
            | "output"
            | "module"
            | "resource"
            | "data"
            | "ephemeral"
            | "moved"
            | "import"
            | "removed"
            | "check"
            | "action"
            | "list"
            | "language"
    )
}

/// What a name is, for messages.
pub(super) const NAME_RULE: &str =
    "a name starts with a letter or underscore and holds letters, digits, underscores and dashes";

/// Whether the text is an identifier of the language.
pub(super) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && chars.all(|c| c == '_' || c == '-' || c.is_alphanumeric())
}
