terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = ">= 1.999"
    }
  }
}

variable "editions" {
  type = map(object({ paper = string }))
}

variable "limit" {
  type = number
}

locals {
  press  = { region = "eu-west-1" }
  mixed  = { group = databricks_group.printers.id, press = local.press }
  copies = [databricks_group.printers.id]
}

resource "databricks_group" "printers" {
  display_name = "printers"
}

# No version of the provider has a part in these, whatever stands beside them.
output "object" {
  value = { group = databricks_group.printers.id, region = local.press.regoin } # expect: reference-resolves
}

output "template" {
  value = "${databricks_group.printers.id}-${local.mixed.press.regoin}" # expect: reference-resolves
}

output "function" {
  value = [databricks_group.printers.id, prnt("a")] # expect: reference-resolves
}

output "operator" {
  value = [databricks_group.printers.id, "a" + 1] # expect: reference-resolves
}

output "condition" {
  value = databricks_group.printers.display_name
  precondition {
    condition     = databricks_group.printers.display_name == "x" ? ["a"] : ["b"] # expect: reference-resolves
    error_message = "No group."
  }
}

resource "databricks_group" "list" {
  for_each     = [databricks_group.printers.display_name] # expect: reference-resolves
  display_name = "x"
}

output "run" {
  value = { for name, edition in var.editions : name => edition.papper } # expect: reference-resolves
}

output "beside" {
  value = [databricks_group.printers.id, values(var.editions)[0].papper] # expect: reference-resolves
}

# These hang on the types that it gives to attributes.
output "typed" {
  value = databricks_group.printers.display_name.text # expect: reference-resolves
}

output "through" {
  value = { limit = var.limit, text = local.copies[0] + databricks_group.printers.workspace_access } # expect: reference-resolves
}
