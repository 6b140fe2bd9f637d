databricks_account_id = "0d26daa6-5e44-4c97-a497-ef015f91254a"
aws_account_id        = "111122223333"

eu_workspaces = {
  dev  = { cidr = "10.10.0.0/18" }
  prod = { cidr = "10.20.0.0/18" }
}

us_cidr = "10.30.0.0/18"

groups = [
  "platform-admins",
  "data-engineers",
  "data-analysts",
  "data-stewards",
]

workspace_access = {
  dev-engineers     = { workspace = "dev", group = "data-engineers" }
  dev-admins        = { workspace = "dev", group = "platform-admins", role = "ADMIN" }
  prod-analysts     = { workspace = "prod", group = "data-analysts" }
  prod-admins       = { workspace = "prod", group = "platform-admins", role = "ADMIN" }
  prod-us-analysts  = { workspace = "prod-us", group = "data-analysts" }
  prod-us-admins    = { workspace = "prod-us", group = "platform-admins", role = "ADMIN" }
  prod-us-engineers = { workspace = "prod-us", group = "data-engineers" }
}

prod_schemas = {
  orders = {
    comment = "Orders as they were booked."
    readers = ["data-analysts"]
    writers = ["data-engineers"]
  }
  customers = {
    comment = "Customers, one row each."
    readers = ["data-analysts", "data-stewards"]
    writers = ["data-engineers"]
  }
}

dev_schemas = {
  playground = {
    comment = "Free for experiments, emptied every quarter."
    writers = ["data-engineers"]
  }
}
