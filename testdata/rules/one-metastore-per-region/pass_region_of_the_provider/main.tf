provider "databricks" {
  account_id = "11111111-2222-3333-4444-555555555555"
}

data "aws_region" "current" {}

resource "databricks_metastore" "only" {
  name   = "only"
  region = data.aws_region.current.name
}
