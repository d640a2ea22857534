print("upper loaded")


def run(text):
    return text.upper()
