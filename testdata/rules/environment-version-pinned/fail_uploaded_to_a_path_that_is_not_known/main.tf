# A file is at a path whose value nobody knows, where both name it in the same way.

variable "folder" {
  type = string
}

variable "blue" {
  type = bool
}

resource "databricks_volume" "fields" {
  catalog_name = "survey"
  schema_name  = "soil"
  name         = "fields"
  volume_type  = "MANAGED"
}

resource "databricks_file" "volume" {
  content_base64 = base64encode("rasterio>=1")
  path           = "${databricks_volume.fields.volume_path}/needs.txt"
}

resource "databricks_dbfs_file" "dbfs" {
  content_base64 = base64encode("rasterio>=1")
  path           = "/soil/needs.txt"
}

resource "databricks_workspace_file" "folder" {
  content_base64 = base64encode("rasterio>=1")
  path           = "${var.folder}/needs.txt"
}

resource "databricks_file" "blue" {
  count          = var.blue ? 1 : 0
  content_base64 = base64encode("rasterio>=1")
  path           = "/Volumes/survey/soil/fields/turns.txt"
}

resource "databricks_file" "green" {
  count          = var.blue ? 0 : 1
  content_base64 = base64encode("rasterio>=1")
  path           = "/Volumes/survey/soil/fields/turns.txt"
}

resource "databricks_job" "volume" {
  name = "prod-volume"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r ${databricks_volume.fields.volume_path}/needs.txt"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "dbfs" {
  name = "prod-dbfs"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /dbfs/soil/needs.txt"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "folder" {
  name = "prod-folder"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /Workspace${var.folder}/needs.txt"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "turns" {
  name = "prod-turns"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /Volumes/survey/soil/fields/turns.txt"] # expect: environment-version-pinned
    }
  }
}
