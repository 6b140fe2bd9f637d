resource "databricks_mlflow_experiment" "churn" {
  name = "/Shared/churn"
}

data "databricks_mlflow_experiment" "churn" {
  name = "/Shared/churn"
}

data "databricks_mlflow_experiment" "by_id" {
  experiment_id = databricks_mlflow_experiment.churn.experiment_id
}

data "databricks_mlflow_experiment" "other" {
  name = "/Shared/revenue"
}

resource "databricks_mlflow_model" "churn" {
  name = "churn"
}

data "databricks_mlflow_model" "churn" {
  name = "churn"
}

resource "databricks_notebook" "report" {
  path           = "/Shared/report"
  language       = "SQL"
  content_base64 = base64encode("SELECT 1")
}

data "databricks_notebook" "report" {
  path   = "/Shared/report"
  format = "SOURCE"
}

resource "databricks_permissions" "experiment" {
  experiment_id = databricks_mlflow_experiment.churn.id

  access_control {
    group_name       = "chemists"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "experiment_by_name" {
  experiment_id = data.databricks_mlflow_experiment.churn.experiment_id # expect: grants-single-authority

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "experiment_by_id" {
  experiment_id = data.databricks_mlflow_experiment.by_id.experiment_id # expect: grants-single-authority

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "experiment_other" {
  experiment_id = data.databricks_mlflow_experiment.other.experiment_id

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "model" {
  registered_model_id = databricks_mlflow_model.churn.registered_model_id

  access_control {
    group_name       = "chemists"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "model_looked_up" {
  registered_model_id = data.databricks_mlflow_model.churn.id # expect: grants-single-authority

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_EDIT"
  }
}

resource "databricks_permissions" "notebook" {
  notebook_id = databricks_notebook.report.object_id

  access_control {
    group_name       = "chemists"
    permission_level = "CAN_READ"
  }
}

resource "databricks_permissions" "notebook_looked_up" {
  notebook_id = data.databricks_notebook.report.object_id # expect: grants-single-authority

  access_control {
    group_name       = "physicists"
    permission_level = "CAN_EDIT"
  }
}
