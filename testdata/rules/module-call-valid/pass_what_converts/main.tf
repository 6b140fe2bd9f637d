terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "anything" {}

variable "flag" {
  type = bool
}

module "team" {
  source   = "./team"
  name     = 5
  members  = toset([var.anything, "x"])
  settings = { retries = "3", extra = true }
  choice   = var.flag ? null : { a = var.anything }
  untyped  = [1, "two"]
}

# It is not on disk: see the problems of the case.
# problems
module "remote" {
  source = "git::https://example.com/team.git"
  what   = "ever"
}
