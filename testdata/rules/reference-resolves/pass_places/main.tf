terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "token" {
  type      = string
  sensitive = true
}

check "who" {
  data "databricks_current_user" "me" {}
  assert {
    condition     = data.databricks_current_user.me.user_name != ""
    error_message = "${data.databricks_current_user.me.user_name} is nobody"
  }
}

resource "databricks_grants" "sales" {
  catalog = "sales"
  grant {
    principal  = "analysts"
    privileges = ["USE_CATALOG"]
  }
}

resource "terraform_data" "version" {
  input = "1"
}

resource "databricks_job" "etl" {
  count = 2
  name  = "etl"

  connection {
    host = self.url
  }

  provisioner "local-exec" {
    when    = destroy
    command = "cd ${path.module}; echo ${self.name} ${count.index} ${terraform.workspace}"
  }

  lifecycle {
    ignore_changes       = [tags["team"], task[0].existing_cluster_id, url, email_notifications]
    replace_triggered_by = [terraform_data.version, databricks_grants.sales]
    postcondition {
      condition     = self.url != "" && length(self.task) >= 0
      error_message = "no address"
    }
  }
}

resource "databricks_job" "all" {
  name = "all"
  lifecycle {
    ignore_changes = all
  }
}

moved {
  from = module.jobs["a"].databricks_job.etl
  to   = databricks_job.etl[0]
}

moved {
  from = module.old
  to   = module.new.module.inner[0]
}

output "principal" {
  value = one(databricks_grants.sales.grant).principal
}

output "public" {
  value      = [nonsensitive(var.token), "x"]
  depends_on = [databricks_job.etl, terraform_data.version]
}

output "secret" {
  value     = var.token
  sensitive = true
}

output "is_secret" {
  value = issensitive(var.token)
}
