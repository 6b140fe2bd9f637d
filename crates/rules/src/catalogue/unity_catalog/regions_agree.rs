//! See `regions-agree.md`.

use bricklint_findings::cause::{Cause, CauseKind};
use bricklint_findings::finding::Severity;
use bricklint_findings::rule_info::{Level, RuleInfo, Scope};
use bricklint_lang::value::Value;
use bricklint_model::databricks::external_location::ExternalLocation;
use bricklint_model::databricks::metastore::Metastore;
use bricklint_model::databricks::metastore_assignment::MetastoreAssignment;
use bricklint_model::databricks::mws_networks::MwsNetwork;
use bricklint_model::databricks::mws_storage_configurations::MwsStorageConfiguration;
use bricklint_model::databricks::mws_vpc_endpoint::MwsVpcEndpoint;
use bricklint_model::databricks::mws_workspaces::MwsWorkspace;
use bricklint_model::databricks::provider::workspace_of;
use bricklint_model::region::{BUCKET_OF_GOOGLE, End, Ends, STORAGE_ACCOUNT};
use bricklint_model::tri::Tri;
use bricklint_model::view::{Field, Link, Node};

use crate::engine::{Check, Context, Of, Rule};

const BINDING: &str = "databricks_mws_ncc_binding";
const NCC: &[&str] = &["databricks_mws_network_connectivity_config"];
const ACCESS: &[&str] = &["databricks_mws_private_access_settings"];
const BUCKET: &[&str] = &["aws_s3_bucket", BUCKET_OF_GOOGLE, STORAGE_ACCOUNT];
const AWS_NETWORK: &[&str] = &[
    "aws_default_security_group",
    "aws_default_subnet",
    "aws_default_vpc",
    "aws_security_group",
    "aws_security_groups",
    "aws_subnet",
    "aws_subnets",
    "aws_vpc",
    "aws_vpcs",
];

const TYPES: &[&str] = &[
    MetastoreAssignment::TYPE,
    Metastore::TYPE,
    MwsWorkspace::TYPE,
    MwsNetwork::TYPE,
    MwsVpcEndpoint::TYPE,
    ExternalLocation::TYPE,
    BINDING,
];

/// Things that are joined lie in one region.
pub static RULE: Rule = Rule {
    info: RuleInfo {
        id: "regions-agree",
        area: "unity-catalog",
        severity: Severity::Error,
        summary: "A workspace and what is joined to it (metastore, network, private access settings, network \
                  connectivity, buckets) lie in one region.",
        level: Level::Default,
        scope: Scope::Root,
        since: None,
    },
    check: Check { of: Of::Resources(TYPES), run: check, near: false },
};

/// Two things that must lie in one region, and the field that joins them.
struct Join<'w> {
    field: Field<'w>,
    left: (&'static str, Ends<'w>),
    right: (&'static str, Ends<'w>),
    severity: Severity,
}

fn check<'w>(ctx: &mut Context<'w>, node: Node<'w>) {
    for join in joins(node) {
        compare(ctx, &join);
    }
}

