comment = "pipeline"
