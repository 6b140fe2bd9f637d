# `var.stage` can be `non` or `pre`, which makes another environment of it.

variable "stage" {
  type = string
}

resource "databricks_job" "turned" {
  name = "${var.stage}-prod"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["pandas"] # undecided: environment-version-pinned
    }
  }
}
