resource "terraform_data" "provisioned" {
  connection {
    host = "bastion.example.com"
    jump {} # expect: known-schema
  }

  provisioner "local-exec" {
    command = "true"
    query { # expect: known-schema
      text = "x"
    }
    dynamic "environment" { # expect: known-schema
      for_each = [1]
      content {}
    }
  }

  provisioner "remote-exec" {
    inline = ["true"]
    _ {}
  }
}

resource "databricks_job" "dynamic" {
  name = "dynamic"
  dynamic "schedule" {
    for_each = []
    provisioner "local-exec" {} # expect: known-schema
    content {
      quartz_cron_expression = "0 0 6 * * ?"
      timezone_id            = "UTC"
    }
  }
}
