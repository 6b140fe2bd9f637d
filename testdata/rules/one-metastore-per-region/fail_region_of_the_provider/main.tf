provider "databricks" {
  account_id = "11111111-2222-3333-4444-555555555555"
}

data "aws_region" "current" {}

data "aws_region" "again" {}

locals {
  region = data.aws_region.current.name
}

resource "databricks_metastore" "first" {
  name   = "first"
  region = local.region
}

resource "databricks_metastore" "second" {
  name   = "second"
  region = data.aws_region.again.name # expect: one-metastore-per-region
}
