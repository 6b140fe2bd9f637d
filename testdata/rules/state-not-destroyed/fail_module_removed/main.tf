# The call of the module that held the bucket is gone, and its `prevent_destroy` with it.
resource "databricks_group" "admins" {
  display_name = "admins"
}
