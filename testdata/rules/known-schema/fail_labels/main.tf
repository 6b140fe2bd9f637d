terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_job" "labels" {
  name = "labels"
  task "first" { # expect: known-schema
    task_key = "first"
  }
  dynamic { # expect: known-schema
    for_each = []
    content {}
  }
  dynamic "environment" {
    for_each = []
    content "x" { # expect: known-schema
      environment_key = "a"
    }
  }
}

variable "x" {
  default = 1
}

resource "terraform_data" "labels" {
  provisioner "file" "x" { # expect: known-schema
    destination = "b"
    content     = "c"
  }
  connection "x" { # expect: known-schema
    host = "example.com"
  }
  lifecycle "x" { # expect: known-schema
    precondition "x" { # expect: known-schema
      condition     = var.x == 1
      error_message = "It must be 1."
    }
  }
}
