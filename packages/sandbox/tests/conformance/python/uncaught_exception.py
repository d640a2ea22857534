import json


class ConfigError(Exception):
    def __init__(self, path, reason):
        super().__init__(f"{path}: {reason}")
        self.path = path


def load(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigError("config.json", error.msg) from error


def main():
    print(load('{"port": 80}')["port"])
    try:
        print(load('{"port": }'))
    finally:
        print("finally runs")


if __name__ == "__main__":
    main()
