# Whatever the switch is, the host is a console.
variable "government" {
  type = bool
}

provider "databricks" {
  host       = var.government ? "https://accounts.cloud.databricks.us" : "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

resource "databricks_catalog" "main" { # expect: resource-on-right-provider
  name = "main"
}
