# No backend and no tfvars; the provider block makes it a root.
terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

locals {
  channels = ["web", "mail", "social", "search", "print"]
  kinds    = ["spend", "reach"]
}

# Five channels, two kinds: ten callers.
module "campaign" {
  source   = "../../modules/python-job"
  for_each = { for pair in setproduct(local.channels, local.kinds) : join("-", pair) => pair }

  name = each.key
  file = "${each.value[1]}.py"
}

module "attribution" {
  source = "../../modules/python-job"
  count  = 3

  name = "attribution-${count.index}"
}

module "newsletter" {
  source = "../../modules/python-job"
  name   = "newsletter"
}
