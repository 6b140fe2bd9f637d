# What is not known may be `-r FILE` or `-c FILE`, and pin what stands beside it.
variable "requirements" {
  type = string
}

resource "databricks_job" "whole" {
  name = "prod-whole"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = [var.requirements, "pandas"] # undecided: environment-version-pinned
    }
  }
}

resource "databricks_job" "option" {
  name = "prod-option"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["pandas", "-${var.requirements}"] # undecided: environment-version-pinned
    }
  }
}

# What a file in the tree leaves open, too.
resource "databricks_job" "files" {
  name = "prod-files"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r loose.txt", "-c constraints.txt"] # undecided: environment-version-pinned
    }
  }
}
