variable "port" {
  type = string
}

resource "terraform_data" "types" {
  connection {
    host  = "bastion.example.com"
    port  = var.port
    agent = "true"
  }

  provisioner "local-exec" {
    command     = 1
    environment = { COUNT = 1 }
  }

  provisioner "remote-exec" {
    inline = ["true", 1]
    script = null
  }

  provisioner "file" {
    content     = self.id
    destination = "c"
  }

  provisioner "remote-exec" {
    _ {
      inline = ["true"]
    }
  }
}
