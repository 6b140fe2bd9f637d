# Other names, variables, and what is calculated do not say that the host is that of a workspace.
variable "workspace_url" {
  type = string
}

module "workspace" { # problems: not installed
  source  = "example/workspace/databricks"
  version = "1.0.0"
}

provider "databricks" {
  alias = "host"
  host  = module.workspace.host
}

provider "databricks" {
  alias = "variable"
  host  = var.workspace_url
}

provider "databricks" {
  alias = "calculated"
  host  = coalesce(var.workspace_url, module.workspace.workspace_url)
}

resource "databricks_mws_network_connectivity_config" "host" {
  provider = databricks.host # undecided: resource-on-right-provider
  name     = "ncc"
  region   = "eu-west-1"
}

resource "databricks_mws_network_connectivity_config" "variable" {
  provider = databricks.variable # undecided: resource-on-right-provider
  name     = "ncc"
  region   = "eu-west-1"
}

resource "databricks_mws_network_connectivity_config" "calculated" {
  provider = databricks.calculated # undecided: resource-on-right-provider
  name     = "ncc"
  region   = "eu-west-1"
}

# Beside the name of a console it makes no workspace.
provider "databricks" {
  alias = "console"
  host  = "https://accounts.${module.workspace.workspace_url}"
}

resource "databricks_mws_network_connectivity_config" "console" {
  provider = databricks.console
  name     = "ncc"
  region   = "eu-west-1"
}
