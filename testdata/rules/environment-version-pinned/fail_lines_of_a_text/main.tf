# Each line of a text is a dependency, and so is what stands in a file that is read whole.

variable "release" {
  type = string
}

variable "token" {
  type      = string
  sensitive = true
}

resource "databricks_job" "whole" {
  name = "prod-whole"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = [file("requirements.txt")] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "written" {
  name = "prod-written"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["shapely==2.0.6\nrasterio"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "beside" {
  name = "prod-beside"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["-r requirements.txt", "rasterio"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "joined" {
  name = "prod-joined"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["shapely==2.0.6, rasterio==1.4.3"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "spaced" {
  name = "prod-spaced"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["shapely==2.0.6 rasterio"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "partly" {
  name = "prod-partly"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["shapely==${var.release}\nrasterio>=${var.release}"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "hidden" {
  name = "prod-hidden"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["--index-url https://u:${var.token}@fields.example/simple\nrasterio"] # expect: environment-version-pinned
    }
  }
}

resource "databricks_job" "branch" {
  name = "prod-branch"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["git+https://github.com/fields/soil@refs/heads/v2"] # expect: environment-version-pinned
    }
  }
}
