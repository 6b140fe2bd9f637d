variable "s" {
  sensitive = true
  default = "x"
}
variable "u" { default = "y" }
variable "l" { 
  type = list(string)
  default = ["a"]
}
variable "m" { 
  type = map(string)
  default = {a="b"}
}
variable "sl" {
  type = list(string)
  default = ["a"]
  sensitive = true
}
module "m" {
  source = "./m"
  for_each = toset(["a"])
  t = var.s
}
module "vm" {
  source = "./m"
  for_each = var.m
  t = var.s
}
module "c" {
  source = "./m"
  count = 2
  t = var.s
}
module "vc" {
  source = "./m"
  count = length(var.l)
  t = var.s
}
module "none" {
  source = "./m"
  count = 0
  t = var.s
}
module "one" {
  source = "./m"
  t = var.s
}
resource "databricks_job" "j" {
  name = "x"
  task {
    task_key = "a"
    description = var.s
    notebook_task {
      notebook_path   = "/x"
      base_parameters = { n = var.s }
    }
  }
  task {
    task_key = "b"
    description = "plain"
  }
  dynamic "parameter" {
    for_each = ["a"]
    content {
      name = parameter.value
      default = var.s
    }
  }
  dynamic "job_cluster" {
    for_each = var.l
    content {
      job_cluster_key = job_cluster.value
      new_cluster {
        spark_version = var.s
        num_workers = 1
      }
    }
  }
}
resource "databricks_job" "many" {
  for_each = toset(["a"])
  name = "x"
  task {
    task_key = "a"
    description = var.s
  }
}
resource "databricks_grants" "g" {
  catalog = "main"
  grant {
    principal = var.s
    privileges = ["SELECT"]
  }
}
resource "databricks_cluster" "c" {
  spark_version = "x"
  num_workers = 1
  autoscale {
    min_workers = 1
    max_workers = var.s == "x" ? 2 : 3
  }
}
resource "terraform_data" "c" {
  count = 2
  input = var.s
}
resource "terraform_data" "e" {
  for_each = var.m
  input = var.s
}
