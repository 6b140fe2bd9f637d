# A line that is not known may be any dependency, or a file that pins the others.

variable "more" {
  type = string
}

resource "databricks_job" "whole" {
  name = "prod-whole"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["shapely==2.0.6\n${var.more}"] # undecided: environment-version-pinned
    }
  }
}

resource "databricks_job" "beside" {
  name = "prod-beside"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r elsewhere.txt\nrasterio"] # undecided: environment-version-pinned
    }
  }
}
