# Texts that must not be empty.
resource "databricks_secret" "empty" {
  scope        = "app"
  key          = "token"
  string_value = "" # expect: known-schema
}

data "databricks_group" "empty" {
  display_name = "" # expect: known-schema
}

resource "databricks_artifact_allowlist" "block" {
  artifact_type = "INIT_SCRIPT"
  artifact_matcher {
    artifact   = "a"
    match_type = "PREFIX_MATCH"
  }
  provider_config {
    workspace_id = "" # expect: known-schema
  }
}

resource "databricks_database_instance" "nested" {
  name = "nested"
  provider_config = {
    workspace_id = "" # expect: known-schema
  }
}

# And blocks of which there may be one.
resource "databricks_library" "two" {
  cluster_id = "1"
  cran {
    package = "a"
  }
  cran { # expect: known-schema
    package = "b"
  }
}
