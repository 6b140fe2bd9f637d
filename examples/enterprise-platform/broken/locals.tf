locals {
  regions = {
    eu = "eu-west-1"
    us = "us-east-1"
  }

  default_tags = {
    owner      = "data-platform"
    managed-by = "terraform"
    platform   = var.prefix
  }

  # Numeric ids of all workspaces, whichever region they are in.
  workspace_ids = merge(
    { for env, w in module.workspace_eu : env => w.workspace_id },
    { prod-us = module.workspace_us.workspace_id },
  )
}
