# Texts of several lines that pin each of them, or of which one pins what another names.

variable "release" {
  type = string
}

resource "databricks_job" "whole" {
  name = "prod-whole"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = [file("requirements.txt")]
    }
  }
}

resource "databricks_job" "written" {
  name = "prod-written"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["shapely==2.0.6\nrasterio==1.4.3\n"]
    }
  }
}

resource "databricks_job" "twice" {
  name = "prod-twice"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["shapely==2.0.6\nshapely", "Rasterio", "rasterio==1.4.3"]
    }
  }
}

resource "databricks_job" "partly" {
  name = "prod-partly"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["shapely==${var.release}\n# rasterio"]
    }
  }
}

resource "databricks_job" "tag" {
  name = "prod-tag"
  environment {
    environment_key = "default"
    spec {
      environment_version = "4"
      dependencies        = ["git+https://github.com/fields/soil@refs/tags/v2"]
    }
  }
}
