//! The `databricks_aws_*_policy` data sources (provider 1.128.0, `aws/data_aws_*.go`).

use bricklint_findings::cause::Cause;
use bricklint_lang::types::Type;
use bricklint_lang::value::{Blank, Refinements, Unknown, Value};
use bricklint_model::aws::partition::{PARTITIONS, Partition};

use super::document::{Layout, Node, at_least};
use super::view::{Piece, Strings, View, is_set, join, undecided};
use super::{Computed, Refused, Unite};

/// `aws_partition` as an argument.
enum Where {
    Known(&'static Partition),
    Unknown(Cause),
}

impl Where {
    fn read(view: &View<'_>) -> Result<Self, Refused> {
        let Some(value) = view.string("aws_partition")? else { return Ok(Self::Known(&PARTITIONS[0])) };
        let Some(name) = value.as_str() else {
            return Ok(Self::Unknown(value.cause().cloned().unwrap_or_else(|| undecided("aws_partition"))));
        };
        PARTITIONS
            .iter()
            .find(|p| p.name == name)
            .map(Self::Known)
            .ok_or_else(|| Refused::new("`aws_partition` must be `aws`, `aws-us-gov` or `aws-us-gov-dod`"))
    }

    fn fact(&self, prefix: &str, fact: fn(&Partition) -> &'static str) -> Value {
        match self {
            Self::Known(partition) => Value::string(fact(partition)),
            Self::Unknown(cause) => Value::from_unknown(Unknown {
                ty: Type::String,
                refinements: Refinements {
                    not_null: true,
                    prefix: (!prefix.is_empty()).then(|| prefix.into()),
                    ..Refinements::default()
                },
                cause: cause.clone(),
                symbol: None,
                may_be: Blank::NONE,
                cases: None,
            }),
        }
    }

