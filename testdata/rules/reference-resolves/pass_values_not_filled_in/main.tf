# What a run with these values says is about values that somebody still has to write, and about files that another
# step may make.
# problems: what the run says of these values
variable "region" {
  type = string
}

variable "cellar" {
  type = object({ name = string, grade = string })
}

locals {
  hosts = {
    north = "https://dbc-2301.cloud.databricks.com"
    south = "https://dbc-2302.cloud.databricks.com"
  }
  grades  = { low = 1, high = 2 }
  barrels = { for file in fileset("${path.root}/barrels", "*.json") : trimsuffix(file, ".json") => file }
}

output "host" {
  value = local.hosts[var.region]
}

output "grade" {
  value = local.grades[var.cellar.grade]
}

output "barrel" {
  value = local.barrels["oak"]
}

output "label" {
  value = { true = "made" }[tostring(fileexists("${path.root}/label.txt"))]
}
