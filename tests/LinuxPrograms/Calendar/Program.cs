// Calendars and time zones: the package's own data, no file of the machine.

using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

internal static class CalendarProgram
{
    internal static void Main()
    {
        var date = new LocalDate(2026, 11, 29);
        Console.WriteLine(date.PlusMonths(3).With(DateAdjusters.EndOfMonth));
        Console.WriteLine(Period.Between(new LocalDate(1999, 12, 31), date));
        Console.WriteLine(Period.Between(new LocalDateTime(2024, 2, 29, 23, 59), new LocalDateTime(2026, 11, 29, 1, 2),
            PeriodUnits.AllUnits));
        foreach (CalendarSystem calendar in (CalendarSystem[])[CalendarSystem.Julian, CalendarSystem.Coptic,
            CalendarSystem.HebrewCivil, CalendarSystem.IslamicBcl, CalendarSystem.PersianArithmetic])
        {
            LocalDate other = date.WithCalendar(calendar);
            Console.WriteLine($"{calendar.Id} {other.Year}-{other.Month}-{other.Day} leap {calendar.IsLeapYear(other.Year)}");
        }

        var instant = Instant.FromUtc(2026, 3, 29, 0, 59, 59);
        foreach (string id in (string[])["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Antarctica/Troll"])
        {
            DateTimeZone zone = DateTimeZoneProviders.Tzdb[id];
            ZonedDateTime local = instant.InZone(zone);
            Console.WriteLine($"{local} {zone.GetZoneInterval(instant).Name} {zone.GetZoneInterval(instant).HasEnd} "
                + $"{local.Plus(Duration.FromSeconds(2))}");
        }

        DateTimeZone berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        foreach (var local in (LocalDateTime[])[new(2026, 3, 29, 2, 30), new(2026, 10, 25, 2, 30)])
        {
            ZoneLocalMapping mapping = berlin.MapLocal(local);
            Console.WriteLine($"{local} {mapping.Count} {local.InZone(berlin, Resolvers.LenientResolver)}");
        }

        var pattern = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFF z (o<G>)", DateTimeZoneProviders.Tzdb);
        Console.WriteLine(pattern.Format(instant.InZone(berlin)));
        Console.WriteLine(pattern.Parse("2026-06-01T12:00:00.5 Europe/Berlin (+02)").Value.ToInstant());
        Console.WriteLine(InstantPattern.ExtendedIso.Parse("2026-13-01T00:00:00Z").Exception.Message);
        Console.WriteLine(DurationPattern.Roundtrip.Format(Duration.FromTicks(123_456_789_012)));
        Console.WriteLine(string.Join(' ', Enumerable.Range(0, 5)
            .Select(i => LocalDatePattern.Iso.Format(date.Next(IsoDayOfWeek.Friday).PlusWeeks(i)))));
    }
}
