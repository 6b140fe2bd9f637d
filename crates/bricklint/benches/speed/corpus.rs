//! Configurations of any size, as teams on Databricks and AWS write them, the same in every run.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::random::Random;

/// Roots of the corpus.
const ROOTS: usize = 500;
/// Shared local modules of the corpus.
const MODULES: usize = 60;
/// Files of each module: see [`module`].
const MODULE_FILES: usize = 4;
/// `.tf` files of the corpus.
const FILES: usize = 10_000;
/// Module calls of each root.
const CALLS: usize = 2;

const DOMAINS: &[&str] = &[
    "orders",
    "billing",
    "customer",
    "inventory",
    "shipping",
    "payments",
    "claims",
    "pricing",
    "telemetry",
    "marketing",
    "forecast",
    "returns",
    "ledger",
    "catalogue",
    "loyalty",
    "fraud",
];
const LAYERS: &[&str] = &["bronze", "silver", "gold"];
const VERBS: &[&str] = &["ingest", "clean", "join", "aggregate", "publish", "score", "validate", "archive"];
const NODES: &[&str] = &["m6g.xlarge", "m5d.2xlarge", "r6id.xlarge", "i4i.xlarge", "c6gd.2xlarge"];
const PRIVILEGES: &[&str] =
    &["SELECT", "MODIFY", "CREATE_TABLE", "CREATE_VOLUME", "READ_VOLUME", "EXECUTE", "BROWSE"];
const SENTENCES: &[&str] = &[
    "Owned by the data platform team; ask before changing the schedule.",
    "The raw files arrive once an hour and are kept for thirty days.",
    "Reads from the landing bucket and never writes back to it.",
    "Numbers are reconciled with the ledger every morning at six.",
    "Personal data is masked before it leaves the silver layer.",
    "Retries are safe: each run replaces the partition that it writes.",
    "The quota was raised after the load test, see the runbook of the team.",
    "Kept for the auditors until the end of the fiscal year.",
];

/// Writes 10,000 files: 500 roots that call two of 60 shared local modules each. There are about 420 bytes of text
/// for each instance, as few as in the densest of the public repositories that the tool is tried on.
pub(crate) fn write_corpus(at: &Path) -> io::Result<()> {
    for number in 0..MODULES {
        module(&at.join(format!("modules/m{number:02}")), number)?;
    }
    let in_roots = FILES - MODULES * MODULE_FILES;
    for number in 0..ROOTS {
        // The files that do not divide go to the first roots.
        let files = in_roots / ROOTS + usize::from(number < in_roots % ROOTS);
        root(&at.join(format!("roots/{:02}/{number:03}", number / 50)), number, files, CALLS)?;
    }
    Ok(())
}

/// One root of so many files.
pub(crate) fn write_files(at: &Path, files: usize) -> io::Result<()> {
    module(&at.join("modules/m00"), 0)?;
    root(&at.join("root/0/0"), 0, files.max(6), 1)
}

/// One file of so many resources.
pub(crate) fn write_resources(at: &Path, count: usize) -> io::Result<()> {
    let mut out = String::new();
    for number in 0..count {
        match number % 5 {
            0 => {
                let _ = write!(
                    out,
                    "resource \"databricks_group\" \"g{number}\" {{\n  display_name = \"team-{number}\"\n}}\n\n"
                );
            }
            1 => {
                let _ = write!(
                    out,
                    "resource \"databricks_catalog\" \"c{number}\" {{\n  name    = \"c{number}\"\n  comment = \"{}\"\n}}\n\n",
                    SENTENCES.get(number % SENTENCES.len()).unwrap_or(&"")
                );
            }
            2 => {
                let _ = write!(
                    out,
                    "resource \"databricks_schema\" \"s{number}\" {{\n  catalog_name = databricks_catalog.c{}.name\n  name         = \"s\"\n}}\n\n",
                    number - 1
                );
            }
            3 => {
                let _ = write!(
                    out,
                    "resource \"databricks_grants\" \"u{number}\" {{\n  catalog = databricks_catalog.c{}.name\n  grant {{\n    principal  = databricks_group.g{}.display_name\n    privileges = [\"USE_CATALOG\"]\n  }}\n}}\n\n",
                    number - 2,
                    number - 3
                );
            }
            _ => {
                let _ = write!(
                    out,
                    "resource \"databricks_grants\" \"r{number}\" {{\n  schema = databricks_schema.s{}.id\n  grant {{\n    principal  = databricks_group.g{}.display_name\n    privileges = [\"USE_SCHEMA\", \"SELECT\"]\n  }}\n}}\n\n",
                    number - 2,
                    number - 4
                );
            }
        }
    }
    write(&at.join("main.tf"), &out)
}

