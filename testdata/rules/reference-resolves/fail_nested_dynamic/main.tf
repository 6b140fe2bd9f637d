# The collection of the inner block is known for each element of the outer one.
resource "databricks_cluster" "nested" {
  spark_version = "15.4.x-scala2.12"
  node_type_id  = "i3.xlarge"
  num_workers   = 1
  dynamic "library" {
    for_each = { a = "x", b = "y" }
    content {
      dynamic "maven" {
        for_each = library.key == "b" ? [library.value] : []
        iterator = package
        content {
          coordinates = ("x:${package.value}:${library.key}")[0] # expect: reference-resolves
          repo        = local.missing                            # expect: reference-resolves
        }
      }
    }
  }
}
