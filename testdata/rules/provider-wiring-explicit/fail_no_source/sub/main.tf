data "databricks_group" "engineers" { # expect: provider-wiring-explicit
  display_name = "engineers"
}

data "databricks_group" "analysts" {
  display_name = "analysts"
}