/// One resource with so many instances, and as many that refer to them.
pub(crate) fn write_instances(at: &Path, count: usize) -> io::Result<()> {
    let text = format!(
        r#"locals {{
  # `range` makes a thousand at most.
  pairs = setproduct(range({}), range(100))
  teams = {{ for pair in local.pairs : "team-${{pair[0]}}-${{pair[1]}}" => "Team ${{pair[1]}} of ${{var.company}}" }}
}}

variable "company" {{
  type    = string
  default = "acme"
}}

resource "databricks_group" "team" {{
  for_each     = local.teams
  display_name = each.value
}}

resource "databricks_schema" "team" {{
  for_each     = local.teams
  catalog_name = "main"
  name         = each.key
  comment      = "Tables of ${{databricks_group.team[each.key].display_name}}"
  properties = {{
    owner = each.value
    layer = "gold"
  }}
}}
"#,
        count / 100
    );
    write(&at.join("main.tf"), &text)
}

/// One root with so many calls of one module.
pub(crate) fn write_calls(at: &Path, count: usize) -> io::Result<()> {
    module(&at.join("modules/m00"), 0)?;
    let mut out = String::from("variable \"environment\" {\n  type    = string\n  default = \"dev\"\n}\n\n");
    for number in 0..count {
        call(&mut out, &format!("call_{number}"), "../modules/m00", number, "var.environment", "{}", false);
    }
    write(&at.join("root/main.tf"), &out)
}

/// One root of twenty files, and a configuration with so many environments.
pub(crate) fn write_environments(at: &Path, count: usize) -> io::Result<()> {
    write_files(at, 40)?;
    let mut out = String::new();
    for number in 0..count {
        let _ = write!(
            out,
            "[environments.e{number}]\nvars = {{ environment = \"e{number}\", node_type = \"m{}.xlarge\" }}\n\n",
            number + 5
        );
    }
    write(&at.join("bricklint.toml"), &out)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}

/// A call of one of the shared modules.
fn call(
    out: &mut String,
    name: &str,
    source: &str,
    number: usize,
    environment: &str,
    tags: &str,
    each: bool,
) {
    let _ = write!(out, "module \"{name}\" {{\n  source = \"{source}\"\n");
    if each {
        out.push_str("  for_each = toset([\"eu\", \"us\"])\n\n");
        let _ = writeln!(out, "  name        = \"area-{number}-${{each.key}}\"");
    } else {
        let _ = writeln!(out, "\n  name        = \"area-{number}\"");
    }
    let _ = write!(
        out,
        r#"  environment = {environment}
  tags        = {tags}
  teams = {{
    engineers = {{ privileges = ["USE_SCHEMA", "SELECT", "MODIFY"], owner = true }}
    analysts  = {{ privileges = ["USE_SCHEMA", "SELECT"] }}
  }}
}}

"#
    );
}

/// A module of four files: a catalog with its schemas, groups, grants, storage and a job.
fn module(at: &Path, number: usize) -> io::Result<()> {
    let mut random = Random::new(1_000_000 + number as u64);
    write(
        &at.join("versions.tf"),
        "terraform {\n  required_version = \">= 1.5\"\n  required_providers {\n    databricks = {\n      source  = \"databricks/databricks\"\n      version = \">= 1.50\"\n    }\n    aws = {\n      source = \"hashicorp/aws\"\n    }\n  }\n}\n",
    )?;
    let domain = random.pick(DOMAINS);
    write(
        &at.join("variables.tf"),
        &format!(
            r#"# Inputs of the {domain} module.

variable "name" {{
  description = "Name of the area; the first part of everything in it."
  type        = string

  validation {{
    condition     = length(var.name) < 64
    error_message = "The name is too long."
  }}
}}

variable "environment" {{
  type = string
}}

variable "tags" {{
  type    = map(string)
  default = {{}}
}}

variable "teams" {{
  description = "What each team may do."
  type = map(object({{
    privileges = list(string)
    owner      = optional(bool, false)
  }}))
  default = {{}}
}}

variable "schemas" {{
  type    = set(string)
  default = ["bronze", "silver", "gold"]
}}
"#
        ),
    )?;
    let mut main = String::new();
    let _ = write!(
        main,
        r#"locals {{
  full_name = "${{var.name}}-${{var.environment}}"
  catalog   = replace(lower(local.full_name), "-", "_")
  tags = merge(var.tags, {{
    domain = "{domain}"
    module = "m{number:02}"
  }})
}}

