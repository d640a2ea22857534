def ask_number(prompt):
    while True:
        answer = input(prompt)
        try:
            return float(answer)
        except ValueError:
            print(f"{answer!r} is not a number")


name = input("What is your name? ")
print(f"Hello, {name.strip().title()}!")
total = 0
count = int(ask_number("How many numbers? "))
for i in range(count):
    total += ask_number(f"Number {i + 1}: ")
print()
print(f"The mean is {total / count:.2f}")
first, *rest = map(int, input("Some integers: ").split())
print(first, rest, sum(rest, first))
try:
    input("One more? ")
except EOFError as error:
    print("\nno more:", error)
