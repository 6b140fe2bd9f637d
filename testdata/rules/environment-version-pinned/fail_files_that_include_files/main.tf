# A file looks for what it includes beside itself.

resource "databricks_job" "tree" {
  name = "prod-tree"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r needs/all.txt"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "text" {
  name = "prod-text"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = [file("needs/here.txt")] # expect: environment-version-pinned
    }
  }
}

resource "databricks_workspace_file" "all" {
  source = "needs/all.txt"
  path   = "/Survey/needs/all.txt"
}

resource "databricks_workspace_file" "plain" {
  content_base64 = base64encode("rasterio>=1")
  path           = "/Survey/needs/plain.txt"
}

resource "databricks_job" "uploaded" {
  name = "prod-uploaded"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r /Workspace/Survey/needs/all.txt"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "reference" {
  name = "prod-reference"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r ${databricks_workspace_file.all.workspace_path}"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_volume" "survey" {
  catalog_name = "survey"
  schema_name  = "soil"
  name         = "needs"
  volume_type  = "MANAGED"
}

resource "databricks_file" "needs" {
  for_each = fileset(path.module, "needs/*.txt")
  source   = each.value
  path     = "${databricks_volume.survey.volume_path}/${each.value}"
}

resource "databricks_job" "volume" {
  name = "prod-volume"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r ${databricks_volume.survey.volume_path}/needs/all.txt"] # expect: environment-version-pinned
    }
  }
}