data "databricks_group" "team" {{
  for_each     = var.teams
  display_name = "${{local.full_name}}-${{each.key}}"
}}

resource "databricks_catalog" "this" {{
  name    = local.catalog
  comment = "{}"
  properties = {{
    purpose = "{domain}"
  }}
}}

resource "databricks_schema" "layer" {{
  for_each     = var.schemas
  catalog_name = databricks_catalog.this.name
  name         = each.key
  comment      = "Layer ${{each.value}} of {domain}"
}}

resource "databricks_grants" "catalog" {{
  catalog = databricks_catalog.this.name

  dynamic "grant" {{
    for_each = var.teams
    content {{
      principal  = data.databricks_group.team[grant.key].display_name
      privileges = grant.value.owner ? ["ALL_PRIVILEGES"] : ["USE_CATALOG", "BROWSE"]
    }}
  }}
}}

resource "databricks_grants" "schema" {{
  for_each = databricks_schema.layer
  schema   = each.value.id

  dynamic "grant" {{
    for_each = var.teams
    content {{
      principal  = data.databricks_group.team[grant.key].display_name
      privileges = grant.value.privileges
    }}
  }}
}}

resource "aws_s3_bucket" "data" {{
  bucket = "acme-${{local.full_name}}-{domain}"
  tags   = local.tags
}}

resource "databricks_job" "refresh" {{
  name = "${{local.full_name}}-refresh"
  tags = local.tags

  environment {{
    environment_key = "default"
    spec {{
      environment_version = "2"
      dependencies        = ["acme-{domain}==1.{number}.0"]
    }}
  }}

  task {{
    task_key        = "refresh"
    environment_key = "default"
    spark_python_task {{
      python_file = "/Workspace/{domain}/refresh.py"
      parameters  = ["--catalog", databricks_catalog.this.name]
    }}
  }}
}}
"#,
        random.pick(SENTENCES)
    );
    write(&at.join("main.tf"), &main)?;
    write(
        &at.join("outputs.tf"),
        r#"output "catalog" {
  description = "Name of the catalog."
  value       = databricks_catalog.this.name
}

output "groups" {
  value = { for key, group in data.databricks_group.team : key => group.display_name }
}

output "bucket" {
  value = aws_s3_bucket.data.bucket
}
"#,
    )
}

/// A root of so many files, six of which every root has.
fn root(at: &Path, number: usize, files: usize, calls: usize) -> io::Result<()> {
    let mut random = Random::new(number as u64);
    let domain = random.pick(DOMAINS);
    write(
        &at.join("versions.tf"),
        &format!(
            r#"terraform {{
  required_version = "~> 1.9"

  backend "s3" {{
    bucket = "acme-terraform-state"
    key    = "{domain}/{number}/terraform.tfstate"
    region = "eu-west-1"
  }}

  required_providers {{
    databricks = {{
      source  = "databricks/databricks"
      version = "~> 1.60"
    }}
    aws = {{
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }}
  }}
}}

provider "databricks" {{
  host = "https://{domain}-{number}.cloud.databricks.com"
}}

provider "aws" {{
  region = var.region

  default_tags {{
    tags = local.tags
  }}
}}
"#
        ),
    )?;
    write(&at.join("variables.tf"), &variables(domain, number))?;
    write(&at.join("locals.tf"), &locals(domain, number))?;
    write(&at.join("outputs.tf"), &outputs())?;
    let mut groups = String::new();
    for team in ["engineers", "analysts", "stewards", "operators"] {
        // One in ten puts people into groups by hand.
        group(&mut groups, &mut random, team, number.is_multiple_of(10));
    }
    write(&at.join("groups.tf"), &groups)?;
    let mut modules = String::new();
    for at in 0..calls {
        let module = if calls == 1 { 0 } else { random.below(MODULES) };
        let source = format!("../../../modules/m{module:02}");
        let name = format!("area_{at}");
        let area = number * calls + at;
        call(&mut modules, &name, &source, area, "var.environment", "local.tags", at % 4 == 3);
    }
    write(&at.join("modules.tf"), &modules)?;
    for file in 6..files {
        let (kind, text) = area(&mut random, domain, number, file);
        write(&at.join(format!("{kind}_{file:02}.tf")), &text)?;
    }
    write(
        &at.join("terraform.tfvars"),
        &format!("environment = \"prod\"\naccount_id  = \"{:012}\"\n", 100_000_000_000 + number),
    )
}