fn joins(node: Node<'_>) -> Vec<Join<'_>> {
    let error = |field, left, right| Join { field, left, right, severity: Severity::Error };
    match node.type_name() {
        MetastoreAssignment::TYPE => {
            let assignment = MetastoreAssignment(node);
            let workspace = Ends::of(assignment.workspace_id(), &[MwsWorkspace::TYPE]);
            let field = assignment.metastore_id();
            let metastore = Ends::of(field, &[Metastore::TYPE]);
            vec![error(field, ("workspace", workspace), ("metastore", metastore))]
        }
        BINDING => {
            let workspace = Ends::of(node.field("workspace_id"), &[MwsWorkspace::TYPE]);
            let field = node.field("network_connectivity_config_id");
            let config = Ends::of(field, NCC);
            vec![error(field, ("workspace", workspace), ("network connectivity configuration", config))]
        }
        MwsWorkspace::TYPE => workspace(MwsWorkspace(node)),
        MwsNetwork::TYPE => {
            let network = MwsNetwork(node);
            let endpoints = network.vpc_endpoints().into_iter();
            let join = |field| {
                let theirs = Ends::of(field, &[MwsVpcEndpoint::TYPE]);
                let own = most_telling(&theirs, parts_of(network));
                error(field, ("network", own), ("VPC endpoint", theirs))
            };
            endpoints.map(join).collect()
        }
        MwsVpcEndpoint::TYPE => {
            let field = MwsVpcEndpoint(node).aws_vpc_endpoint_id();
            let theirs = Ends::of(field, &["aws_vpc_endpoint"]);
            vec![error(field, ("registered VPC endpoint", Ends::node(node)), ("AWS VPC endpoint", theirs))]
        }
        Metastore::TYPE => {
            let field = Metastore(node).storage_root();
            let (left, right) = (Ends::node(node), Ends::of(field, BUCKET));
            let of_azure = |ends: &[End<'_>]| ends.iter().any(|end| end.node.type_name() == STORAGE_ACCOUNT);
            let what = match &right {
                Ends::Some(ends) if of_azure(ends) => "storage account",
                _ => "bucket",
            };
            let severity = Severity::Warning;
            vec![Join { field, left: ("metastore", left), right: (what, right), severity }]
        }
        ExternalLocation::TYPE => {
            let Some(workspace) = workspace_of(node) else { return Vec::new() };
            let field = ExternalLocation(node).url();
            let (left, right) = (Ends::node(workspace.0), Ends::of(field, BUCKET));
            vec![Join {
                field,
                left: ("workspace", left),
                right: ("bucket", right),
                severity: Severity::Info,
            }]
        }
        _ => Vec::new(),
    }
}

fn workspace(workspace: MwsWorkspace<'_>) -> Vec<Join<'_>> {
    let join = |field, what, right, severity| Join {
        field,
        left: ("workspace", Ends::node(workspace.0)),
        right: (what, right),
        severity,
    };
    let mut joins = Vec::new();
    let own = Ends::node(workspace.0);
    let field = workspace.network_id();
    let networks = links_to(field, MwsNetwork::TYPE);
    if !is_told(field, &networks, MwsNetwork::TYPE) {
        joins.push(join(field, "network", Ends::unseen(field), Severity::Error));
    }
    for link in networks {
        let network = MwsNetwork(link.node);
        let mut parts = parts_of(network);
        for part in &mut parts {
            part.weaken(link.is_exact());
        }
        let ends = most_telling(&own, parts);
        // The region of a network that says one is compared with those of its endpoints where they are joined.
        if !matches!(ends, Ends::Some(_)) {
            let mut endpoints: Vec<Node<'_>> = Vec::new();
            let mut is_open = false;
            for endpoint in network.vpc_endpoints() {
                let mut ends = Ends::of(endpoint, &[MwsVpcEndpoint::TYPE]);
                ends.weaken(link.is_exact());
                let is_new = match &ends {
                    Ends::Some(found) => {
                        let is_new = found.iter().any(|end| !endpoints.contains(&end.node));
                        endpoints.extend(found.iter().map(|end| end.node));
                        is_new
                    }
                    Ends::Unknown(_) => !std::mem::replace(&mut is_open, true),
                    Ends::None => false,
                };
                if is_new {
                    joins.push(join(field, "VPC endpoint", ends, Severity::Error));
                }
            }
        }
        joins.push(join(field, "network", ends, Severity::Error));
    }
    let field = workspace.storage_configuration_id();
    let configurations = links_to(field, MwsStorageConfiguration::TYPE);
    if !is_told(field, &configurations, MwsStorageConfiguration::TYPE) {
        joins.push(join(field, "root bucket", Ends::unseen(field), Severity::Warning));
    }
    for link in configurations {
        let mut ends = Ends::of(MwsStorageConfiguration(link.node).bucket_name(), BUCKET);
        ends.weaken(link.is_exact());
        joins.push(join(field, "root bucket", ends, Severity::Warning));
    }
    let field = workspace.private_access_settings_id();
    joins.push(join(field, "private access settings", Ends::of(field, ACCESS), Severity::Error));
    let field = workspace.network_connectivity_config_id();
    joins.push(join(field, "network connectivity configuration", Ends::of(field, NCC), Severity::Error));
    joins
}

/// What a field names that is of a type.
fn links_to<'w>(field: Field<'w>, of: &str) -> Vec<Link<'w>> {
    field.links().filter(|link| link.node.type_name() == of).collect()
}

/// Whether a field names what a resource of a type is, and nothing else that an input says. One that there is not is in no
/// region.
fn is_told(field: Field<'_>, links: &[Link<'_>], of: &str) -> bool {
    let is_exact = links.iter().any(Link::is_exact);
    let Some(value) = field.value() else { return is_exact };
    let mut flows = field.node.graph().graph.stack.flows(value.provenance()).iter();
    let is_free = value.symbol().is_some_and(|symbol| symbol.free);
    let comes_from = !links.is_empty() || flows.any(|flow| &*flow.type_name == of);
    is_exact
        || value.cause().is_some_and(|cause| cause.subject.contains(of))
        || comes_from && !(is_free && field.may_be_another())
}

