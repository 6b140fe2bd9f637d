resource "terraform_data" "etl" {
  connection {
    host = self.id
  }

  provisioner "local-exec" {
    command = "true"
  }

  lifecycle {
    ignore_changes       = [input]
    replace_triggered_by = [terraform_data.other]
  }
}