fn variables(domain: &str, number: usize) -> String {
    let mut out = format!(
        r#"# Inputs of the {domain} workspace, number {number}.

variable "environment" {{
  description = "dev, test or prod."
  type        = string

  validation {{
    condition     = contains(["dev", "test", "prod"], var.environment) || startswith(var.environment, "e")
    error_message = "No such environment."
  }}
}}

variable "account_id" {{
  description = "AWS account that the workspace runs in."
  type        = string
}}

variable "region" {{
  type    = string
  default = "eu-west-1"
}}

variable "spark_version" {{
  description = <<-EOT
    The Databricks runtime of all job clusters.
    Only long-term support releases are allowed here.
  EOT
  type        = string
  default     = "15.4.x-scala2.12"
}}

variable "node_type" {{
  type    = string
  default = "m6g.xlarge"
}}

variable "alert_emails" {{
  type    = list(string)
  default = ["{domain}-oncall@example.com", "platform@example.com"]
}}

variable "tags" {{
  type    = map(string)
  default = {{ cost_center = "cc-{number}" }}
}}

variable "storage_credential" {{
  description = "Made by the account team."
  type        = string
  default     = null
}}

"#
    );
    for name in ["warehouse_size", "catalog_prefix", "external_id", "kms_key"] {
        let _ = write!(
            out,
            "variable \"{name}\" {{\n  type        = string\n  description = \"See the runbook of {domain}.\"\n  default     = \"{name}-{number}\"\n}}\n\n"
        );
    }
    out
}

fn locals(domain: &str, number: usize) -> String {
    format!(
        r#"locals {{
  prefix = "${{var.environment}}-{domain}-{number}"
  is_prod = var.environment == "prod"
  tags = merge(var.tags, {{
    environment = var.environment
    domain      = "{domain}"
    managed_by  = "terraform"
  }})
  workers   = local.is_prod ? 8 : 2
  catalog   = "${{var.catalog_prefix}}_{domain}"
  schedule  = local.is_prod ? "UNPAUSED" : "PAUSED"
  tables    = ["header", "line"]
  sources = {{
    erp   = {{ format = "parquet", path = "s3://${{local.prefix}}-landing/erp", keep = 30 }}
    shop  = {{ format = "json", path = "s3://${{local.prefix}}-landing/shop", keep = 14 }}
    hooks = {{ format = "json", path = "s3://${{local.prefix}}-landing/hooks", keep = 7 }}
  }}
  readers = [for name, source in local.sources : "${{name}}-reader" if source.keep > 7]
}}
"#
    )
}

fn outputs() -> String {
    let mut out = String::new();
    for team in ["engineers", "analysts", "stewards", "operators"] {
        let _ =
            write!(out, "output \"{team}\" {{\n  value = data.databricks_group.{team}.display_name\n}}\n\n");
    }
    out.push_str("output \"catalogs\" {\n  description = \"Catalogs of the shared modules.\"\n  value       = [module.area_0.catalog]\n}\n");
    out
}

/// What a team writes above a block.
fn comment(random: &mut Random) -> String {
    let lines: [&str; 3] = std::array::from_fn(|_| random.pick(SENTENCES));
    lines.join("\n# ")
}

fn group(out: &mut String, random: &mut Random, team: &str, members: bool) {
    let _ = write!(
        out,
        r#"# {}
data "databricks_group" "{team}" {{
  display_name = "${{local.prefix}}-{team}"
}}

"#,
        comment(random)
    );
    if members {
        let _ = write!(
            out,
            r#"data "databricks_user" "{team}" {{
  for_each  = toset(["ada-{team}@example.com", "ben-{team}@example.com", "eve-{team}@example.com"])
  user_name = each.key
}}

resource "databricks_group_member" "{team}" {{
  for_each  = data.databricks_user.{team}
  group_id  = data.databricks_group.{team}.id
  member_id = each.value.id
}}

"#
        );
    }
}

