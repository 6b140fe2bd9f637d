# dynamic blocks over a collection that only apply knows: the plan cannot say how many blocks there are.
terraform {
  required_providers {
    databricks = {
      source = "databricks/databricks"
    }
  }
}

provider "databricks" {
  host = "https://acme-prod.cloud.databricks.com"
}

resource "terraform_data" "groups" {
  input = ["data-analysts", "data-engineers"]
}

resource "databricks_catalog" "sales" {
  name = "prod_sales"
}

resource "databricks_grants" "sales" {
  catalog = databricks_catalog.sales.name

  grant {
    principal  = "data-stewards"
    privileges = ["USE_CATALOG"]
  }

  dynamic "grant" {
    for_each = toset(terraform_data.groups.output)

    content {
      principal  = grant.value
      privileges = ["USE_CATALOG"]
    }
  }
}

# Here the number is known and a value in each block is not.
resource "databricks_job" "etl" {
  name = "etl"

  environment {
    environment_key = "default"

    spec {
      environment_version = "4"
    }
  }

  dynamic "task" {
    for_each = { load = "load.py", report = "report.py" }

    content {
      task_key        = task.key
      environment_key = "default"

      spark_python_task {
        python_file = "/Workspace/Production/${terraform_data.groups.id}/${task.value}"
      }
    }
  }
}

# The tasks themselves are unknown, and so is whether each of them has an environment.
resource "databricks_job" "open" {
  name = "open"

  dynamic "task" {
    for_each = terraform_data.groups.output

    content {
      task_key = task.value

      notebook_task {
        notebook_path = "/Workspace/Production/${task.value}"
      }
    }
  }
}
