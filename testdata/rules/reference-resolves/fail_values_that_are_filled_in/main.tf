variable "region" {
  type = string
}

locals {
  hosts = {
    north = "https://dbc-2301.cloud.databricks.com"
    south = "https://dbc-2302.cloud.databricks.com"
  }
  barrels = { for file in fileset("${path.root}/barrels", "*.txt") : trimsuffix(file, ".txt") => file }
}

output "host" {
  value = local.hosts[var.region] # expect: reference-resolves
}

output "barrel" {
  value = local.barrels["oak"] # expect: reference-resolves
}
