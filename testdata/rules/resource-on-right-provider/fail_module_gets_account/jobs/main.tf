resource "databricks_job" "etl" { # expect: resource-on-right-provider
  name = "etl"
}

data "databricks_node_type" "small" { # expect: resource-on-right-provider
  local_disk = true
}

resource "databricks_group" "both" {
  display_name = "both"
}
