using System.Globalization;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Charts;

public sealed class DailyValueTests
{
    private static readonly Metric InDepartment = MetricDictionary.Standard[MetricCode.Parse("ed.in-department")];
    private static readonly Metric Attendances = MetricDictionary.Standard[MetricCode.Parse("ed.attendances")];
    private static readonly DateOnly Monday = new(2026, 1, 5);

    [Fact]
    public void Of_WhatIsCountedAtAMoment_IsTheLastBefore8am()
    {
        var readings = new[] { At("2026-01-05T07:50Z", 80), At("2026-01-05T08:00Z", 90), At("2026-01-05T08:05Z", 99) };

        Assert.Equal(90, DailyValue.Of(InDepartment, Monday, readings)?.Value);
    }

    [Fact]
    public void Of_AFeedThatWasSilentAt8am_IsAGap()
    {
        Assert.Null(DailyValue.Of(InDepartment, Monday, [At("2026-01-05T07:40Z", 80), At("2026-01-05T08:05Z", 99)]));
        Assert.Null(DailyValue.Of(InDepartment, Monday, [At("2026-01-05T08:00Z", null)]));
    }

    [Fact]
    public void Of_ADailyReturnOfTheDayBefore_DoesNotStandInForThisOne()
    {
        var sunday = At("2026-01-04T08:00Z", 80) with { Cadence = TimeSpan.FromDays(1) };

        Assert.Null(DailyValue.Of(InDepartment, Monday, [sunday]));
        Assert.Equal(80, DailyValue.Of(InDepartment, Monday.AddDays(-1), [sunday])?.Value);
    }

    [Fact]
    public void Of_ACountSinceMidnight_IsThatOfTheWholeDay()
    {
        var readings = new[]
        {
            Since("2026-01-05T00:00Z", "2026-01-05T08:00Z", 100), Since("2026-01-05T00:00Z", "2026-01-05T23:58Z", 380),
            Since("2026-01-06T00:00Z", "2026-01-06T00:03Z", 1),
        };

        Assert.Equal(380, DailyValue.Of(Attendances, Monday, readings)?.Value);
        Assert.Null(DailyValue.Of(Attendances, Monday, readings[..1]));
    }

    [Fact]
    public void Of_ADailyReturn_EndsAtMidnight_AndOneOfAWeekendIsNoDays()
    {
        var day = Since("2026-01-05T00:00Z", "2026-01-06T00:00Z", 400) with { Cadence = TimeSpan.FromDays(1) };
        var weekend = Since("2026-01-02T00:00Z", "2026-01-05T00:00Z", 1_200) with { Cadence = TimeSpan.FromDays(1) };

        Assert.Equal(400, DailyValue.Of(Attendances, Monday, [day])?.Value);
        Assert.Null(DailyValue.Of(Attendances, Monday.AddDays(-1), [weekend]));
    }

    [Fact]
    public void Of_ALiveCountAtMidnightItself_IsNotYesterdays() =>
        Assert.Null(DailyValue.Of(Attendances, Monday, [At("2026-01-06T00:00Z", 0)]));

    [Theory]
    [InlineData("2026-10-25", "2026-10-25T08:00:00Z", "2026-10-24T07:00:00Z")] // 25 hours: 8am BST to 8am GMT.
    [InlineData("2026-03-29", "2026-03-29T07:00:00Z", "2026-03-28T08:00:00Z")] // 23 hours.
    public void MomentOf_ADayOnWhichTheClocksChange_Is8amOnTheWall(string day, string at, string after)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);

        Assert.Equal(Moment(at), DailyValue.MomentOf(InDepartment, date));
        Assert.Equal(Moment(after), DailyValue.After(InDepartment, date));
    }

    [Theory]
    [InlineData("2026-10-25", 25)]
    [InlineData("2026-03-29", 23)]
    public void MomentOf_AWholeDay_IsTheMidnightThatEndsIt(string day, int hours)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);

        Assert.Equal(TimeSpan.FromHours(hours), DailyValue.MomentOf(Attendances, date) - DailyValue.After(Attendances, date));
    }

    [Fact]
    public void LastDay_IsTodayOnceItsMomentHasCome()
    {
        Assert.Equal(Monday, DailyValue.LastDay(InDepartment, A.Monday9am));
        Assert.Equal(Monday.AddDays(-1), DailyValue.LastDay(InDepartment, A.Monday9am.AddHours(-2)));
        Assert.Equal(Monday.AddDays(-1), DailyValue.LastDay(Attendances, A.Monday9am));
    }

    [Fact]
    public void StandingAt_ACountSinceMidnight_IsOfTheSameDay()
    {
        var readings = new[] { At("2026-01-04T23:58Z", 380), At("2026-01-05T00:04Z", 3) };

        Assert.Equal(3, DailyValue.StandingAt(Attendances, Moment("2026-01-05T00:06Z"), readings)?.Value);
        Assert.Null(DailyValue.StandingAt(Attendances, Moment("2026-01-05T00:02Z"), readings));
    }

    private static DateTimeOffset Moment(string at) => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);

    private static Reading At(string at, double? value) => A.Reading with { PeriodEnd = Moment(at), Value = value };

    private static Reading Since(string start, string end, double value) => At(end, value) with { PeriodStart = Moment(start) };
}
