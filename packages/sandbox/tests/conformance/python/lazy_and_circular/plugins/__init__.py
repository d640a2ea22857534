print("plugins loaded")