/// What makes up an AWS network, or the region that a GCP network names.
fn parts_of(network: MwsNetwork<'_>) -> Vec<Ends<'_>> {
    if network.subnet_region().is_some() {
        return vec![Ends::node(network.0)];
    }
    let mut parts = vec![Ends::of(network.vpc_id(), AWS_NETWORK)];
    parts.extend(network.parts().flat_map(|part| Ends::each(part, AWS_NETWORK)));
    parts
}

/// Of the parts of a network the first of those that tell most of it beside something else: that it lies elsewhere or may, that
/// it lies there too, or where it lies.
fn most_telling<'w>(beside: &Ends<'w>, parts: Vec<Ends<'w>>) -> Ends<'w> {
    let rank = |part: &Ends<'w>| match (part, beside) {
        (Ends::Some(ends), Ends::Some(others)) => match agree(others, ends) {
            (Tri::False, _) => 0,
            (Tri::Unknown, true) => 1,
            (Tri::True, _) => 2,
            (Tri::Unknown, false) => 3,
        },
        (Ends::Some(_), _) => 3,
        (Ends::Unknown(_), _) => 4,
        (Ends::None, _) => 5,
    };
    parts.into_iter().min_by_key(rank).unwrap_or(Ends::None)
}

/// Whether two things lie in one region, of which a field that may name several names one, and whether some of them surely do
/// not.
fn agree(left: &[End<'_>], right: &[End<'_>]) -> (Tri, bool) {
    let pairs = || pairs(left, right);
    let apart = pairs().any(|(a, b)| a.lies_with(b).is_false());
    let told = if pairs().all(|(a, b)| a.lies_with(b).is_true()) {
        Tri::True
    // They must all be wrong.
    } else if pairs().all(|(a, b)| a.lies_with(b).is_false()) && pairs().any(|(a, b)| a.exact && b.exact) {
        Tri::False
    } else {
        Tri::Unknown
    };
    (told, apart)
}

/// What can be joined of what two fields name.
fn pairs<'e, 'w>(
    left: &'e [End<'w>],
    right: &'e [End<'w>],
) -> impl Iterator<Item = (&'e End<'w>, &'e End<'w>)> {
    let all = left.iter().flat_map(move |a| right.iter().map(move |b| (a, b)));
    all.filter(|(a, b)| !a.excludes(b))
}

fn compare<'w>(ctx: &mut Context<'w>, join: &Join<'w>) {
    let ((left_word, left), (right_word, right)) = (&join.left, &join.right);
    let (left, right) = match (left, right) {
        (Ends::Some(left), Ends::Some(right)) => (left, right),
        (Ends::Some(known), Ends::Unknown(cause)) | (Ends::Unknown(cause), Ends::Some(known)) => {
            let what = if matches!(join.left.1, Ends::Some(_)) { right_word } else { left_word };
            let address = known.first().map_or("", |end| end.node.address());
            let message = format!("it is not known whether `{address}` and its {what} lie in one region");
            ctx.undecided(join.field.place(), cause.clone(), message).severity(join.severity);
            return;
        }
        (Ends::Unknown(cause), Ends::Unknown(other)) => {
            let address = join.field.node.address();
            let message = format!(
                "it is not known whether the {left_word} and the {right_word} that `{address}` joins lie in one region"
            );
            let outcome = ctx.undecided(join.field.place(), cause.clone(), message);
            outcome.severity(join.severity).because(other.clone());
            return;
        }
        _ => return,
    };
    match agree(left, right).0 {
        Tri::True => return,
        Tri::False => {
            if let Some((a, b)) = pairs(left, right).find(|(a, b)| a.exact && b.exact) {
                violated(ctx, join, (left_word, a), (right_word, b));
                return;
            }
        }
        Tri::Unknown => {}
    }
    let Some((a, b)) = pairs(left, right).find(|(a, b)| !a.lies_with(b).is_true()) else { return };
    let cause = a.region.cause().or_else(|| b.region.cause()).or_else(|| join.field.cause());
    let cause = cause.unwrap_or_else(|| {
        if join.field.value().is_some_and(Value::is_wholly_known) {
            let address = b.node.address();
            let text = format!("it is not known what `{address}` is called");
            return Cause::new(CauseKind::AfterApply, address, text);
        }
        join.field.cause_or(&join.field.path().to_string())
    });
    let message = format!(
        "it is not known whether {left_word} `{}` and {right_word} `{}` lie in one region",
        a.node.address(),
        b.node.address()
    );
    ctx.undecided(join.field.place(), cause, message).severity(join.severity);
}

fn violated<'w>(ctx: &mut Context<'w>, join: &Join<'w>, a: (&str, &End<'w>), b: (&str, &End<'w>)) {
    let ((left_word, a), (right_word, b)) = (a, b);
    let (left, right) = (a.region.shown(), b.region.shown());
    let message = format!(
        "{left_word} `{}` lies in {left}, its {right_word} `{}` in {right}",
        a.node.address(),
        b.node.address()
    );
    let outcome = ctx.violated(join.field.place(), message);
    outcome
        .severity(join.severity)
        .label(format!("joins {left} and {right}"))
        .help(format!("take the {right_word} of {left}"))
        .related(format!("region of the {left_word}: {left}"), a.region.place())
        .related(format!("region of the {right_word}: {right}"), b.region.place());
}
