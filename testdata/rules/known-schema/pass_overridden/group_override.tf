resource "databricks_group" "engineers" {
  display_name = "engineers"

  connection {
    host = "bastion.example.com"
  }

  provisioner "local-exec" {
    command = "true"
  }
}
