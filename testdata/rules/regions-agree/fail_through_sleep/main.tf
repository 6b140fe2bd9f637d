# The id waits in a trigger, and one is cut out of a composite id.
resource "databricks_metastore" "eu" {
  name   = "eu"
  region = "eu-west-1"
}

resource "databricks_mws_workspaces" "a" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "a"
  aws_region     = "us-east-1"
}

resource "time_sleep" "a" {
  create_duration = "30s"
  triggers        = { id = databricks_mws_workspaces.a.workspace_id }
}

resource "databricks_metastore_assignment" "a" {
  workspace_id = time_sleep.a.triggers["id"]
  metastore_id = databricks_metastore.eu.id # expect: regions-agree
}

resource "databricks_mws_workspaces" "b" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "b"
  aws_region     = "us-east-1"
}

resource "databricks_metastore_assignment" "b" {
  workspace_id = tonumber(split("/", databricks_mws_workspaces.b.id)[1])
  metastore_id = databricks_metastore.eu.id # expect: regions-agree
}
