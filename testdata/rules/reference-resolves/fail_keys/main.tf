# What Terraform finds without evaluating anything, it finds in `try` and in branches too: how an attribute is indexed.
variable "with_fleet" {
  type    = bool
  default = false
}

variable "shifts" {
  type    = map(string)
  default = { north = "06:00", south = "14:00" }
}

variable "routes" {
  type = map(string)
}

locals {
  depot   = "north"
  indexed = can(databricks_group.fleet.display_name["north"]) # expect: reference-resolves
}

resource "databricks_group" "fleet" {
  display_name = "fleet"
}

resource "databricks_group" "depots" {
  for_each     = toset(["north", "south"])
  display_name = each.key
}

resource "databricks_group" "garages" {
  count        = 2
  display_name = "garage-${count.index}"
}

data "databricks_group" "drivers" {
  display_name = "drivers"
}

resource "databricks_job" "dispatch" {
  name = "dispatch"
  tags = { team = "fleet" }
  task {
    task_key = "plan"
  }
}

resource "databricks_job" "washing" {
  name = "washing"
  lifecycle {
    postcondition {
      condition     = try(self.id[0], "") != "" # expect: reference-resolves
      error_message = "it has no id"
    }
  }
}

resource "databricks_app" "tracker" {
  name = "tracker"
  resources = [{
    name   = "token"
    secret = { scope = "fleet", key = "token", permission = "READ" }
  }]
}

output "chosen" {
  value = var.with_fleet ? databricks_group.fleet.id[0] : "" # expect: reference-resolves
}

output "tried" {
  value = try(data.databricks_group.drivers.id[0], null) # expect: reference-resolves
}

output "of_a_block" {
  value = try(databricks_job.dispatch.task[0].task_key[0], "") # expect: reference-resolves
}

output "of_a_tag" {
  value = try(databricks_job.dispatch.tags["team"][0], "") # expect: reference-resolves
}

output "of_a_numbered_tag" {
  value = try(databricks_job.dispatch.tags[1].name, "") # expect: reference-resolves
}

output "list_by_name" {
  value = try(databricks_app.tracker.resources["token"].name, "") # expect: reference-resolves
}

output "list_by_number_in_quotes" {
  value = try(databricks_app.tracker.resources["0"].nme, "") # expect: reference-resolves
}

output "set_of_values" {
  value = try(data.databricks_group.drivers.users[0], "") # expect: reference-resolves
}

output "block_by_name" {
  value = try(databricks_job.dispatch.task["plan"].tsk_key, "") # expect: reference-resolves
}

output "name_of_a_nested_object" {
  value = try(databricks_app.tracker.compute_status.stat, "") # expect: reference-resolves
}

# Behind a key that is evaluated, where the value is taken.
output "each_of_known" {
  value = [for depot in ["north", "south"] : databricks_group.depots[depot].nickname] # expect: reference-resolves
}

output "each_by_default" {
  value = { for shift, hour in var.shifts : shift => databricks_group.depots[shift].nickname } # expect: reference-resolves
}

output "each_of_inputs" {
  value = { for route, depot in var.routes : route => databricks_group.depots[depot].nickname } # expect: reference-resolves
}

output "taken" {
  value = databricks_group.depots[local.depot].nickname # expect: reference-resolves
}

output "indexed" {
  value = databricks_group.depots[local.depot].id[0] # expect: reference-resolves
}

output "indexed_for_each" {
  value = [for depot in ["north", "south"] : databricks_group.depots[depot].id[0]] # expect: reference-resolves
}

output "not_chosen_and_taken" {
  value = var.with_fleet ? "" : databricks_group.depots[local.depot].nickname # expect: reference-resolves
}

output "indexed_object" {
  value = databricks_app.tracker.compute_status[0].state # expect: reference-resolves
}

output "indexed_member" {
  value = databricks_app.tracker.resources[0].secret["kee"] # expect: reference-resolves
}

output "behind_a_splat" {
  value = databricks_group.garages[*].nickname # expect: reference-resolves
}

resource "databricks_app" "kept" {
  name = "kept"
  lifecycle {
    ignore_changes = [
      name[0],            # expect: reference-resolves
      resources["token"], # expect: reference-resolves
    ]
  }
}

# What is empty by default, a call fills.
module "depot" {
  source = "./depot"
  gates  = ["east"]
}

# Terraform is run here.
provider "databricks" {
  host = "https://fleet.cloud.databricks.com"
}
