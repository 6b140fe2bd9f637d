# Credentials never stand here. The pipeline signs in as a service principal (OAuth, DATABRICKS_CLIENT_ID and
# DATABRICKS_CLIENT_SECRET, or workload identity federation), and assumes an AWS role.

# Account level: workspaces, networks, metastores, assignments, account groups.
provider "databricks" {
  alias      = "account"
  host       = "https://accounts.cloud.databricks.com"
  account_id = var.databricks_account_id
}

# Workspace level, one configuration per workspace: everything inside a workspace and in its metastore.
provider "databricks" {
  alias = "dev"
  host  = module.workspace_eu["dev"].workspace_url
}

provider "databricks" {
  alias = "prod"
  host  = module.workspace_eu["prod"].workspace_url
}

provider "databricks" {
  alias = "prod_us"
  host  = module.workspace_us.workspace_url
}

provider "aws" {
  region = local.regions.eu

  default_tags {
    tags = local.default_tags
  }
}

provider "aws" {
  alias  = "us"
  region = local.regions.us

  default_tags {
    tags = local.default_tags
  }
}
