variable "mailbox" {
  type = string
}

locals {
  readers = split(",", "noor@harbour.example, dockers, piet@harbour.example")

  night_watch = <<-EOT
    noor@harbour.example
  EOT
}

resource "databricks_grants" "manifests" {
  catalog = "manifests"

  dynamic "grant" {
    for_each = local.readers

    content {
      principal  = grant.value # expect: grants-to-groups
      privileges = ["USE_CATALOG"]
    }
  }
}

resource "databricks_grant" "from_text" {
  schema     = "manifests.inbound"
  principal  = local.night_watch # expect: grants-to-groups
  privileges = ["USE_SCHEMA"]
}

resource "databricks_grant" "made_of" {
  schema     = "manifests.outbound"
  principal  = "${var.mailbox}@harbour.example\r\n" # expect: grants-to-groups
  privileges = ["USE_SCHEMA"]
}
