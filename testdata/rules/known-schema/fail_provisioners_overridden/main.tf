terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

# The provisioner is replaced, and the connection stays.
resource "databricks_group" "engineers" {
  display_name = "engineers"

  connection { # expect: known-schema
    prt = 22 # expect: known-schema
  }

  provisioner "local-exec" {
    comand = "true"
  }
}

# With a connection of the resource only that one must have a host.
resource "databricks_group" "analysts" {
  display_name = "analysts"

  connection { # expect: known-schema
    usr = "admin"
  }

  provisioner "remote-exec" {
    inline = ["true"]
    connection {
      host = "bastion.example.com"
      prt  = 22
    }
  }
}
