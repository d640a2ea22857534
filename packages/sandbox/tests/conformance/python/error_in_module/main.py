import parser_


def main():
    print(parser_.parse("1,2"))
    print(parser_.parse("1,x"))


main()
