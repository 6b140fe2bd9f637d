terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_group" "engineers" {
  display_name = null

  connection {
    user = "admin"
  }

  provisioner "remote-exec" {
    inline = ["true"]
  }

  provisioner "local-exec" {}
}