/// One file about one subject.
fn area(random: &mut Random, domain: &str, number: usize, file: usize) -> (&'static str, String) {
    let mut out = String::with_capacity(6 * 1024);
    let _ = write!(
        out,
        "/*\n * {domain}, part {file}.\n * {}\n * {}\n */\n\n",
        random.pick(SENTENCES),
        random.pick(SENTENCES)
    );
    let _ = write!(
        out,
        "locals {{\n  part_{file} = \"${{local.prefix}}-{file}\"\n  path_{file} = \"/Workspace/{domain}/${{local.part_{file}}}\"\n}}\n\n"
    );
    let kind = match file % 5 {
        0 => {
            for at in 0..3 {
                job(&mut out, random, domain, &format!("j{file}_{at}"), file);
            }
            "jobs"
        }
        1 => {
            for at in 0..3 {
                catalog(&mut out, random, domain, &format!("c{file}_{at}"), number);
            }
            "catalogs"
        }
        2 => {
            for at in 0..3 {
                role(&mut out, random, domain, &format!("r{file}_{at}"));
            }
            "roles"
        }
        3 => {
            for at in 0..3 {
                bucket(&mut out, random, domain, &format!("b{file}_{at}"), number);
            }
            "storage"
        }
        _ => {
            for at in 0..3 {
                compute(&mut out, random, domain, &format!("k{file}_{at}"), file);
            }
            "compute"
        }
    };
    (kind, out)
}

fn job(out: &mut String, random: &mut Random, domain: &str, id: &str, file: usize) {
    let _ = write!(
        out,
        r##"# {}
resource "databricks_job" "{id}" {{
  name                = "${{local.part_{file}}}-{id}"
  description         = "{}"
  max_concurrent_runs = 1
  tags                = merge(local.tags, {{ job = "{id}" }})

  schedule {{
    quartz_cron_expression = "0 {} {} * * ?"
    timezone_id            = "UTC"
    pause_status           = local.schedule
  }}

  email_notifications {{
    on_failure                = var.alert_emails
    no_alert_for_skipped_runs = true
  }}

"##,
        comment(random),
        random.pick(SENTENCES),
        random.below(60),
        random.below(24)
    );
    let serverless = random.one_in(3);
    if serverless {
        let _ = write!(
            out,
            "  environment {{\n    environment_key = \"default\"\n    spec {{\n      environment_version = \"2\"\n      dependencies        = [\"acme-{domain}==2.{}.0\"]\n    }}\n  }}\n\n",
            random.below(20)
        );
    } else {
        let _ = write!(
            out,
            r#"  job_cluster {{
    job_cluster_key = "main"
    new_cluster {{
      spark_version      = var.spark_version
      node_type_id       = "{}"
      data_security_mode = "SINGLE_USER"
      autoscale {{
        min_workers = 1
        max_workers = local.workers
      }}
      spark_conf = {{
        "spark.databricks.delta.preview.enabled" = "true"
        "spark.sql.shuffle.partitions"           = "{}"
      }}
      aws_attributes {{
        availability           = local.is_prod ? "ON_DEMAND" : "SPOT_WITH_FALLBACK"
        zone_id                = "auto"
        first_on_demand        = 1
        spot_bid_price_percent = 100
      }}
      custom_tags = local.tags
    }}
  }}

"#,
            random.pick(NODES),
            random.below(8) * 50 + 100
        );
    }
    let tasks = 2 + random.below(3);
    for at in 0..tasks {
        let verb = random.pick(VERBS);
        let _ = write!(out, "  task {{\n    task_key = \"t{at}_{verb}\"\n");
        // One in a hundred forgets its environment.
        if serverless && !random.one_in(100) {
            out.push_str("    environment_key = \"default\"\n");
        } else if !serverless {
            out.push_str("    job_cluster_key = \"main\"\n");
        }
        let _ = write!(
            out,
            "    spark_python_task {{\n      python_file = \"${{local.path_{file}}}/{verb}.py\"\n      parameters  = [\"--layer\", \"{}\", \"--env\", var.environment]\n    }}\n    timeout_seconds = {}\n  }}\n\n",
            random.pick(LAYERS),
            600 * (1 + random.below(6))
        );
    }
    if random.one_in(3) {
        let key = if serverless { "environment_key = \"default\"" } else { "job_cluster_key = \"main\"" };
        let _ = write!(
            out,
            r#"  dynamic "task" {{
    for_each = local.tables
    content {{
      task_key = "table_${{task.value}}"
      {key}
      spark_python_task {{
        python_file = "${{local.path_{file}}}/table.py"
        parameters  = ["--table", task.value, "--number", tostring(task.key)]
      }}
    }}
  }}

"#
        );
    }
    out.push_str("}\n\n");
    let _ = write!(
        out,
        r#"resource "databricks_permissions" "{id}" {{
  job_id = databricks_job.{id}.id

  access_control {{
    group_name       = data.databricks_group.engineers.display_name
    permission_level = "CAN_MANAGE_RUN"
  }}

  access_control {{
    group_name       = data.databricks_group.analysts.display_name
    permission_level = "CAN_VIEW"
  }}
}}

