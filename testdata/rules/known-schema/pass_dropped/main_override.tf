resource "databricks_schema" "base" {
  comment = "changed"
}

resource "databricks_job" "override" {
  nickname = "o"
  task     = []
  notes "of the team" {
    text = "none"
  }
  name {
    text = "none"
  }
}

data "databricks_group" "engineers" {
  nickname = "e"
}

provider "databricks" {
  host = "https://dbc-1234.cloud.databricks.com"
}

module "team" {
  name = "data"
  comments {}
}
