moved {
  from = resource.var.old
  to   = resource.var.new
}

moved {
  from = module.var.databricks_group.old
  to   = databricks_group.each
}

removed {
  from = var.old
  lifecycle {
    destroy = false
  }
}