"#
    );
}

fn catalog(out: &mut String, random: &mut Random, domain: &str, id: &str, number: usize) {
    let _ = write!(
        out,
        r#"# {}
resource "databricks_catalog" "{id}" {{
  name           = "${{local.catalog}}_{id}"
  comment        = "{}"
  isolation_mode = "ISOLATED"
  properties = {{
    domain = "{domain}"
    number = "{number}"
  }}
}}

resource "databricks_schema" "{id}" {{
  for_each     = toset(local.tables)
  catalog_name = databricks_catalog.{id}.name
  name         = "{}_${{each.key}}"
  comment      = "Tables about ${{each.value}} in {domain}"
}}

resource "databricks_grants" "{id}" {{
  catalog = databricks_catalog.{id}.name

  grant {{
    principal  = data.databricks_group.engineers.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA", "{}", "{}"]
  }}

  grant {{
    principal  = data.databricks_group.analysts.display_name
    privileges = ["USE_CATALOG", "USE_SCHEMA", "SELECT"]
  }}
}}

resource "databricks_volume" "{id}" {{
  name             = "files_{id}"
  catalog_name     = databricks_catalog.{id}.name
  schema_name      = databricks_schema.{id}["header"].name
  volume_type      = "MANAGED"
  comment          = "{}"
}}

"#,
        comment(random),
        random.pick(SENTENCES),
        random.pick(LAYERS),
        random.pick(PRIVILEGES),
        random.pick(PRIVILEGES),
        random.pick(SENTENCES),
    );
}

fn role(out: &mut String, random: &mut Random, domain: &str, id: &str) {
    let _ = write!(
        out,
        r#"# {}
data "aws_iam_policy_document" "trust_{id}" {{
  statement {{
    effect  = "Allow"
    actions = ["sts:AssumeRole"]
    principals {{
      type        = "AWS"
      identifiers = ["arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL"]
    }}
    condition {{
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [databricks_storage_credential.{id}.aws_iam_role[0].external_id]
    }}
  }}

  statement {{
    sid     = "Itself"
    effect  = "Allow"
    actions = ["sts:AssumeRole"]
    principals {{
      type        = "AWS"
      identifiers = ["arn:aws:iam::${{var.account_id}}:root"]
    }}
    condition {{
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::${{var.account_id}}:role/{domain}/${{local.prefix}}-{id}"]
    }}
  }}
}}

resource "aws_iam_role" "{id}" {{
  name               = "${{local.prefix}}-{id}"
  path               = "/{domain}/"
  description        = "{}"
  assume_role_policy = data.aws_iam_policy_document.trust_{id}.json
  tags               = local.tags
}}

resource "aws_iam_policy" "{id}" {{
  name = "${{local.prefix}}-{id}"
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [
      {{
        Sid      = "Read"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"]
        Resource = ["arn:aws:s3:::${{local.prefix}}-landing", "arn:aws:s3:::${{local.prefix}}-landing/*"]
      }},
      {{
        Sid      = "Assume"
        Effect   = "Allow"
        Action   = ["sts:AssumeRole"]
        Resource = ["arn:aws:iam::${{var.account_id}}:role/{domain}/${{local.prefix}}-{id}"]
      }},
    ]
  }})
}}