    /// The partition in ARNs.
    fn arn(&self) -> Value {
        self.fact("aws", |p| p.arn)
    }
}

/// The document and what every source of the family has besides; `hidden` is why it may have other statements.
fn computed(statements: Vec<Node>, hidden: Option<Cause>, id: Value, defaults: Computed) -> Computed {
    let statements = match hidden {
        None => Node::List(statements),
        Some(cause) => {
            let sure = statements.iter().map(Node::value).collect();
            Node::Leaf(at_least(&Value::unknown(Type::Dynamic, cause), sure))
        }
    };
    let document = Node::object([("Version", Node::text("2012-10-17")), ("Statement", statements)]);
    let mut out = vec![("json", document.encoded(Layout::Indented)), ("id", id)];
    out.extend(defaults);
    out
}

/// `(name, default)` for an argument that is left out.
fn default(view: &View<'_>, name: &'static str, value: Value) -> Option<(&'static str, Value)> {
    view.get(name).is_none().then_some((name, value))
}

fn partition_default(view: &View<'_>) -> Option<(&'static str, Value)> {
    default(view, "aws_partition", Value::string("aws"))
}

/// A statement: members in the provider's order, absent ones left out.
#[derive(Default)]
struct Statement {
    sid: Option<&'static str>,
    action: Option<Node>,
    resource: Option<Node>,
    not_resource: Option<Node>,
    principal: Option<Value>,
    condition: Option<Node>,
}

impl From<Statement> for Node {
    fn from(s: Statement) -> Self {
        let principal = s.principal.map(|p| Node::object([("AWS", Node::Leaf(p))]));
        let members = [
            ("Sid", s.sid.map(Node::text)),
            ("Effect", Some(Node::text("Allow"))),
            ("Action", s.action),
            ("Resource", s.resource),
            ("NotResource", s.not_resource),
            ("Principal", principal),
            ("Condition", s.condition),
        ];
        Node::object(members.into_iter().filter_map(|(k, v)| v.map(|v| (k, v))))
    }
}

fn condition(test: &str, variable: &str, value: Value) -> Node {
    Node::object([(test, Node::object([(variable, Node::Leaf(value))]))])
}

/// `databricks_aws_assume_role_policy`
pub(super) fn assume_role(view: &View<'_>, unite: Unite<'_>) -> Result<Computed, Refused> {
    let partition = Where::read(view)?;
    let external_id = view.required("external_id")?;
    let given = view.string("databricks_account_id")?;
    let account = match (is_set(given.as_ref()), given) {
        (Some(true), Some(given)) => given,
        (None, Some(given)) => unknown_like(&given),
        _ => partition.fact("", |p| p.account),
    };
    let (log_delivery, log_delivery_default) = match view.get("for_log_delivery") {
        None => (Ok(false), Some(("for_log_delivery", Value::bool(false)))),
        Some(value) => (flag(&value, "for_log_delivery")?, None),
    };
    let root = join(
        &[
            Piece::Text("arn:"),
            Piece::Value(&partition.arn()),
            Piece::Text(":iam::"),
            Piece::Value(&account),
            Piece::Text(":root"),
        ],
        unite,
    );
    let principal = match log_delivery {
        Ok(false) => root,
        Ok(true) => partition.fact("arn:aws", |p| p.log_delivery),
        Err(cause) => Where::Unknown(cause).fact("arn:aws", |p| p.log_delivery),
    };
    let statement = Statement {
        action: Some(Node::text("sts:AssumeRole")),
        principal: Some(principal),
        condition: Some(condition("StringEquals", "sts:ExternalId", external_id.clone())),
        ..Statement::default()
    };
    let defaults = partition_default(view).into_iter().chain(log_delivery_default).collect();
    Ok(computed(vec![statement.into()], None, external_id, defaults))
}

/// `databricks_aws_bucket_policy`; it accepts `databricks_account_id` and does nothing with it.
pub(super) fn bucket(view: &View<'_>, unite: Unite<'_>) -> Result<Computed, Refused> {
    let partition = Where::read(view)?;
    let bucket = view.required("bucket")?;
    check_bucket(&bucket, "bucket")?;
    let arn = partition.arn();
    let owner = view.string("databricks_e2_account_id")?;
    let role = view.string("full_access_role")?;
    let principal = match (is_set(role.as_ref()), role) {
        (Some(true), Some(role)) => role,
        (None, Some(role)) => unknown_like(&role),
        _ => join(
            &[
                Piece::Text("arn:"),
                Piece::Value(&arn),
                Piece::Text(":iam::"),
                Piece::Value(&partition.fact("", |p| p.account)),
                Piece::Text(":root"),
            ],
            unite,
        ),
    };
    let statement = Statement {
        action: Some(Node::texts(&[
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:ListBucket",
            "s3:GetBucketLocation",
        ])),
        resource: Some(bucket_resources(&arn, &bucket, unite)),
        principal: Some(principal),
        condition: match (is_set(owner.as_ref()), owner) {
            (Some(true), Some(owner)) => {
                Some(condition("StringEquals", "aws:PrincipalTag/DatabricksAccountId", owner))
            }
            (None, Some(owner)) => Some(Node::Leaf(unknown_part(&owner))),
            _ => None,
        },
        ..Statement::default()
    };
    Ok(computed(vec![statement.into()], None, bucket, partition_default(view).into_iter().collect()))
}

/// `databricks_aws_unity_catalog_assume_role_policy`
pub(super) fn unity_catalog_assume_role(view: &View<'_>, unite: Unite<'_>) -> Result<Computed, Refused> {
    let partition = Where::read(view)?;
    let role = view.required("role_name")?;
    let external_id = view.required("external_id")?;
    let account = view.required("aws_account_id")?;
    let given = view.string("unity_catalog_iam_arn")?;
    let (master, master_default) = match (is_set(given.as_ref()), given) {
        (Some(true), Some(given)) => (given, None),
        (None, Some(given)) => (unknown_like(&given), None),
        _ => {
            let master = partition.fact("arn:aws", |p| p.unity_catalog);
            (master.clone(), Some(("unity_catalog_iam_arn", master)))
        }
    };
    let arn = partition.arn();
    let role_arn = role_arn(&arn, &account, &role, unite);
    let root = join(
        &[
            Piece::Text("arn:"),
            Piece::Value(&arn),
            Piece::Text(":iam::"),
            Piece::Value(&account),
            Piece::Text(":root"),
        ],
        unite,
    );
    let has_id = ("StringEquals", Node::object([("sts:ExternalId", Node::Leaf(external_id.clone()))]));
    let is_role = ("ArnLike", Node::object([("aws:PrincipalArn", Node::Leaf(role_arn))]));
    let by_databricks = Statement {
        sid: Some("UnityCatalogAssumeRole"),
        action: Some(Node::text("sts:AssumeRole")),
        principal: Some(master),
        condition: Some(Node::object([has_id.clone()])),
        ..Statement::default()
    };
    let by_itself = Statement {
        sid: Some("ExplicitSelfRoleAssumption"),
        action: Some(Node::text("sts:AssumeRole")),
        principal: Some(root),
        condition: Some(Node::object([is_role, has_id])),
        ..Statement::default()
    };
    let id = dashed(&[&account, &role, &external_id], unite);
    let defaults = partition_default(view).into_iter().chain(master_default).collect();
    Ok(computed(vec![by_databricks.into(), by_itself.into()], None, id, defaults))
}

/// `databricks_aws_unity_catalog_policy`
pub(super) fn unity_catalog(view: &View<'_>, unite: Unite<'_>) -> Result<Computed, Refused> {
    let partition = Where::read(view)?;
    let bucket = view.required("bucket_name")?;
    check_bucket(&bucket, "bucket_name")?;
    let role = view.required("role_name")?;
    let account = view.required("aws_account_id")?;
    let arn = partition.arn();
    let queue = |service: &str| {
        join(
            &[
                Piece::Text("arn:"),
                Piece::Value(&arn),
                Piece::Text(":"),
                Piece::Text(service),
                Piece::Text(":*:"),
                Piece::Value(&account),
                Piece::Text(":csms-*"),
            ],
            unite,
        )
    };
    let (queues, topics) = (queue("sqs"), queue("sns"));
    let bucket_arn =
        join(&[Piece::Text("arn:"), Piece::Value(&arn), Piece::Text(":s3:::"), Piece::Value(&bucket)], unite);
    let allow = |sid: Option<&'static str>, actions: &[&str], resource: Node| -> Node {
        Statement {
            sid,
            action: Some(Node::texts(actions)),
            resource: Some(resource),
            ..Statement::default()
        }
        .into()
    };
    let mut statements = vec![
        allow(
            None,
            &[
                "s3:GetObject",
                "s3:PutObject",
                "s3:DeleteObject",
                "s3:ListBucket",
                "s3:GetBucketLocation",
                "s3:ListBucketMultipartUploads",
                "s3:ListMultipartUploadParts",
                "s3:AbortMultipartUpload",
            ],
            bucket_resources(&arn, &bucket, unite),
        ),
        allow(None, &["sts:AssumeRole"], Node::list([role_arn(&arn, &account, &role, unite)])),
    ];
    let mut hidden = None;
    let key = view.string("kms_name")?;
    match (is_set(key.as_ref()), key) {
        (Some(true), Some(key)) => statements.push(allow(
            None,
            &["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*"],
            Node::list([key_arn(&partition, &key, unite)]),
        )),
        (None, Some(key)) => hidden = Some(key.cause().cloned().unwrap_or_else(|| undecided("kms_name"))),
        _ => {}
    }
    statements.push(allow(
        Some("ManagedFileEventsSetupStatement"),
        &[
            "s3:GetBucketNotification",
            "s3:PutBucketNotification",
            "sns:ListSubscriptionsByTopic",
            "sns:GetTopicAttributes",
            "sns:SetTopicAttributes",
            "sns:CreateTopic",
            "sns:TagResource",
            "sns:Publish",
            "sns:Subscribe",
            "sqs:CreateQueue",
            "sqs:DeleteMessage",
            "sqs:ReceiveMessage",
            "sqs:SendMessage",
            "sqs:GetQueueUrl",
            "sqs:GetQueueAttributes",
            "sqs:SetQueueAttributes",
            "sqs:TagQueue",
            "sqs:ChangeMessageVisibility",
            "sqs:PurgeQueue",
        ],
        Node::list([bucket_arn, queues.clone(), topics.clone()]),
    ));
    statements.push(allow(
        Some("ManagedFileEventsListStatement"),
        &["sqs:ListQueues", "sqs:ListQueueTags", "sns:ListTopics"],
        Node::list([queues.clone(), topics.clone()]),
    ));
    statements.push(allow(
        Some("ManagedFileEventsTeardownStatement"),
        &["sns:Unsubscribe", "sns:DeleteTopic", "sqs:DeleteQueue"],
        Node::list([queues, topics]),
    ));
    let id = dashed(&[&bucket, &account, &role], unite);
    Ok(computed(statements, hidden, id, partition_default(view).into_iter().collect()))
}

