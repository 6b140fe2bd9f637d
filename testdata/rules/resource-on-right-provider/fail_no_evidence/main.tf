# The default provider is set by the environment. One of these cannot be right.
resource "databricks_job" "etl" { # undecided: resource-on-right-provider
  name = "etl"
}

resource "databricks_sql_endpoint" "bi" { # undecided: resource-on-right-provider
  name         = "bi"
  cluster_size = "Small"
}

resource "databricks_mws_private_access_settings" "this" { # expect: resource-on-right-provider
  private_access_settings_name = "main"
  region                       = "us-east-1"
}
