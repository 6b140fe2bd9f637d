# What holds what it is in is a group, whatever the ids are.
variable "outer" {
  type = string
}

variable "inner" {
  type = string
}

resource "databricks_group_member" "down" {
  group_id  = "501"
  member_id = "502" # expect: groups-from-idp
}

resource "databricks_group_member" "up" {
  group_id  = "502"
  member_id = 501 # expect: groups-from-idp
}

resource "databricks_group_member" "given_down" {
  group_id  = var.outer
  member_id = var.inner # expect: groups-from-idp
}

resource "databricks_group_member" "given_up" {
  group_id  = var.inner
  member_id = var.outer # expect: groups-from-idp
}

# This leads to another.
resource "databricks_group_member" "beside" {
  group_id  = "502"
  member_id = "503" # undecided: groups-from-idp
}

resource "databricks_group_member" "further" {
  group_id  = "503"
  member_id = "504" # undecided: groups-from-idp
}
