locals {
  region = local.config.region
}

resource "databricks_group" "engineers" {
  for_each = toset(var.names)

  connection {
    host = "bastion.example.com"
  }

  provisioner "remote-exec" {
    inline = ["true"]
  }

  lifecycle {
    ignore_changes       = [display_name]
    replace_triggered_by = [databricks_group.all]
  }
}
