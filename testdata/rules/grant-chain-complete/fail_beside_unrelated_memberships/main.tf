# Whatever the keys are, these put nobody into `z`.
provider "databricks" {
  host = "https://ws.cloud.databricks.com"
}

variable "teams" {
  type = map(set(string))
}

resource "databricks_service_principal" "owner" {
  display_name = "owner"
}

resource "databricks_service_principal" "etl" {
  display_name = "etl"
}

resource "databricks_catalog" "sales" {
  name         = "sales"
  owner        = databricks_service_principal.owner.application_id
  storage_root = "s3://bucket/sales"
}

resource "databricks_group" "z" {
  display_name = "z"
}

resource "databricks_group" "team" {
  for_each     = var.teams
  display_name = "team-${each.key}"
}

resource "databricks_group_member" "team" {
  for_each  = var.teams
  group_id  = databricks_group.team[each.key].id
  member_id = databricks_service_principal.etl.id
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name
  grant {
    principal  = databricks_group.z.display_name
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "raw" {
  schema = "sales.raw"
  grant {
    principal  = databricks_service_principal.etl.application_id
    privileges = ["USE_SCHEMA", "SELECT"] # expect: grant-chain-complete
  }
}
