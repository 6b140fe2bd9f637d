terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

variable "name" {
  type    = string
  default = null
}

variable "windows" {
  type = list(string)
}

locals {
  names = { a = null, b = "x" }
}

# Of a variable it is not known that it stays null.
resource "databricks_schema" "sales" {
  catalog_name = var.name
  name         = coalesce(local.names["a"], "sales")
  comment      = local.names.a
}

resource "databricks_job" "etl" {
  name = "etl"
  id   = null

  dynamic "schedule" {
    for_each = var.windows
    iterator = window
    content {
      quartz_cron_expression = window.value
      timezone_id            = "UTC"
    }
  }

  dynamic "continuous" {
    for_each = []
    content {}
  }

  dynamic "git_source" {
    for_each = { one = "https://example.com/a.git" }
    content {
      url    = git_source.value
      branch = git_source.key
    }
  }

  connection {
    type                = "ssh"
    host                = "bastion.example.com"
    private_key         = "secret"
    bastion_host        = "b.example.com"
    proxy_user_password = "x"
  }

  provisioner "local-exec" {
    when        = create
    on_failure  = continue
    command     = "true"
    working_dir = "."
    environment = {
      A = "b"
    }
  }

  provisioner "local-exec" {
    _ {
      command = "true"
    }
  }

  provisioner "file" {
    content     = "x"
    destination = "/tmp/x"
    connection {
      host = self.url
    }
  }
}

resource "databricks_notification_destination" "mail" {
  id           = "1"
  display_name = "mail"
  config {
    email {
      addresses = ["a@example.com"]
    }
  }
}

data "databricks_catalog" "sales" {
  id   = "sales"
  name = "sales"
}
