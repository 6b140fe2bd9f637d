//! What Databricks owns in each AWS partition (provider `databricks/databricks`, `aws/constants.go`), and what
//! is known of policies that AWS owns.

use bricklint_lang::tri::Tri;

/// A partition as the Databricks provider names it.
#[derive(Debug)]
pub struct Partition {
    /// The provider's name for it.
    pub name: &'static str,
    /// The partition in ARNs.
    pub arn: &'static str,
    /// AWS account of Databricks, twelve digits.
    pub account: &'static str,
    /// ARN of the role that delivers logs.
    pub log_delivery: &'static str,
    /// ARN of the role that Unity Catalog assumes other roles with.
    pub unity_catalog: &'static str,
}

/// All partitions, the commercial one first.
pub const PARTITIONS: [Partition; 3] = [
    Partition {
        name: "aws",
        arn: "aws",
        account: "414351767826",
        log_delivery: "arn:aws:iam::414351767826:role/SaasUsageDeliveryRole-prod-IAMRole-3PLHICCRR1TK",
        unity_catalog: "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL",
    },
    Partition {
        name: "aws-us-gov",
        arn: "aws-us-gov",
        account: "044793339203",
        log_delivery: "arn:aws-us-gov:iam::044793339203:role/SaasUsageDeliveryRole-prod-aws-gov-IAMRole-L4QM0RCHYQ1G",
        unity_catalog: "arn:aws-us-gov:iam::044793339203:role/unity-catalog-prod-UCMasterRole-1QRFA8SGY15OJ",
    },
    Partition {
        name: "aws-us-gov-dod",
        arn: "aws-us-gov",
        account: "170661010020",
        log_delivery: "arn:aws-us-gov:iam::170661010020:role/SaasUsageDeliveryRole-prod-aws-gov-dod-IAMRole-1DMEHBYR8VC5P",
        unity_catalog: "arn:aws-us-gov:iam::170661010020:role/unity-catalog-prod-UCMasterRole-1DI6DL6ZP26AS",
    },
];

/// How the names of the roles that Unity Catalog assumes other roles with begin.
pub const UNITY_CATALOG_ROLE: &str = "unity-catalog-prod-UCMasterRole-";

/// How the names of the roles that deliver logs begin.
pub const LOG_DELIVERY_ROLE: &str = "SaasUsageDeliveryRole-";

/// AWS account of Databricks whose role serverless SQL warehouses use (provider `docs/resources/instance_profile.md`).
pub const SERVERLESS_ACCOUNT: &str = "790110701330";

/// The AWS accounts of Databricks, each after its partition in ARNs.
pub fn accounts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_partitions = PARTITIONS.iter().map(|partition| (partition.arn, partition.account));
    of_partitions.chain([("aws", SERVERLESS_ACCOUNT)])
}

/// Whether Databricks owns the AWS account.
pub fn is_databricks_account(account: &str) -> bool {
    accounts().any(|(_, own)| own == account)
}

/// Whether an AWS managed policy allows `sts:AssumeRole` on any role, by its name (AWS Managed Policy
/// Reference Guide). Those for storage and keys do not.
pub fn allows_assume_role(policy: &str) -> Tri {
    const STORAGE_OR_KEYS: &[&str] = &["AmazonS3", "AWSKeyManagementService", "AmazonSQS", "AmazonSNS"];
    match policy {
        "AdministratorAccess" | "PowerUserAccess" => Tri::True,
        name if STORAGE_OR_KEYS.iter().any(|prefix| name.starts_with(prefix)) => Tri::False,
        _ => Tri::Unknown,
    }
}
