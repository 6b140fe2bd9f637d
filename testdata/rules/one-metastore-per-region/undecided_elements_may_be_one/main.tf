# Of two names without a value one is left where they are equal.
variable "first" {
  type = string
}

variable "second" {
  type = string
}

locals {
  names = [for name in toset([var.first, var.second]) : name]
}

provider "databricks" {
  host       = "https://accounts.cloud.databricks.com"
  account_id = "11111111-2222-3333-4444-555555555555"
}

resource "databricks_metastore" "each" {
  count  = length(local.names)
  name   = local.names[count.index]
  region = "eu-central-1" # undecided: one-metastore-per-region
}

# Their keys say that these are two.
resource "databricks_metastore" "both" {
  for_each = toset([for name in toset(["north", "south"]) : "${name}-lake"])
  name     = each.key
  region   = each.key
}