/// The key in the KMS statement. The provider takes a name that starts with `arn:` and the *partition's
/// name* as it is and puts an ARN in front of any other, also in front of the full ARN of a key in
/// `aws-us-gov-dod`.
fn key_arn(partition: &Where, key: &Value, unite: Unite<'_>) -> Value {
    let whole = match partition {
        Where::Known(partition) => starts_with(key, &format!("arn:{}", partition.name)),
        Where::Unknown(_) => None,
    };
    match whole {
        Some(true) => key.clone(),
        Some(false) => join(
            &[Piece::Text("arn:"), Piece::Value(&partition.arn()), Piece::Text(":kms:"), Piece::Value(key)],
            unite,
        ),
        None => unknown_like(key),
    }
}

/// Whether a string starts with `prefix`, as far as its known beginning tells.
fn starts_with(value: &Value, prefix: &str) -> Option<bool> {
    use bricklint_lang::value::Segment;
    if let Some(text) = value.as_str() {
        return Some(text.starts_with(prefix));
    }
    let known = match (value.as_segments().and_then(<[Segment]>::first), value.as_unknown()) {
        (Some(Segment::Known(text)), _) => &**text,
        (_, Some(unknown)) => unknown.refinements.prefix.as_deref().unwrap_or(""),
        _ => "",
    };
    if known.starts_with(prefix) {
        Some(true)
    } else if prefix.starts_with(known) {
        None
    } else {
        Some(false)
    }
}

