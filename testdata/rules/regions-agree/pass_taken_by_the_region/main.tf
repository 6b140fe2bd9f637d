variable "region" {
  type = string
}

variable "spare_region" {
  type = string
}

variable "plants" {
  type = map(object({ region = string }))
}

# One metastore for each region, and that of the workspace is taken.
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

resource "databricks_metastore_assignment" "kiln" {
  workspace_id = databricks_mws_workspaces.kiln.workspace_id
  metastore_id = databricks_metastore.cement[var.region].id
}

resource "databricks_metastore" "both" {
  for_each = toset([var.region, var.spare_region])
  name     = "both-${each.key}"
  region   = each.key
}

resource "databricks_mws_workspaces" "spare" {
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "spare"
  aws_region     = var.spare_region
}

resource "databricks_metastore_assignment" "spare" {
  workspace_id = databricks_mws_workspaces.spare.workspace_id
  metastore_id = databricks_metastore.both[var.spare_region].id
}

# By the region of each element.
resource "databricks_metastore" "plants" {
  for_each = toset([for plant in var.plants : plant.region])
  name     = "plants-${each.key}"
  region   = each.key
}

resource "databricks_mws_private_access_settings" "plants" {
  for_each                     = toset([for plant in var.plants : plant.region])
  private_access_settings_name = "plants-${each.key}"
  region                       = each.key
}

resource "databricks_mws_workspaces" "plants" {
  for_each                   = var.plants
  account_id                 = "00000000-0000-0000-0000-000000000001"
  workspace_name             = each.key
  aws_region                 = each.value.region
  private_access_settings_id = databricks_mws_private_access_settings.plants[each.value.region].private_access_settings_id
}

resource "databricks_metastore_assignment" "plants" {
  for_each     = var.plants
  workspace_id = databricks_mws_workspaces.plants[each.key].workspace_id
  metastore_id = databricks_metastore.plants[each.value.region].id
}

# Both are taken by one key.
resource "databricks_mws_workspaces" "quarries" {
  for_each       = toset(["eu-south-1", "sa-east-1", "us-west-2"])
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = each.key
  aws_region     = each.key
}

resource "databricks_metastore_assignment" "quarry" {
  workspace_id = databricks_mws_workspaces.quarries[var.region].workspace_id
  metastore_id = databricks_metastore.cement[var.region].id
}

# Whichever key it is, both are of that.
variable "stage" {
  type = string
}

resource "databricks_metastore" "mortar" {
  for_each = { test = "eu-south-1", live = "sa-east-1" }
  name     = each.key
  region   = each.value
}

resource "databricks_mws_workspaces" "bricks" {
  for_each       = { test = "eu-south-1", live = "sa-east-1" }
  account_id     = "00000000-0000-0000-0000-000000000001"
  workspace_name = "bricks-${each.key}"
  aws_region     = each.value
}

resource "databricks_metastore_assignment" "bricks" {
  workspace_id = databricks_mws_workspaces.bricks[var.stage].workspace_id
  metastore_id = databricks_metastore.mortar[var.stage].id
}
