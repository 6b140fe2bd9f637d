variable "name" {
  type = string
}

resource "terraform_data" "one" {}

resource "terraform_data" "two" {
  count = 2
}

resource "terraform_data" "by_name" {
  for_each = { a = "x", b = "y" }
}

resource "terraform_data" "by_key" {
  for_each = { a = 1 }
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[each.key].output, terraform_data.by_name]
  }
}

resource "terraform_data" "by_number" {
  count = 2
  lifecycle {
    replace_triggered_by = [terraform_data.two[count.index].id, terraform_data.two, terraform_data.two[1]]
  }
}

resource "terraform_data" "some" {
  for_each = toset([var.name])
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[each.key]]
  }
}

resource "terraform_data" "none" {
  for_each = {}
  lifecycle {
    replace_triggered_by = [terraform_data.by_name[each.key], terraform_data.one]
  }
}

# Terraform does not look at what follows an object.
resource "terraform_data" "attributes" {
  lifecycle {
    replace_triggered_by = [
      terraform_data.one.none,
      terraform_data.by_name["a"].none[0].at_all,
      databricks_job.etl.task[0].none,
      databricks_job.etl.name[0],
      databricks_job.etl.tags["a"]["b"],
    ]
  }
}

resource "databricks_job" "etl" {
  name = "etl"
}
