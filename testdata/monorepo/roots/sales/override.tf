# On this machine only, as far as git knows. Terraform merges it over main.tf.
resource "databricks_sql_endpoint" "bi" {
  auto_stop_mins = 10
}
