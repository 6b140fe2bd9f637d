//! The command line as it is typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Checks Terraform for Databricks before it is applied.
#[derive(Debug, Parser)]
#[command(name = "bricklint", version, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Say what is read and decided, and why, on stderr; twice for more
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(crate) verbose: u8,
    /// Say nothing on stderr, and nothing on stdout but what is asked for
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check directories and plans, and report what is wrong
    Check(Box<CheckArgs>),
    /// Print the resource graph
    Graph(Box<GraphArgs>),
    /// Print the evaluated instances as JSON
    Inspect(Box<InspectArgs>),
    /// Print the page of a rule, or what a kind of problem means
    Explain {
        /// Id of the rule (`users-from-idp`), or the kind (`module-missing`)
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// List the rules
    Rules {
        /// How to print them
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: RulesFormatArg,
        /// Profiles whose rules are listed; all rules without it
        #[arg(long, value_name = "NAME")]
        profile: Vec<String>,
    },
}

/// What to read and with which values; shared by `check`, `graph` and `inspect`.
#[derive(Args, Debug, Default)]
pub(crate) struct InputArgs {
    /// Directories, plans (JSON or plan files), or `-` for a plan on standard input; the kind is decided by content
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The configuration that a plan was made from
    #[arg(long, value_name = "DIR")]
    pub(crate) source: Option<PathBuf>,
    /// The name of the root that a plan belongs to, where `--source` does not say it
    #[arg(long, value_name = "NAME", conflicts_with = "source")]
    pub(crate) root: Option<String>,
    /// A value for a variable, in each root that declares it
    #[arg(long = "var", value_name = "NAME=VALUE")]
    pub(crate) vars: Vec<String>,
    /// A file of values
    #[arg(long = "var-file", value_name = "FILE")]
    pub(crate) var_files: Vec<PathBuf>,
    /// `terraform.workspace`
    #[arg(long, value_name = "NAME")]
    pub(crate) workspace: Option<String>,
    /// One of the environments of the configuration; without it all of them
    #[arg(long = "env", value_name = "NAME")]
    pub(crate) envs: Vec<String>,
    /// The configuration file; without it `bricklint.toml` in the project root
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Nothing outside this directory is read; without it the nearest ancestor with `.git`
    #[arg(long, value_name = "DIR")]
    pub(crate) project_root: Option<PathBuf>,
    /// Provider schemas from `terraform providers schema -json`, which come before those of the program
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
    /// Where the source of a module lies, by its path (`network.subnets`) or its `source` text
    #[arg(long = "module-path", value_name = "KEY=DIR")]
    pub(crate) module_paths: Vec<String>,
}

/// `check`
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Say for each directory why it is a root, a module or neither, and end
    #[arg(long, conflicts_with_all = ["format", "changed"])]
    pub(crate) list_roots: bool,
    /// How to report, and where to; repeatable: text, concise, json, sarif, github, gitlab, junit, markdown or html
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "text")]
    pub(crate) format: Vec<String>,
    /// The lowest severity that makes the exit code 1: error, warning, info or never
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub(crate) fail_on: String,
    /// What becomes of checks that cannot be decided: ignore, warn or fail
    #[arg(long, value_name = "MODE", default_value = "ignore")]
    pub(crate) undecided: String,
    /// Files that do not parse are reported and do not make the exit code 2
    #[arg(long)]
    pub(crate) allow_parse_errors: bool,
    /// Only these rules or areas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Not these rules or areas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,
    /// A profile beside the default one: strict, zero-trust, audit-ready, dr
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) profile: Vec<String>,
    /// Only findings on what a plan creates, changes, replaces or destroys, and on what is joined to it
    #[arg(long)]
    pub(crate) changed: bool,
    /// Say where the time went, by phase and by rule (on all threads together), on stderr
    #[arg(long)]
    pub(crate) timings: bool,
    /// End there, for benches
    #[arg(long, value_name = "PHASE", hide = true)]
    pub(crate) stop_after: Option<StopAfter>,
}

/// `graph`
#[derive(Args, Debug)]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "dot")]
    pub(crate) format: GraphFormatArg,
    /// Only what is around this address
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) around: Option<String>,
    /// How many edges away
    #[arg(long, value_name = "N", default_value_t = 1, requires = "around")]
    pub(crate) depth: usize,
}

/// `inspect`
#[derive(Args, Debug)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Evaluate each line of this file as an expression in the scope of the root that is named; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) eval: Option<PathBuf>,
}

/// Formats of `graph`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormatArg {
    /// For Graphviz
    Dot,
    /// For Markdown
    Mermaid,
    /// `bricklint.graph/1`
    Json,
}

/// Formats of `rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormatArg {
    /// A table
    Text,
    /// A document with all rules
    Json,
    /// A table for Markdown
    Markdown,
}

/// Phases that `--stop-after` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StopAfter {
    /// Inputs are read
    Read,
    /// Plans are skipped over
    Skip,
    /// Files are parsed
    Parse,
    /// Roots are expanded
    Expand,
    /// Graphs are built
    Graph,
}
