# A group in production, a person elsewhere.
variable "prod" {
  type = bool
}

variable "environment" {
  type = string
}

data "databricks_user" "lead" {
  user_name = "lead@example.com"
}

locals {
  leads = { dev = data.databricks_user.lead.user_name, prod = "leads" }
  teams = { dev = "developers", prod = "operators" }
}

resource "databricks_grant" "conditional" {
  catalog    = "a"
  principal  = var.prod ? "leads" : data.databricks_user.lead.user_name # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "by_environment" {
  catalog    = "b"
  principal  = local.leads[var.environment] # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "found" {
  catalog    = "c"
  principal  = lookup({ dev = data.databricks_user.lead.user_name }, var.environment, "leads") # undecided: grants-to-groups
  privileges = ["USE_CATALOG"]
}

# Groups in both.
resource "databricks_grant" "teams" {
  catalog    = "d"
  principal  = local.teams[var.environment]
  privileges = ["USE_CATALOG"]
}
