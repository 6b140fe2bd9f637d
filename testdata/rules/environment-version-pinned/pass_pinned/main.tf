variable "release" {
  type = string
}

variable "environment_version" {
  type = string
}

variable "based" {
  type = bool
}

resource "databricks_job" "etl" {
  name = "prod-etl"

  environment {
    environment_key = "default"
    spec {
      environment_version = var.based ? null : var.environment_version
      base_environment    = var.based ? "/Workspace/base/env.yaml" : null
      dependencies = [
        "acme==${var.release}",
        "/Volumes/main/libs/acme-${var.release}.whl",
        "--index-url https://pypi.example.com/simple",
      ]
    }
  }
}
