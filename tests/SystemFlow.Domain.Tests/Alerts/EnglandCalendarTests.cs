using System.Globalization;
using SystemFlow.Domain.Alerts;

namespace SystemFlow.Domain.Tests.Alerts;

/// <summary>Against the dates that gov.uk publishes for England and Wales.</summary>
public sealed class EnglandCalendarTests
{
    [Theory]
    [InlineData(2017, "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26")]
    [InlineData(2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28")]
    [InlineData(2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27")]
    [InlineData(2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26")]
    [InlineData(2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28")]
    [InlineData(2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28")]
    [InlineData(2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26")]
    public void IsBankHoliday_IsTrueOnTheseDaysOfTheYear(int year, string days)
    {
        var all = Enumerable.Range(0, new DateOnly(year, 12, 31).DayOfYear).Select(new DateOnly(year, 1, 1).AddDays);

        var off = all.Where(EnglandCalendar.IsBankHoliday).Select(day => day.ToString("MM-dd", CultureInfo.InvariantCulture));

        Assert.Equal(days, string.Join(' ', off));
    }

    [Theory]
    [InlineData("2026-07-01T23:30:00Z", "2026-07-02")]
    [InlineData("2026-01-01T23:30:00Z", "2026-01-01")]
    [InlineData("2026-03-29T23:00:00Z", "2026-03-30")]
    [InlineData("2026-10-25T23:30:00Z", "2026-10-25")]
    public void DateOf_IsTheDateOnAClockInEngland(string moment, string day)
    {
        var date = EnglandCalendar.DateOf(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture));

        Assert.Equal(day, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
