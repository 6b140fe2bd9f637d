# A copy that Terragrunt made: not entered. The fault below must not be reported.
resource "databricks_user" "copy" {
  user_name = "copy@example.com"
}
