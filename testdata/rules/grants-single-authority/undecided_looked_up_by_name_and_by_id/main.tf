data "databricks_service_principal" "by_name" {
  display_name = "loader"
}

data "databricks_service_principal" "by_other_name" {
  display_name = "sweeper"
}

data "databricks_service_principal" "by_id" {
  application_id = "00000000-0000-0000-0000-0000000000aa"
}

data "databricks_cluster" "by_name" {
  cluster_name = "shared"
}

data "databricks_cluster" "by_id" {
  cluster_id = "0101-shared"
}

# Both may be the same service principal.
resource "databricks_grant" "by_name" {
  catalog    = "orders" # undecided: grants-single-authority
  principal  = data.databricks_service_principal.by_name.application_id
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "by_id" {
  catalog    = "orders"
  principal  = data.databricks_service_principal.by_id.application_id
  privileges = ["USE_CATALOG", "USE_SCHEMA"]
}

# These are two.
resource "databricks_grant" "by_one_name" {
  catalog    = "returns"
  principal  = data.databricks_service_principal.by_name.application_id
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "by_other_name" {
  catalog    = "returns"
  principal  = data.databricks_service_principal.by_other_name.application_id
  privileges = ["USE_CATALOG"]
}

resource "databricks_permissions" "by_id" {
  cluster_id = data.databricks_cluster.by_id.id

  access_control {
    group_name       = "chemists"
    permission_level = "CAN_RESTART"
  }
}

resource "databricks_permissions" "by_name" {
  cluster_id = data.databricks_cluster.by_name.id # undecided: grants-single-authority

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_RESTART"
  }
}
