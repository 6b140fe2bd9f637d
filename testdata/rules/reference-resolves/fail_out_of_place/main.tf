terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://dbc-1234.cloud.databricks.com"
}

locals {
  version = "1"
}

check "who" {
  data "databricks_current_user" "me" {}
  assert {
    condition     = data.databricks_current_user.me.user_name != ""
    error_message = "nobody"
  }
}

check "other" {
  assert {
    condition     = data.databricks_current_user.me.user_name != "" # expect: reference-resolves
    error_message = "nobody"
  }
}

resource "databricks_grants" "sales" {
  catalog = "sales"
  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "databricks_job" "etl" {
  name = "etl"

  connection {
    host = databricks_grants.sales.id # expect: reference-resolves
  }

  provisioner "local-exec" {
    when    = destroy
    command = "echo ${local.version} ${self.url}" # expect: reference-resolves
  }

  lifecycle {
    ignore_changes       = [tag, task[0].existing_cluster] # expect: reference-resolves
    replace_triggered_by = [local.version]                 # expect: reference-resolves
    postcondition {
      condition     = self.addres != "" # expect: reference-resolves
      error_message = "no address"
    }
  }
}

moved { # expect: reference-resolves
  from = module.jobs
  to   = databricks_job.etl
}

output "who" {
  value = data.databricks_current_user.me.home # expect: reference-resolves
}

output "principal" {
  value = databricks_grants.sales.grant[0].principal # expect: reference-resolves
}

output "late" {
  value      = "x"
  depends_on = [databricks_job.elt] # expect: reference-resolves
}

output "fleeting" {
  value     = ephemeral.databricks_token.none.value # expect: reference-resolves
  sensitive = true
}
