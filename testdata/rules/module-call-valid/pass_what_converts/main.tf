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

variable "limits" {
  type = map(string)
}

variable "small" {
  type = bool
}

# A map has whatever keys it has: those of optional attributes may be absent, so they need no conversion.
module "limits" {
  source = "./limits"
  first  = var.limits
  second = tomap({ hours = "5" })
  third  = var.small ? { hours = 1 } : {}
}

# It is not on disk: see the problems of the case.
# problems
module "remote" {
  source = "git::https://example.com/team.git"
  what   = "ever"
}
