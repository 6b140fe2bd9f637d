variable "profile" {
  type = string
}

provider "databricks" {
  config_file = "~/quay.cfg"
  profile     = var.profile
}

provider "databricks" {
  alias       = "office"
  config_file = "~/quay.cfg"
  profile     = var.profile
}

resource "databricks_grants" "crews" {
  provider = databricks
  catalog  = "berths"

  grant {
    principal  = "crews"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_grants" "pilots" {
  provider = databricks.office
  catalog  = "berths" # expect: grants-single-authority

  grant {
    principal  = "pilots"
    privileges = ["USE_CATALOG"]
  }
}
