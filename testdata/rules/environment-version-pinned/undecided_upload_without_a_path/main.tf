# Where the file is put nobody knows.
variable "wheel_path" {
  type = string
}

resource "databricks_workspace_file" "wheel" {
  content_base64 = "eA=="
  path           = var.wheel_path
}

resource "databricks_job" "ledger" {
  name = "ledger-prod"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = [databricks_workspace_file.wheel.workspace_path] # undecided: environment-version-pinned
    }
  }
}
