resource "databricks_permission_assignment" "group" {
  group_name  = "Chemists"
  permissions = ["USER"]
}

resource "databricks_permission_assignment" "group_again" {
  group_name  = "chemists" # expect: grants-single-authority
  permissions = ["ADMIN"]
}

resource "databricks_permission_assignment" "user" {
  user_name   = "ines@northwind.example"
  permissions = ["USER"]
}

resource "databricks_permission_assignment" "user_again" {
  user_name   = "Ines@Northwind.example" # expect: grants-single-authority
  permissions = ["ADMIN"]
}

resource "databricks_permission_assignment" "program" {
  service_principal_name = "00000000-0000-0000-0000-0000000000AB"
  permissions            = ["USER"]
}

resource "databricks_permission_assignment" "program_again" {
  service_principal_name = "00000000-0000-0000-0000-0000000000ab" # expect: grants-single-authority
  permissions            = ["ADMIN"]
}

# Paths are told apart by it.
resource "databricks_permissions" "folder" {
  directory_path = "/Teams/Blue"

  access_control {
    group_name       = "chemists"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "other_folder" {
  directory_path = "/Teams/blue"

  access_control {
    group_name       = "chemists"
    permission_level = "CAN_READ"
  }
}
