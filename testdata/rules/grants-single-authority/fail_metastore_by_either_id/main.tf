resource "databricks_metastore" "north" {
  name   = "north"
  region = "eu-north-1"
}

data "databricks_metastore" "south" {
  metastore_id = "1c2d3e4f-0000-4000-8000-00000000abcd"
}

resource "databricks_grants" "north" {
  metastore = databricks_metastore.north.id # undecided: grants-single-authority

  grant {
    principal  = "platform"
    privileges = ["CREATE_CATALOG"]
  }
}

resource "databricks_grants" "north_again" {
  metastore = databricks_metastore.north.metastore_id # expect: grants-single-authority

  grant {
    principal  = "chemists"
    privileges = ["CREATE_CATALOG"]
  }
}

resource "databricks_grants" "south" {
  metastore = data.databricks_metastore.south.id # undecided: grants-single-authority

  grant {
    principal  = "platform"
    privileges = ["CREATE_CATALOG"]
  }
}

resource "databricks_grants" "south_again" {
  metastore = "1c2d3e4f-0000-4000-8000-00000000ABCD" # expect: grants-single-authority

  grant {
    principal  = "chemists"
    privileges = ["CREATE_CATALOG"]
  }
}

# Looked up by its name.
data "databricks_metastore" "east" {
  name = "east"
}

data "databricks_metastore" "east_once_more" {
  name = "east"
}

resource "databricks_grants" "east" {
  metastore = data.databricks_metastore.east.metastore_id

  grant {
    principal  = "platform"
    privileges = ["CREATE_CATALOG"]
  }
}

resource "databricks_grants" "east_once_more" {
  metastore = data.databricks_metastore.east_once_more.id # expect: grants-single-authority

  grant {
    principal  = "chemists"
    privileges = ["CREATE_CATALOG"]
  }
}
