resource "databricks_app" "remarked" {
  name = "remarked"
  resources = [{
    name   = "token"
    remark = "it is dropped"
    secret = { scope = "stock", key = "token", permission = "READ", rotated = true }
  }]
}

resource "databricks_app" "made" {
  name = "made"
  resources = [for name in ["token", "signature"] : {
    name   = name
    remark = "it is dropped"
    secret = { scope = "stock", key = name, permission = "READ" }
  }]
}
