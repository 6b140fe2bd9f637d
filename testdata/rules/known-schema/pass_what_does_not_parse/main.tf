# problems
resource "databricks_schema" "sales" {
  nme = 
}