/// `databricks_aws_crossaccount_policy`
pub(super) fn crossaccount(view: &View<'_>, unite: Unite<'_>) -> Result<Computed, Refused> {
    let partition = Where::read(view)?;
    let arn = partition.arn();
    let given = view.string("policy_type")?;
    let kind = match &given {
        None => Ok(PolicyType::Managed),
        Some(value) => match value.as_str() {
            Some("managed") => Ok(PolicyType::Managed),
            Some("customer") => Ok(PolicyType::Customer),
            Some("restricted") => Ok(PolicyType::Restricted),
            Some(_) => {
                return Err(Refused::new("`policy_type` must be `managed`, `customer` or `restricted`"));
            }
            None => Err(value.cause().cloned().unwrap_or_else(|| undecided("policy_type"))),
        },
    };
    let roles = view.strings("pass_roles")?;
    let (statements, hidden) = match (kind, roles) {
        (Err(cause), _) => (Vec::new(), Some(cause)),
        (Ok(kind), roles) => {
            let (pass, hidden) = match roles {
                Strings::Absent => (None, None),
                Strings::Known(roles) if roles.is_empty() => (None, None),
                Strings::Known(roles) => (Some(Node::list(roles)), None),
                Strings::Unknown(value) => match value.as_unknown() {
                    // A list that may be empty may leave the statement out.
                    Some(unknown) if unknown.refinements.min_length.unwrap_or(0) > 0 => {
                        (Some(Node::Leaf(value)), None)
                    }
                    _ => (None, Some(value.cause().cloned().unwrap_or_else(|| undecided("pass_roles")))),
                },
            };
            let restricted =
                if kind == PolicyType::Restricted { restricted(view, &arn, unite)? } else { Vec::new() };
            (crossaccount_statements(kind, &arn, pass, restricted, unite), hidden)
        }
    };
    let defaults = partition_default(view)
        .into_iter()
        .chain(default(view, "policy_type", Value::string("managed")))
        .collect();
    Ok(computed(statements, hidden, Value::string("_"), defaults))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PolicyType {
    Managed,
    Customer,
    Restricted,
}

fn crossaccount_statements(
    kind: PolicyType,
    arn: &Value,
    pass_roles: Option<Node>,
    restricted: Vec<Node>,
    unite: Unite<'_>,
) -> Vec<Node> {
    let mut actions = BASE_ACTIONS.to_vec();
    if kind != PolicyType::Restricted {
        actions.extend(INSTANCE_ACTIONS);
    }
    if kind == PolicyType::Managed {
        actions.extend(NETWORK_ACTIONS);
    }
    let spot_role = join(
        &[
            Piece::Text("arn:"),
            Piece::Value(arn),
            Piece::Text(":iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"),
        ],
        unite,
    );
    let mut statements: Vec<Node> = vec![
        Statement {
            action: Some(Node::texts(&actions)),
            resource: Some(Node::text("*")),
            ..Statement::default()
        }
        .into(),
        Statement {
            action: Some(Node::texts(&["iam:CreateServiceLinkedRole", "iam:PutRolePolicy"])),
            resource: Some(Node::Leaf(spot_role)),
            condition: Some(condition(
                "StringLike",
                "iam:AWSServiceName",
                Value::string("spot.amazonaws.com"),
            )),
            ..Statement::default()
        }
        .into(),
    ];
    if let Some(roles) = pass_roles {
        statements.push(
            Statement {
                action: Some(Node::text("iam:PassRole")),
                resource: Some(roles),
                ..Statement::default()
            }
            .into(),
        );
    }
    statements.extend(restricted);
    statements
}

/// The statements that a restricted policy adds.
fn restricted(view: &View<'_>, arn: &Value, unite: Unite<'_>) -> Result<Vec<Node>, Refused> {
    let argument = |name: &str, fits: fn(&str) -> bool, must: &str| -> Result<Value, Refused> {
        let value = view.string(name)?.unwrap_or_else(|| Value::string(""));
        match value.as_str() {
            Some(text) if !fits(text) => Err(Refused::new(format!("`{name}` must {must}"))),
            _ => Ok(value),
        }
    };
    let account = argument(
        "aws_account_id",
        |t| t.len() == 12 && t.bytes().all(|b| b.is_ascii_digit()),
        "be a number of 12 digits",
    )?;
    let vpc = argument("vpc_id", |t| t.starts_with("vpc-"), "begin with `vpc-`")?;
    let region = argument("region", |t| !t.is_empty(), "be set")?;
    let group = argument("security_group_id", |t| t.starts_with("sg-"), "begin with `sg-`")?;
    let resource = |kind: &str, name: &Value| {
        join(
            &[
                Piece::Text("arn:"),
                Piece::Value(arn),
                Piece::Text(":ec2:"),
                Piece::Value(&region),
                Piece::Text(":"),
                Piece::Value(&account),
                Piece::Text(":"),
                Piece::Text(kind),
                Piece::Text("/"),
                Piece::Value(name),
            ],
            unite,
        )
    };
    let any = Value::string("*");
    let all = |kind: &str| resource(kind, &any);
    let one = |kind: &str| Node::Leaf(all(kind));
    let many = |kinds: &[&str]| Node::list(kinds.iter().map(|k| all(k)));
    let equals = |variable: &str, value: Value| Some(condition("StringEquals", variable, value));
    let tagged = |variable: &str| equals(variable, Value::string("Databricks"));
    let in_vpc = || equals("ec2:vpc", resource("vpc", &vpc));
    let run = || Some(Node::text("ec2:RunInstances"));
    let statements = [
        Statement {
            sid: Some("InstancePoolsSupport"),
            action: Some(Node::texts(&[
                "ec2:AssociateIamInstanceProfile",
                "ec2:DisassociateIamInstanceProfile",
                "ec2:ReplaceIamInstanceProfileAssociation",
            ])),
            resource: Some(one("instance")),
            condition: tagged("ec2:ResourceTag/Vendor"),
            ..Statement::default()
        },
        Statement {
            sid: Some("AllowEc2RunInstancePerTag"),
            action: run(),
            resource: Some(many(&["volume", "instance"])),
            condition: tagged("aws:RequestTag/Vendor"),
            ..Statement::default()
        },
        Statement {
            sid: Some("AllowEc2RunInstanceImagePerTag"),
            action: run(),
            resource: Some(one("image")),
            condition: tagged("aws:ResourceTag/Vendor"),
            ..Statement::default()
        },
        Statement {
            sid: Some("AllowEc2RunInstancePerVPCid"),
            action: run(),
            resource: Some(many(&["network-interface", "subnet", "security-group"])),
            condition: in_vpc(),
            ..Statement::default()
        },
        Statement {
            sid: Some("AllowEc2RunInstanceOtherResources"),
            action: run(),
            not_resource: Some(many(&[
                "image",
                "network-interface",
                "subnet",
                "security-group",
                "volume",
                "instance",
            ])),
            ..Statement::default()
        },
        Statement {
            sid: Some("EC2TerminateInstancesTag"),
            action: Some(Node::text("ec2:TerminateInstances")),
            resource: Some(one("instance")),
            condition: tagged("ec2:ResourceTag/Vendor"),
            ..Statement::default()
        },
        Statement {
            sid: Some("EC2AttachDetachVolumeTag"),
            action: Some(Node::texts(&["ec2:AttachVolume", "ec2:DetachVolume"])),
            resource: Some(many(&["instance", "volume"])),
            condition: tagged("ec2:ResourceTag/Vendor"),
            ..Statement::default()
        },
        Statement {
            sid: Some("EC2CreateVolumeByTag"),
            action: Some(Node::text("ec2:CreateVolume")),
            resource: Some(one("volume")),
            condition: tagged("aws:RequestTag/Vendor"),
            ..Statement::default()
        },
        Statement {
            sid: Some("EC2DeleteVolumeByTag"),
            action: Some(Node::text("ec2:DeleteVolume")),
            resource: Some(many(&["volume"])),
            condition: tagged("ec2:ResourceTag/Vendor"),
            ..Statement::default()
        },
        Statement {
            sid: Some("VpcNonresourceSpecificActions"),
            action: Some(Node::texts(&[
                "ec2:AuthorizeSecurityGroupEgress",
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:RevokeSecurityGroupEgress",
                "ec2:RevokeSecurityGroupIngress",
            ])),
            resource: Some(Node::Leaf(resource("security-group", &group))),
            condition: in_vpc(),
            ..Statement::default()
        },
    ];
    Ok(statements.into_iter().map(Node::from).collect())
}

/// Actions of every cross-account policy.
const BASE_ACTIONS: [&str; 37] = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CancelSpotInstanceRequests",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeIamInstanceProfileAssociations",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstances",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeNatGateways",
    "ec2:DescribeNetworkAcls",
    "ec2:DescribePrefixLists",
    "ec2:DescribeReservedInstancesOfferings",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSpotInstanceRequests",
    "ec2:DescribeSpotPriceHistory",
    "ec2:DescribeSubnets",
    "ec2:DescribeVolumes",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
    "ec2:CreateTags",
    "ec2:DeleteTags",
    "ec2:GetSpotPlacementScores",
    "ec2:RequestSpotInstances",
    "ec2:DescribeFleetHistory",
    "ec2:ModifyFleet",
    "ec2:DeleteFleets",
    "ec2:DescribeFleetInstances",
    "ec2:DescribeFleets",
    "ec2:CreateFleet",
    "ec2:DeleteLaunchTemplate",
    "ec2:GetLaunchTemplateData",
    "ec2:CreateLaunchTemplate",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:ModifyLaunchTemplate",
    "ec2:DeleteLaunchTemplateVersions",
    "ec2:CreateLaunchTemplateVersion",
];

