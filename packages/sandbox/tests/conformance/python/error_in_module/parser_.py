class ParseError(ValueError):
    pass


def parse(text):
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as error:
        raise ParseError(text) from error
