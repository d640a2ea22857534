from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, getcontext, localcontext

CENT = Decimal("0.01")


def pay_off(principal, yearly_rate, months):
    rate = Decimal(yearly_rate) / 1200
    payment = (principal * rate / (1 - (1 + rate) ** -months)).quantize(CENT, ROUND_HALF_UP)
    balance, month = principal, 0
    while balance > 0:
        month += 1
        interest = (balance * rate).quantize(CENT, ROUND_HALF_UP)
        paid = min(payment, balance + interest)
        balance += interest - paid
        if month <= 2 or balance == 0:
            print(f"{month:>3} {paid:>9} {interest:>7} {balance:>10,}")


pay_off(Decimal("10000"), "5.5", 12)
print(Decimal("0.1") + Decimal("0.2") == Decimal("0.3"), 0.1 + 0.2 == 0.3)
print(Decimal(0.1), Decimal(str(0.1)))
for text in ("2.5", "3.5", "-2.5", "2.675"):
    value = Decimal(text)
    places = CENT if "67" in text else Decimal(1)
    print(text, *(value.quantize(places, mode) for mode in (ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_DOWN)))
with localcontext() as context:
    context.prec = 50
    print(Decimal(2).sqrt(), Decimal(1).exp())
print(getcontext().prec, Decimal(1) / 7, Context(prec=5).divide(Decimal(1), Decimal(7)))
print(Decimal("1E+3"), Decimal("1000").normalize(), Decimal("123.4500").as_tuple(), f"{Decimal('1234567.891'):,.2f}")
print(sum(map(Decimal, ["1.10", "2.20", "3.30"])), Decimal("NaN").is_nan(), Decimal("-0") == 0, round(Decimal("7.345"), 2))
for attempt in (lambda: Decimal("abc"), lambda: Decimal(1) / 0):
    try:
        attempt()
    except (InvalidOperation, DivisionByZero) as error:
        print(type(error).__name__)
bill, people = Decimal("100.00"), 3
share = (bill / people).quantize(CENT, ROUND_DOWN)
shares = [share + CENT if i < int((bill - share * people) / CENT) else share for i in range(people)]
print([str(s) for s in shares], sum(shares))
