terraform {
  required_providers {
    databricks = {
      source                = "databricks/databricks"
      configuration_aliases = [databricks.account]
    }
    azurerm = {
      source = "hashicorp/azurerm"
    }
  }
}

# Terraform does not look into a provider configuration that nothing uses.
provider "databricks" {
  alias = "unused"
  host  = azurerm_databricks_workspace.this.workspace_url
}

variable "teams" {
  type = map(object({ members = optional(list(string), []) }))
}

resource "databricks_group" "teams" {
  for_each     = var.teams
  provider     = databricks.account
  display_name = each.key
}

resource "databricks_group" "maybe" {
  count        = length(var.teams) > 2 ? 1 : 0
  display_name = "many-${count.index}"
}

data "azurerm_resources" "all" {
  type = "any"
}

locals {
  ids      = { for name, group in databricks_group.teams : name => group.id if name != "" }
  first    = one(databricks_group.maybe[*].id)
  values   = values(databricks_group.teams)[*].display_name
  quoted   = "%{for name in keys(var.teams)}${name},%{endfor}"
  unjudged = data.azurerm_resources.all.whatever.there.is
}

resource "databricks_job" "etl" {
  name = "etl"

  dynamic "task" {
    for_each = var.teams
    iterator = team
    content {
      task_key = team.key
      dynamic "depends_on" {
        for_each = team.value.members
        content {
          task_key = "${team.key}-${depends_on.value}"
        }
      }
      notebook_task {
        notebook_path = "/Workspace/x"
        base_parameters = {
          group = databricks_group.teams[team.key].id
        }
      }
    }
  }

  lifecycle {
    postcondition {
      condition     = self.url != ""
      error_message = "no address"
    }
  }
}

resource "terraform_data" "bundle" {
  input = databricks_job.etl.url

  provisioner "local-exec" {
    when       = destroy
    on_failure = continue
    command    = "echo ${self.input}"
  }
}

# It is not on disk: see the problems of the case.
# problems
module "elsewhere" {
  source = "git::https://example.com/elsewhere.git"
}

output "elsewhere" {
  value = module.elsewhere.anything[0].at_all
}

output "nested" {
  value = [databricks_job.etl.task[0].task_key, databricks_job.etl.task[*].anything]
}
