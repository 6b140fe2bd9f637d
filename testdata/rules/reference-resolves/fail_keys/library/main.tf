# Callers that are elsewhere may give other values than the defaults, here and in what is called here.
variable "yards" {
  type = map(string)
}

variable "with_names" {
  type    = bool
  default = false
}

variable "more_yards" {
  type    = set(string)
  default = []
}

resource "databricks_group" "yards" {
  for_each     = var.yards
  display_name = each.value
}

output "names" {
  value = var.with_names ? { for yard, name in var.yards : yard => databricks_group.yards[yard].nickname } : null # expect: reference-resolves
}

output "more" {
  value = [for yard in var.more_yards : databricks_group.yards[yard].nickname] # expect: reference-resolves
}

output "letters" {
  value = var.with_names ? [for yard, name in var.yards : databricks_group.yards[yard].id[0]] : null
}

module "gate" {
  source = "./gate"
}