/// Actions on any instance, which a restricted policy scopes by tag.
const INSTANCE_ACTIONS: [&str; 13] = [
    "ec2:AssociateIamInstanceProfile",
    "ec2:AttachVolume",
    "ec2:AuthorizeSecurityGroupEgress",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:CreateVolume",
    "ec2:DeleteVolume",
    "ec2:DetachVolume",
    "ec2:DisassociateIamInstanceProfile",
    "ec2:ReplaceIamInstanceProfileAssociation",
    "ec2:RevokeSecurityGroupEgress",
    "ec2:RevokeSecurityGroupIngress",
    "ec2:RunInstances",
    "ec2:TerminateInstances",
];

/// Actions on the network, for a VPC that Databricks manages.
const NETWORK_ACTIONS: [&str; 26] = [
    "ec2:AttachInternetGateway",
    "ec2:AllocateAddress",
    "ec2:AssociateDhcpOptions",
    "ec2:AssociateRouteTable",
    "ec2:CreateDhcpOptions",
    "ec2:CreateInternetGateway",
    "ec2:CreateNatGateway",
    "ec2:CreateRoute",
    "ec2:CreateRouteTable",
    "ec2:CreateSecurityGroup",
    "ec2:CreateSubnet",
    "ec2:CreateVpc",
    "ec2:CreateVpcEndpoint",
    "ec2:DeleteDhcpOptions",
    "ec2:DeleteInternetGateway",
    "ec2:DeleteNatGateway",
    "ec2:DeleteRoute",
    "ec2:DeleteRouteTable",
    "ec2:DeleteSecurityGroup",
    "ec2:DeleteSubnet",
    "ec2:DeleteVpc",
    "ec2:DeleteVpcEndpoints",
    "ec2:DetachInternetGateway",
    "ec2:DisassociateRouteTable",
    "ec2:ModifyVpcAttribute",
    "ec2:ReleaseAddress",
];

