variable "env" {
  type    = object({ name = string, size = optional(number, 2) })
  default = { name = "dev" }
}

module "m" {
  count  = var.env.size
  source = "./module"
  in     = [for x in setproduct(["a"], [count.index]) : templatestring("${x[0]}", {})]
}

resource "databricks_grants" "g" {
  for_each = toset([for m in module.m : join("-", flatten([m.out]))])
  catalog  = each.key
  grant {
    principal  = try(var.env.missing, "a@example.com")
    privileges = var.env.name == "dev" ? ["ALL_PRIVILEGES"] : []
  }
  lifecycle {
    precondition {
      condition     = can(regex("^a", each.value))
      error_message = <<-EOT
        %{ if true ~} no %{ endif ~}
      EOT
    }
  }
}

moved {
  from = databricks_grants.h
  to   = databricks_grants.g["a"]
}

output "all" {
  value = databricks_grants.g[*]
}