resource "aws_iam_role_policy_attachment" "{id}" {{
  role       = aws_iam_role.{id}.name
  policy_arn = aws_iam_policy.{id}.arn
}}

resource "databricks_storage_credential" "{id}" {{
  name    = "${{local.prefix}}-{id}"
  comment = "{}"
  aws_iam_role {{
    role_arn = "arn:aws:iam::${{var.account_id}}:role/{domain}/${{local.prefix}}-{id}"
  }}
}}

"#,
        comment(random),
        random.pick(SENTENCES),
        random.pick(SENTENCES),
    );
}

fn bucket(out: &mut String, random: &mut Random, domain: &str, id: &str, number: usize) {
    let _ = write!(
        out,
        r#"# {}
resource "aws_s3_bucket" "{id}" {{
  bucket        = "acme-{domain}-{number}-{}"
  force_destroy = !local.is_prod
  tags          = merge(local.tags, {{ Name = "{id}" }})
}}

resource "aws_s3_bucket_public_access_block" "{id}" {{
  bucket                  = aws_s3_bucket.{id}.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}}

resource "aws_s3_bucket_versioning" "{id}" {{
  bucket = aws_s3_bucket.{id}.id
  versioning_configuration {{
    status = local.is_prod ? "Enabled" : "Suspended"
  }}
}}

resource "aws_s3_bucket_lifecycle_configuration" "{id}" {{
  bucket = aws_s3_bucket.{id}.id

  dynamic "rule" {{
    for_each = local.sources
    content {{
      id     = "${{rule.key}}-{id}"
      status = "Enabled"
      filter {{
        prefix = "${{rule.key}}/"
      }}
      expiration {{
        days = rule.value.keep
      }}
    }}
  }}
}}

resource "databricks_external_location" "{id}" {{
  name            = "${{local.prefix}}-{id}"
  url             = "s3://${{aws_s3_bucket.{id}.bucket}}/data"
  credential_name = var.storage_credential
  comment         = "{}"
  read_only       = {}
}}

"#,
        comment(random),
        id.replace('_', "-"),
        random.pick(SENTENCES),
        random.one_in(2),
    );
}

fn compute(out: &mut String, random: &mut Random, domain: &str, id: &str, file: usize) {
    let _ = write!(
        out,
        r#"# {}
resource "databricks_cluster_policy" "{id}" {{
  name = "${{local.part_{file}}}-{id}"
  definition = jsonencode({{
    "spark_version"           = {{ type = "fixed", value = var.spark_version }}
    "node_type_id"            = {{ type = "allowlist", values = ["{}", var.node_type] }}
    "autotermination_minutes" = {{ type = "range", maxValue = {}, defaultValue = 20 }}
    "custom_tags.domain"      = {{ type = "fixed", value = "{domain}" }}
  }})
}}

resource "databricks_cluster" "{id}" {{
  count                   = local.is_prod ? 2 : 1
  cluster_name            = "${{local.prefix}}-{id}-${{count.index}}"
  spark_version           = var.spark_version
  node_type_id            = var.node_type
  policy_id               = databricks_cluster_policy.{id}.id
  data_security_mode      = "USER_ISOLATION"
  autotermination_minutes = 30
  custom_tags             = local.tags
  autoscale {{
    min_workers = 1
    max_workers = local.workers
  }}
}}

resource "databricks_sql_endpoint" "{id}" {{
  name             = "${{local.prefix}}-{id}"
  cluster_size     = "Small"
  max_num_clusters = {}
  auto_stop_mins   = 10
}}

resource "databricks_query" "{id}" {{
  warehouse_id = databricks_sql_endpoint.{id}.id
  display_name = "Daily check of {id}"
  query_text   = <<-SQL
    SELECT date_trunc('day', ordered_at) AS day,
           count(*) AS orders,
           sum(amount) AS amount
      FROM ${{local.catalog}}.{}.header
     WHERE ordered_at >= current_date() - INTERVAL {} DAYS
     GROUP BY 1
     ORDER BY 1
  SQL
}}

"#,
        comment(random),
        random.pick(NODES),
        30 + random.below(90),
        1 + random.below(4),
        random.pick(LAYERS),
        7 + random.below(30),
    );
}
