# In a directory that git ignores and that nothing calls: not entered. The fault below must not be reported.
resource "databricks_user" "generated" {
  user_name = "generated@example.com"
}
