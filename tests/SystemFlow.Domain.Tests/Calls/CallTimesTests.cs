using SystemFlow.Domain.Calls;

namespace SystemFlow.Domain.Tests.Calls;

public sealed class CallTimesTests
{
    [Theory]
    [InlineData("2026-11-27T10:59:59Z", "2026-11-27T1100", "2026-11-26T1500")]
    [InlineData("2026-11-27T11:00:00Z", "2026-11-27T1500", "2026-11-26T1500")] // Strictly before and after.
    [InlineData("2026-11-27T23:00:00Z", "2026-11-28T1100", "2026-11-27T1500")]
    [InlineData("2026-07-01T10:00:00Z", "2026-07-01T1500", "2026-06-30T1500")] // 11:00 in summer is 10:00 UTC.
    public void NextAndPrevious_GoByTheClockInEngland(string moment, string next, string previous)
    {
        var at = DateTimeOffset.Parse(moment);

        Assert.Equal(next, CallId.Of(CallTimes.Standard.Next(at)));
        Assert.Equal(previous, CallId.Of(CallTimes.Standard.Previous(at)));
    }

    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-28T15:00:00Z 2026-03-29T10:00:00Z 2026-03-29T14:00:00Z")] // 19 hours apart, not 20.
    [InlineData("2026-10-24T12:00:00Z", "2026-10-24T14:00:00Z 2026-10-25T11:00:00Z 2026-10-25T15:00:00Z")] // 21 hours.
    public void Between_OverANightOnWhichClocksChange_KeepsTheClocksTimes(string after, string calls)
    {
        var from = DateTimeOffset.Parse(after);

        var between = CallTimes.Standard.Between(from, from.AddHours(28)).Select(call => call.ToString("yyyy-MM-ddTHH:mm:ssZ"));

        Assert.Equal(calls.Split(' '), between);
    }

    [Theory]
    [InlineData("2026-03-28T12:00:00Z")]
    [InlineData("2026-10-24T12:00:00Z")]
    public void Between_CallsWithinTheHourThatClocksSkipOrRepeat_ComeOnceAndAreFoundByName(string after)
    {
        var times = new CallTimes([new TimeOnly(1, 30), new TimeOnly(2, 0), new TimeOnly(2, 30)]);
        var from = DateTimeOffset.Parse(after);

        var calls = times.Between(from, from.AddHours(20)).ToList();

        Assert.Equal(calls.Distinct().Order(), calls);
        Assert.All(calls, call => Assert.True(CallId.TryParse(CallId.Of(call), out var again) && again == call));
        Assert.All(calls, call => Assert.True(times.IsCall(call)));
    }

    [Theory]
    [InlineData("2026-11-27T11:00")]
    [InlineData("2026-11-27")]
    [InlineData("2026-03-29T0130")] // Clocks skip it.
    [InlineData("1900-01-01T1100")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_WhatNamesNoCall_IsRefused(string? id) => Assert.False(CallId.TryParse(id, out _));

    [Fact]
    public void Times_None_AreRefused() => Assert.Throws<ArgumentException>(() => new CallTimes([]));
}
