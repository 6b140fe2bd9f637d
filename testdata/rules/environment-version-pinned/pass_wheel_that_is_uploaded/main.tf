# The path of an uploaded file is known where the upload says it.
resource "databricks_workspace_file" "wheel" {
  content_base64 = "eA=="
  path           = "/Shared/wheels/ledger-2.1.0-py3-none-any.whl"
}

resource "databricks_job" "ledger" {
  name = "ledger-prod"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = [databricks_workspace_file.wheel.workspace_path, databricks_workspace_file.wheel.id]
    }
  }
}
