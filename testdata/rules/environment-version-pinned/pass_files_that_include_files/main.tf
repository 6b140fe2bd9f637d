# The included files pin their lines, and each other as well; a circle of files adds nothing.

resource "databricks_job" "tree" {
  name = "prod-tree"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r needs/all.txt"]
    }
  }
}

resource "databricks_job" "both" {
  name = "prod-both"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r needs/loose.txt", "-r needs/all.txt"]
    }
  }
}
