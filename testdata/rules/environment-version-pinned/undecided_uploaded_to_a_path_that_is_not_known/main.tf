# Whether a file is at that path is not known.

variable "folder" {
  type = string
}

variable "other" {
  type = string
}

variable "blue" {
  type = bool
}

resource "databricks_workspace_file" "folder" {
  content_base64 = base64encode("rasterio")
  path           = "${var.folder}/needs.txt"
}

resource "databricks_file" "blue" {
  count          = var.blue ? 1 : 0
  content_base64 = base64encode("rasterio==1.4.3")
  path           = "/Volumes/survey/soil/fields/turns.txt"
}

resource "databricks_job" "folder" {
  name = "prod-folder"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /Workspace${var.other}/needs.txt"] # undecided: environment-version-pinned
    }
  }
}

resource "databricks_job" "turns" {
  name = "prod-turns"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /Volumes/survey/soil/fields/turns.txt"] # undecided: environment-version-pinned
    }
  }
}
