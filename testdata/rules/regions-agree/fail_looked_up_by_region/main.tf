# The keys come from an attribute of what is looked up, and are not what is found.
locals {
  settings = {
    for one in databricks_mws_private_access_settings.this : one.region => one.private_access_settings_id
  }
}

resource "databricks_mws_private_access_settings" "this" {
  for_each                     = toset(["eu-west-1", "us-east-1"])
  private_access_settings_name = each.key
  region                       = each.key
}

resource "databricks_mws_workspaces" "right" {
  account_id                 = "00000000-0000-0000-0000-000000000000"
  workspace_name             = "right"
  aws_region                 = "eu-west-1"
  private_access_settings_id = lookup(local.settings, "eu-west-1", null)
}

resource "databricks_mws_workspaces" "wrong" {
  account_id                 = "00000000-0000-0000-0000-000000000000"
  workspace_name             = "wrong"
  aws_region                 = "us-east-1"
  private_access_settings_id = lookup(local.settings, "eu-west-1", null) # expect: regions-agree
}

resource "databricks_mws_workspaces" "one" {
  account_id                 = "00000000-0000-0000-0000-000000000000"
  workspace_name             = "one"
  aws_region                 = "us-east-1"
  private_access_settings_id = one([for region, id in local.settings : id if region == "eu-west-1"]) # expect: regions-agree
}
