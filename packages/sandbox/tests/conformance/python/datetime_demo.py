import calendar
from datetime import date, datetime, time, timedelta, timezone

moment = datetime(2024, 2, 29, 23, 59, 30, 123456, tzinfo=timezone.utc)
print(moment.isoformat(), moment.timestamp(), moment.date(), moment.time())
print(moment.strftime("%A %d %B %Y, %H:%M:%S %Z, day %j, week %V"))
print(moment + timedelta(days=365), moment.replace(year=2028).weekday(), moment.isocalendar()[1])
tokyo = timezone(timedelta(hours=9), "JST")
print(moment.astimezone(tokyo), moment.astimezone(tokyo).tzname(), moment == moment.astimezone(tokyo))
print(datetime.strptime("31/12/1999 08:05 PM", "%d/%m/%Y %I:%M %p"), datetime.fromisoformat("2020-01-02T03:04:05+01:00"))
print(datetime.fromtimestamp(86400 * 365, timezone.utc), datetime.fromtimestamp(0).year)
delta = datetime(2024, 12, 25) - datetime(2024, 2, 29, 12)
print(delta, delta.days, delta.total_seconds(), timedelta(minutes=90) / timedelta(hours=1), -timedelta(seconds=1))
print(date(2024, 3, 31) - timedelta(days=31), date.fromordinal(738945), date.min, time(9, 5).isoformat())
print(calendar.isleap(1900), calendar.monthrange(2024, 2)[1], calendar.day_name[date(2024, 7, 4).weekday()])
print(calendar.TextCalendar(firstweekday=0).formatmonth(2024, 2))


def add_months(day, months):
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def business_days(start, end):
    return sum((start + timedelta(n)).weekday() < 5 for n in range((end - start).days))


def age(born, today):
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


print(add_months(date(2024, 1, 31), 1), add_months(date(2024, 1, 31), -2), add_months(date(2023, 12, 15), 14))
print(business_days(date(2024, 2, 1), date(2024, 3, 1)), age(date(2000, 2, 29), date(2023, 2, 28)))
fridays = [date(2026, m, 13) for m in range(1, 13) if date(2026, m, 13).weekday() == 4]
print([f"{d:%b %d}" for d in fridays])
for text in ("2023-02-29", "2024-13-01"):
    try:
        print(date.fromisoformat(text))
    except ValueError:
        print("ValueError:", text)
try:
    print(moment < datetime(2024, 1, 1))
except TypeError as error:
    print("TypeError:", error)
