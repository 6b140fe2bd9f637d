terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

resource "databricks_group" "engineers" {
  display_name = "engineers"

  connection {
    host = "bastion.example.com"
    usr  = "admin" # expect: known-schema
  }

  provisioner "local-exec" { # expect: known-schema
    comand = "true" # expect: known-schema
  }

  provisioner "file" { # expect: known-schema
    source = "a"
  }

  # What its connection lacks comes from that of the resource.
  provisioner "remote-exec" {
    inline = ["true"]
    connection {
      user = "admin"
    }
  }
}

resource "databricks_group" "analysts" {
  display_name = "analysts"
  provisioner "remote-exec" {
    inline = ["true"]
    connection { # expect: known-schema
      user = "admin"
    }
  }
}

# Nothing runs, so Terraform does not look into it.
resource "databricks_group" "nothing" {
  display_name = "nothing"
  connection {
    usr = "admin"
  }
}

resource "databricks_group" "chef" {
  display_name = "chef"
  provisioner "chef" {} # expect: known-schema
}
