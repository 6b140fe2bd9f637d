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
    attributes: &["from", "lifecycle"],
    blocks: &["lifecycle", "provisioner", "connection"],
    required: &["from"],
};

pub(super) static CHECK: Grammar = Grammar { attributes: &[], blocks: &["data", "assert"], required: &[] };

/// Arguments and blocks of a resource that the provider does not see.
pub(super) const RESOURCE_META: &[&str] =
    &["count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection"];

/// Arguments and blocks of a module call that are not inputs.
pub(super) const MODULE_META: &[&str] =
    &["source", "version", "providers", "count", "for_each", "depends_on", "lifecycle"];

/// Arguments of a provider block that the provider does not see.
pub(super) const PROVIDER_META: &[&str] = &["alias", "version", "for_each"];

/// Arguments of a `lifecycle` block that only managed resources have.
pub(super) const MANAGED_LIFECYCLE: &[&str] =
    &["create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by"];

/// Names that a module call gives a meaning of its own.
pub(super) const RESERVED_VARIABLES: &[&str] =
    &["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

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
