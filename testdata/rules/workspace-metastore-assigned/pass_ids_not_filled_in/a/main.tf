variable "workspace_id" {
  type    = string
  default = ""
}

variable "metastore_id" {
  type = string
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "00000000-0000-0000-0000-000000000001"
}

# problems: no text but digits converts to an id
resource "databricks_metastore_assignment" "this" {
  workspace_id = var.workspace_id
  metastore_id = var.metastore_id
}

resource "databricks_metastore_assignment" "other" {
  workspace_id = "<workspace id>"
  metastore_id = var.metastore_id
}
