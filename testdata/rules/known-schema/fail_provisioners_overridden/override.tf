resource "databricks_group" "engineers" {
  provisioner "file" { # expect: known-schema
    source     = "a"
    detination = "b" # expect: known-schema
  }
}
