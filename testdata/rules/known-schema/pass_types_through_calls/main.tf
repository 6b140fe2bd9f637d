terraform {
  required_providers {
    databricks = {
      source  = "databricks/databricks"
      version = "~> 1.128"
    }
  }
}

provider "databricks" {
  host = "https://dbc-2200.cloud.databricks.com"
}

# Text that is a number is one.
module "kettle" {
  source  = "./kettle"
  workers = "4"
  tags    = { metal = "copper" }
}

# Another run gives it a value.
# problems
variable "retries" {
  default = ""
}

resource "databricks_job" "brew" {
  name = "brew"
  task {
    task_key    = "brew"
    max_retries = var.retries
  }
}
