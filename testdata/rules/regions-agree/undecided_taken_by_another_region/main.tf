variable "region" {
  type = string
}

variable "spare_region" {
  type = string
}

variable "plants" {
  type = map(object({ region = string, spare = string }))
}

resource "databricks_metastore" "cement" {
  for_each = toset(["eu-south-1", "sa-east-1"])
  name     = "cement-${each.key}"
  region   = each.key
}

resource "databricks_mws_workspaces" "kiln" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "kiln"
  aws_region     = var.region
}

# That of another region.
resource "databricks_metastore_assignment" "kiln" {
  workspace_id = databricks_mws_workspaces.kiln.workspace_id
  metastore_id = databricks_metastore.cement[var.spare_region].id # undecided: regions-agree
}

# The key is no region.
resource "databricks_metastore" "lime" {
  for_each = { eu-south-1 = "sa-east-1", sa-east-1 = "eu-south-1" }
  name     = "lime-${each.key}"
  region   = each.value
}

resource "databricks_metastore_assignment" "lime" {
  workspace_id = databricks_mws_workspaces.kiln.workspace_id
  metastore_id = databricks_metastore.lime[var.region].id # undecided: regions-agree
}

# By another part of the element.
resource "databricks_metastore" "plants" {
  for_each = toset([for plant in var.plants : plant.spare])
  name     = "plants-${each.key}"
  region   = each.key
}

resource "databricks_mws_workspaces" "plants" {
  for_each       = var.plants
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = each.key
  aws_region     = each.value.region
}

resource "databricks_metastore_assignment" "plants" {
  for_each     = var.plants
  workspace_id = databricks_mws_workspaces.plants[each.key].workspace_id
  metastore_id = databricks_metastore.plants[each.value.spare].id # undecided: regions-agree
}

# The workspace of one plant, the metastore of each.
resource "databricks_metastore_assignment" "one" {
  for_each     = var.plants
  workspace_id = databricks_mws_workspaces.plants["gravel"].workspace_id
  metastore_id = databricks_metastore.plants[each.value.region].id # undecided: regions-agree
}

# Of each key in two regions.
variable "stage" {
  type = string
}

resource "databricks_metastore" "mortar" {
  for_each = { test = "eu-south-1", live = "sa-east-1" }
  name     = each.key
  region   = each.value
}

resource "databricks_mws_workspaces" "mortar" {
  for_each       = { test = "sa-east-1", live = "eu-south-1" }
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = each.key
  aws_region     = each.value
}

resource "databricks_metastore_assignment" "mortar" {
  workspace_id = databricks_mws_workspaces.mortar[var.stage].workspace_id
  metastore_id = databricks_metastore.mortar[var.stage].id # undecided: regions-agree
}