fn role_arn(arn: &Value, account: &Value, role: &Value, unite: Unite<'_>) -> Value {
    join(
        &[
            Piece::Text("arn:"),
            Piece::Value(arn),
            Piece::Text(":iam::"),
            Piece::Value(account),
            Piece::Text(":role/"),
            Piece::Value(role),
        ],
        unite,
    )
}

/// The objects of a bucket, and the bucket.
fn bucket_resources(arn: &Value, bucket: &Value, unite: Unite<'_>) -> Node {
    let start = [Piece::Text("arn:"), Piece::Value(arn), Piece::Text(":s3:::"), Piece::Value(bucket)];
    let bucket_arn = join(&start, unite);
    let objects = join(&[Piece::Value(&bucket_arn), Piece::Text("/*")], unite);
    Node::list([objects, bucket_arn])
}

fn dashed(parts: &[&Value; 3], unite: Unite<'_>) -> Value {
    let [a, b, c] = parts;
    join(&[Piece::Value(a), Piece::Text("-"), Piece::Value(b), Piece::Text("-"), Piece::Value(c)], unite)
}

/// A name of 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends.
fn check_bucket(bucket: &Value, name: &str) -> Result<(), Refused> {
    let Some(text) = bucket.as_str() else { return Ok(()) };
    let end = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
    let bytes = text.as_bytes();
    let fits = (3..=63).contains(&bytes.len())
        && end(bytes.first())
        && end(bytes.last())
        && bytes.iter().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || matches!(b, b'-' | b'.'));
    if fits { Ok(()) } else { Err(Refused::new(format!("`{name}` is not a bucket name"))) }
}

/// A truth value; the inner error is why it is unknown.
fn flag(value: &Value, name: &str) -> Result<Result<bool, Cause>, Refused> {
    match (value.as_bool(), value.as_str(), value.cause()) {
        (Some(flag), ..) => Ok(Ok(flag)),
        (_, Some("true"), _) => Ok(Ok(true)),
        (_, Some("false"), _) => Ok(Ok(false)),
        (_, None, Some(cause)) => Ok(Err(cause.clone())),
        _ => Err(Refused::new(format!("`{name}` must be a truth value"))),
    }
}

/// An unknown string for the same reason.
fn unknown_like(value: &Value) -> Value {
    let cause = value.cause().cloned().unwrap_or_else(|| undecided("an argument"));
    Value::unknown(Type::String, cause).with_marks(value.marks()).with_provenance(value.provenance())
}

/// An unknown part of a document for the same reason.
fn unknown_part(value: &Value) -> Value {
    let cause = value.cause().cloned().unwrap_or_else(|| undecided("an argument"));
    Value::unknown(Type::Dynamic, cause).with_provenance(value.provenance())
}
