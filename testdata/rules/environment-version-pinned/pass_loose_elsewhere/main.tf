variable "team" {
  type = string
}

resource "databricks_job" "experiment" {
  name = "${var.team}-experiment"
  tags = {
    environment = "dev"
  }

  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["prophet", "pandas>=2"]
    }
  }
}

# A pipeline's environment is another block.
resource "databricks_pipeline" "prod" {
  name       = "prod"
  serverless = true
  catalog    = "main"

  environment {
    dependencies = ["prophet"]
  }
}
