data "databricks_group" "engineers" { # expect: provider-wiring-explicit
  display_name = "engineers"
}
