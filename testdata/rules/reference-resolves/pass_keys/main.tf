# Behind a key that is evaluated, and behind a key of an object, what is not there is caught or never looked for.
variable "with_state" {
  type = bool
}

variable "routes" {
  type = map(string)
}

locals {
  depot      = "north"
  with_state = false
}

resource "databricks_group" "depots" {
  for_each     = toset(["north", "south"])
  display_name = each.key
}

resource "databricks_group" "garages" {
  count        = 2
  display_name = "garage-${count.index}"
}

resource "databricks_app" "tracker" {
  name = "tracker"
  resources = [{
    name   = "token"
    secret = { scope = "fleet", key = "token", permission = "READ" }
  }]
}

resource "databricks_app" "trackers" {
  count = 2
  name  = "tracker-${count.index}"
}

resource "databricks_job" "dispatch" {
  for_each = { north = "plan" }
  name     = try(databricks_group.depots[each.key].nickname, "dispatch-${each.key}")
  task {
    task_key = each.value
  }
}

output "tried" {
  value = [for depot in ["north", "south"] : try(databricks_group.depots[depot].nickname, "")]
}

output "tried_text" {
  value = can(databricks_group.depots[local.depot].display_name.short)
}

output "tried_index" {
  value = try(databricks_group.depots["${local.depot}"].id[0], "")
}

output "tried_by_number" {
  value = [for index in range(2) : try(databricks_group.garages[index].nickname, "")]
}

output "tried_block" {
  value = [for depot in ["north"] : try(databricks_job.dispatch[depot].task[0].tsk_key, "")]
}

output "not_chosen" {
  value = local.with_state ? databricks_group.depots[local.depot].nickname : ""
}

# A nested object, where it may be a block elsewhere.
output "tried_object" {
  value = try(databricks_app.tracker.compute_status[0].state, databricks_app.tracker.compute_status.state)
}

output "tried_member" {
  value = try(databricks_app.tracker.compute_status["mood"].text, "")
}

output "tried_member_of_an_element" {
  value = try(databricks_app.tracker.resources[0].secret[0].key, "")
}

output "not_chosen_object" {
  value = local.with_state ? databricks_app.tracker.compute_status[0].state : ""
}

output "list_by_number_in_quotes" {
  value = try(databricks_app.tracker.resources["0"].name, "")
}

# Of the elements that a splat makes, the first.
output "first_id" {
  value = databricks_group.garages.*.id[0]
}

output "first_state" {
  value = databricks_app.trackers.*.compute_status[0].state
}

output "first_task" {
  value = values(databricks_job.dispatch).*.task[0]
}

resource "databricks_app" "kept" {
  name = "kept"
  lifecycle {
    ignore_changes = [compute_status[0], resources[0].secret["mood"]]
  }
}

# An index behind a key that is evaluated, where it hangs on inputs whether anything takes it.
output "index_of_the_chosen" {
  value = var.with_state ? databricks_group.depots[local.depot].id[0] : ""
}

output "index_of_the_second" {
  value = var.with_state && databricks_group.depots[local.depot].id[0] != ""
}

output "index_for_each" {
  value = { for route, depot in var.routes : route => databricks_group.depots[depot].id[0] }
}
