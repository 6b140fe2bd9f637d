variable "source_path" {
  type = string
}

resource "terraform_data" "types" {
  connection {
    host  = "bastion.example.com"
    user  = toset(["admin"]) # expect: known-schema
    port  = "ssh"            # expect: known-schema
    agent = "maybe"          # expect: known-schema
  }

  provisioner "local-exec" {
    command     = ["true"] # expect: known-schema
    interpreter = "bash"   # expect: known-schema
    environment = ["PATH"] # expect: known-schema
    quiet       = "maybe"  # expect: known-schema
  }

  provisioner "remote-exec" {
    inline = "true" # expect: known-schema
  }
}

resource "terraform_data" "sets" {
  connection {
    host = "bastion.example.com"
  }

  connection { # expect: known-schema
    host = "bastion.example.com"
  }

  provisioner "remote-exec" {} # expect: known-schema

  provisioner "remote-exec" {
    inline = ["true"]
    script = "a.sh" # expect: known-schema
  }

  provisioner "file" {
    content     = "b"
    source      = var.source_path # expect: known-schema
    destination = "c"
  }

  provisioner "file" { # expect: known-schema
    source      = null
    destination = "c"
  }

  provisioner "local-exec" {
    command = "true"
    connection {
      host = "bastion.example.com"
    }
    connection { # expect: known-schema
      host = "bastion.example.com"
    }
  }
}
