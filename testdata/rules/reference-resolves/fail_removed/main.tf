variable "name" {
  type = string
}

removed {
  from = databricks_group.old

  lifecycle {
    destroy = true
  }

  provisioner "local-exec" {
    when    = destroy
    command = "echo ${var.name} ${self.id} ${each.key} ${path.module}" # expect: reference-resolves
    connection {
      host = terraform_data.bastion.output # expect: reference-resolves
    }
  }
}
