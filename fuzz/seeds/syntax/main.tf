# bricklint: ignore[jobs] why
resource "databricks_job" "a" {
  for_each = toset(["x", "y${1 + 2}"])
  name     = <<-EOT
    a %{if true~} ${each.key} %{endif}
  EOT
  dynamic "task" {
    for_each = [for k, v in { a = 1 } : v if v > 0]
    content {
      task_key = "${task.value}" /* and */
      run      = x.y[*].z[0]
    }
  }
}
