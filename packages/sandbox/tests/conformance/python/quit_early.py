def menu(choices):
    for choice in choices:
        print("choice:", choice)
        if choice == "q":
            print("bye")
            quit()
        elif choice == "e":
            exit(4)
    print("not reached")


print(type(exit).__name__, repr(quit)[:10], callable(help), "Python" in str(copyright) or "Python" in repr(credits))
menu("abe")
